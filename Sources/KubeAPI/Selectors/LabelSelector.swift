import Documents

/// Finds objects by their labels: every requirement must hold.
///
/// Source: `staging/src/k8s.io/apimachinery/pkg/labels/selector.go`, v1.36.
public struct LabelSelector: Hashable, Sendable {
  /// Labels that must have exactly these values.
  public var matchLabels: StringMap
  /// Further requirements.
  public var matchExpressions: [SelectorRequirement]

  /// The selector of these requirements; without any it finds everything.
  public init(matchLabels: StringMap = [:], matchExpressions: [SelectorRequirement] = []) {
    self.matchLabels = matchLabels
    self.matchExpressions = matchExpressions
  }

  /// Whether it has no requirement, and so finds everything.
  public var isEmpty: Bool { matchLabels.isEmpty && matchExpressions.isEmpty }

  /// Whether an object with `labels` is found.
  public func matches(_ labels: StringMap) -> Bool {
    matchLabels.isSubset(of: labels) && matchExpressions.allSatisfy { $0.matches(labels) }
  }

  /// The selector that `text` says, as `kubectl -l` has it:
  /// `app=web,tier!=db,zone in (a,b),!canary`.
  public init(parsing text: String) throws(ValueProblem) {
    self.init()
    var parser = SelectorText(text)
    while let requirement = try parser.next() {
      if requirement.comparison == .isIn, requirement.values.count == 1,
        matchLabels[requirement.key] == nil
      {
        matchLabels[requirement.key] = requirement.values[0]
      } else {
        matchExpressions.append(requirement)
      }
    }
  }
}

extension SelectorRequirement {
  /// Whether an object with `labels` meets the requirement.
  ///
  /// `NotIn` also holds without the label; `Gt` and `Lt` compare whole numbers and hold for
  /// nothing else.
  public func matches(_ labels: StringMap) -> Bool {
    let found = labels[key]
    switch comparison {
    case .isIn: return found.map(values.contains) ?? false
    case .notIn: return found.map { !values.contains($0) } ?? true
    case .exists: return found != nil
    case .doesNotExist: return found == nil
    case .greaterThan, .lessThan:
      guard let found = found.flatMap({ Int64($0) }), values.count == 1,
        let limit = Int64(values[0])
      else { return false }
      return comparison == .greaterThan ? found > limit : found < limit
    }
  }
}

/// Takes a selector's text apart, requirement by requirement.
private struct SelectorText {
  private let text: String
  private var rest: Substring
  private var isFirst = true

  init(_ text: String) {
    self.text = text
    rest = text[...]
  }

  mutating func next() throws(ValueProblem) -> SelectorRequirement? {
    skipBlanks()
    if isFirst, rest.isEmpty { return nil }
    if !isFirst {
      if rest.isEmpty { return nil }
      guard take(",") else { throw wrong() }
    }
    isFirst = false
    if take("!") { return try checked(.init(key: try key(), comparison: .doesNotExist)) }
    let key = try key()
    skipBlanks()
    if rest.isEmpty || rest.first == "," {
      return try checked(.init(key: key, comparison: .exists))
    }
    if take("!=") {
      return try checked(.init(key: key, comparison: .notIn, values: [word()]))
    }
    if take("==") || take("=") {
      return try checked(.init(key: key, comparison: .isIn, values: [word()]))
    }
    if take(">") {
      return try checked(.init(key: key, comparison: .greaterThan, values: [word()]))
    }
    if take("<") {
      return try checked(.init(key: key, comparison: .lessThan, values: [word()]))
    }
    switch word() {
    case "in": return try checked(.init(key: key, comparison: .isIn, values: try set()))
    case "notin": return try checked(.init(key: key, comparison: .notIn, values: try set()))
    default: throw wrong()
    }
  }

  private mutating func key() throws(ValueProblem) -> String {
    let key = word()
    guard !key.isEmpty else { throw wrong() }
    return key
  }

  private mutating func set() throws(ValueProblem) -> [String] {
    skipBlanks()
    guard take("(") else { throw wrong() }
    var values = [word()]
    skipBlanks()
    while take(",") {
      values.append(word())
      skipBlanks()
    }
    guard take(")") else { throw wrong() }
    return values
  }

  private func checked(
    _ requirement: SelectorRequirement
  ) throws(ValueProblem) -> SelectorRequirement {
    guard NameRules.isQualifiedName(requirement.key),
      requirement.values.allSatisfy(NameRules.isLabelValue)
    else { throw wrong() }
    return requirement
  }

  private mutating func word() -> String {
    skipBlanks()
    let word = rest.prefix { !" \t,()=!<>".contains($0) }
    rest = rest[word.endIndex...]
    return String(word)
  }

  private mutating func take(_ token: String) -> Bool {
    skipBlanks()
    guard rest.hasPrefix(token) else { return false }
    rest = rest.dropFirst(token.count)
    return true
  }

  private mutating func skipBlanks() { rest = rest.drop { $0 == " " || $0 == "\t" } }

  private func wrong() -> ValueProblem {
    ValueProblem(
      "is \(quoted(text)), which is no label selector",
      hint: "write one such as app=web,tier!=db,zone in (a,b),!canary")
  }
}
