/// A text that does not say an amount, with what would be right.
public struct UnitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text as it was written.
  public let text: String
  /// What is wrong with it, as in `has no unit`.
  public let problem: String
  /// What would be right, as in `did you mean 90s?`.
  public let hint: String

  /// `text` has `problem`; `hint` says what would be right.
  public init(text: String, problem: String, hint: String) {
    self.text = text
    self.problem = problem
    self.hint = hint
  }

  /// One line for a person: `"90" has no unit; did you mean 90s?`.
  public var description: String { "\"\(text)\" \(problem); \(hint)" }
}
