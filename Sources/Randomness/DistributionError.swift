/// A distribution that cannot exist, with what would be right.
public struct DistributionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which parameter is wrong, by its name in the scenario language.
  public let parameter: String
  /// Its value.
  public let value: Double
  /// What it should be, as in `above 0`.
  public let expected: String

  /// `parameter` should be `expected` and is `value`.
  public init(parameter: String, value: Double, expected: String) {
    self.parameter = parameter
    self.value = value
    self.expected = expected
  }

  /// One line for a person.
  public var description: String { "\(parameter) is \(value); it should be \(expected)" }
}
