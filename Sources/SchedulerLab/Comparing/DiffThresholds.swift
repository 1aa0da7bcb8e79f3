import Documents
import Results

/// What must not happen from one way to place pods to another.
public struct DiffThresholds: Sendable {
  /// How a threshold is written and what it counts.
  public struct Rule: Sendable {
    /// Its name in files; options have it with hyphens, after `max-`.
    public let name: String
    /// What it counts, in words.
    public let label: String
    /// What it is written as.
    public let form: Form

    /// What a threshold is written as.
    public enum Form: Sendable {
      /// A number of pods or the like: `3`.
      case count
      /// A number of pods, or a share of all that are placed: `20` or `5%`.
      case countOrShare
      /// Points of a share: `2%` is from 10 % to 12 %.
      case points
    }
  }

  /// All thresholds that there are, in the order in which they are told.
  public static let rules: [Rule] = [
    Rule(name: "moved", label: "pods that go to another node", form: .countOrShare),
    Rule(name: "unplaced", label: "pods without a node", form: .count),
    Rule(name: "unplacedMore", label: "pods more without a node", form: .count),
    Rule(name: "disrupted", label: "running pods that must go", form: .countOrShare),
    Rule(name: "victims", label: "victims of preemption", form: .count),
    Rule(name: "budgetsViolated", label: "disruption budgets violated", form: .count),
    Rule(name: "nodesUsedMore", label: "nodes more in use", form: .count),
    Rule(name: "spreadMore", label: "CPU or memory less even over nodes", form: .points),
    Rule(name: "zoneGapMore", label: "zones less alike in CPU or memory", form: .points),
    Rule(name: "strandedMore", label: "free capacity more that is of no use", form: .points),
  ]

  /// A number, or a share.
  public struct Limit: Hashable, Sendable {
    /// The number; of a share 0 … 1.
    public let value: Double
    /// Whether it is a share.
    public let isShare: Bool

    /// What `text` says: `3`, `5%` or `2.5%`, as `form` has it.
    ///
    /// - Throws: what is wrong with it.
    public init(_ text: String, _ form: Rule.Form) throws(ValueProblem) {
      isShare = text.hasSuffix("%")
      let digits = isShare ? String(text.dropLast()) : text
      let plain = digits.utf8.allSatisfy { 0x30...0x39 ~= $0 || $0 == UInt8(ascii: ".") }
      guard plain, let number = Double(digits), number.isFinite, isShare || Int(digits) != nil
      else { throw Self.problem(text, form) }
      switch (form, isShare) {
      case (.count, true), (.points, false): throw Self.problem(text, form)
      default: value = isShare ? number / 100 : number
      }
    }

    private static func problem(_ text: String, _ form: Rule.Form) -> ValueProblem {
      let right =
        switch form {
        case .count: "write a whole number such as 3"
        case .countOrShare: "write a number of pods such as 20, or a share such as 5%"
        case .points: "write points of a share such as 2%"
        }
      return ValueProblem("is \(quoted(text))", hint: right)
    }
  }

  /// One for each rule; nil where nothing is forbidden.
  private(set) var limits: [Limit?]

  /// No threshold.
  public init() { limits = Array(repeating: nil, count: Self.rules.count) }

  /// Whether nothing is forbidden.
  public var isEmpty: Bool { limits.allSatisfy { $0 == nil } }

  /// Allows no more than `text` says of what the rule called `name` counts.
  ///
  /// - Throws: what is wrong with the text, or that there is no such rule.
  public mutating func set(_ name: String, _ text: String) throws(ValueProblem) {
    guard let place = Self.rules.firstIndex(where: { $0.name == name }) else {
      throw ValueProblem(
        "is no threshold", hint: Suggestion.hint(for: name, among: Self.rules.map(\.name)))
    }
    limits[place] = try Limit(text, Self.rules[place].form)
  }

  /// The thresholds of a YAML or JSON file, a mapping from their names to limits.
  ///
  /// - Throws: Everything that is wrong with the file.
  public init(reading file: SourceFile) throws(Problems) {
    self.init()
    let log = ProblemLog(file: file.name)
    let documents = DocumentReader.documents(in: file, log: log)
    for document in documents.prefix(1) {
      limits = ValueReader(document, log: log).object { reader in
        Self.rules.map { rule in
          reader.optional(
            rule.name,
            ScalarFormat(expected: "a limit") { scalar in try Limit(scalar.text, rule.form) })
        }
      } ?? limits
    }
    if documents.count != 1, !log.hasErrors {
      log.error(
        at: .start, .missingField, "there \(documents.isEmpty ? "is nothing" : "are two documents")"
          + " in this file", hint: "write one mapping, such as moved: 5%")
    }
    try log.throwIfErrors()
  }

  /// The limits of `other` in the place of those here, where it has some.
  public mutating func override(with other: DiffThresholds) {
    limits = zip(limits, other.limits).map { $1 ?? $0 }
  }
}
