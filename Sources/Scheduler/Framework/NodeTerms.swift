import KubeAPI

/// Node selector terms made ready for matching: any one of them must hold.
///
/// A term that cannot be read (a bound that is no number, `In` without values, what is no label)
/// matches nothing,
/// and so does one without requirements.
///
/// Source: `staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go`
/// and `staging/src/k8s.io/apimachinery/pkg/labels/selector.go`, v1.34.
struct NodeTerms: Sendable {
  /// One term: all of its requirements must hold; nil when it cannot be read.
  struct Term: Sendable {
    let labels: [Requirement]
    let fields: [Requirement]
  }

  /// One requirement that can be read.
  struct Requirement: Sendable {
    let key: String
    let test: Test

    enum Test: Sendable {
      case isIn([String])
      case notIn([String])
      case exists
      case doesNotExist
      case above(Int64)
      case below(Int64)
    }
  }

  private let terms: [Term]
  /// Why a term could not be read; nil when all could.
  let problem: String?

  /// The terms that can be read, empty ones left out.
  init(_ terms: [NodeSelectorTerm]) {
    var problem: String?
    self.terms = terms.compactMap { term in
      if term.matchExpressions.isEmpty && term.matchFields.isEmpty { return nil }
      let labels = term.matchExpressions.compactMap(Requirement.init(label:))
      let fields = term.matchFields.compactMap(Requirement.init(field:))
      let isReadable =
        labels.count == term.matchExpressions.count && fields.count == term.matchFields.count
      if !isReadable { problem = problem ?? "invalid node selector requirement" }
      return isReadable ? Term(labels: labels, fields: fields) : nil
    }
    self.problem = problem
  }

  /// Whether no term is left that could match.
  var isEmpty: Bool { terms.isEmpty }

  /// Whether any term holds of `node`.
  func match(_ node: Node) -> Bool { match(node, named: node.metadata.name) }

  /// Whether any term holds of a node with the labels of `node` and this name; without a name, as
  /// where volumes ask, requirements on fields are passed over.
  func match(_ node: Node, named name: String) -> Bool {
    for term in terms {
      let holds =
        term.labels.allSatisfy { $0.holds(of: node.metadata.labels[$0.key]) }
        && (name.isEmpty
          || term.fields.allSatisfy { $0.holds(of: $0.key == Requirement.nameField ? name : nil) })
      if holds { return true }
    }
    return false
  }
}

extension NodeTerms.Requirement {
  /// The only field that a node has for selectors; any other is absent.
  static let nameField = "metadata.name"

  init?(label requirement: SelectorRequirement) {
    key = requirement.key
    let values = requirement.values
    guard NameRules.isQualifiedName(key), values.allSatisfy(NameRules.isLabelValue) else {
      return nil
    }
    switch requirement.comparison {
    case .isIn where !values.isEmpty: test = .isIn(values)
    case .notIn where !values.isEmpty: test = .notIn(values)
    case .exists where values.isEmpty: test = .exists
    case .doesNotExist where values.isEmpty: test = .doesNotExist
    case .greaterThan where values.count == 1:
      guard let bound = Int64(values[0]) else { return nil }
      test = .above(bound)
    case .lessThan where values.count == 1:
      guard let bound = Int64(values[0]) else { return nil }
      test = .below(bound)
    default: return nil
    }
  }

  init?(field requirement: SelectorRequirement) {
    guard requirement.values.count == 1 else { return nil }
    key = requirement.key
    switch requirement.comparison {
    case .isIn: test = .isIn(requirement.values)
    case .notIn: test = .notIn(requirement.values)
    default: return nil
    }
  }

  /// Whether the requirement holds of a label or field with this value (nil: it is absent).
  func holds(of value: String?) -> Bool {
    switch test {
    case .isIn(let values): value.map(values.contains) ?? false
    case .notIn(let values): value.map { !values.contains($0) } ?? true
    case .exists: value != nil
    case .doesNotExist: value == nil
    case .above(let bound): value.flatMap { Int64($0) }.map { $0 > bound } ?? false
    case .below(let bound): value.flatMap { Int64($0) }.map { $0 < bound } ?? false
    }
  }
}
