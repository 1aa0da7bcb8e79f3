/// A figure of `summary.json` that must hold at the end of a run, which makes a scenario a test.
public struct Expectation: Hashable, Sendable {
  /// How the figure is compared.
  public enum Comparison: String, CaseIterable, Hashable, Sendable {
    case equal = "=="
    case notEqual = "!="
    case atMost = "<="
    case atLeast = ">="
    case below = "<"
    case above = ">"
  }
  /// The expectation as the scenario states it.
  public var text: String
  /// The way to the figure in `summary.json`, member by member; a member of a list is found by its
  /// `name`.
  public var path: [String]
  /// How the figure is compared.
  public var comparison: Comparison
  /// With what, in the figure's own unit.
  public var bound: Double

  /// An expectation.
  public init(text: String, path: [String], comparison: Comparison, bound: Double) {
    self.text = text
    self.path = path
    self.comparison = comparison
    self.bound = bound
  }

  /// Whether `observed` is as expected.
  public func holds(for observed: Double) -> Bool {
    switch comparison {
    case .equal: observed == bound
    case .notEqual: observed != bound
    case .atMost: observed <= bound
    case .atLeast: observed >= bound
    case .below: observed < bound
    case .above: observed > bound
    }
  }
}

/// How an expectation came out.
public struct ExpectationOutcome: Hashable, Sendable {
  /// What was expected.
  public var expectation: Expectation
  /// What the run gave; nil when there is no such figure.
  public var observed: Double?
  /// Whether it holds; a figure that is not there holds for nothing.
  public var holds: Bool

  /// Holds `expectation` against the figure that `lookup` finds at its path.
  public init(_ expectation: Expectation, lookup: ([String]) -> Double?) {
    self.expectation = expectation
    observed = lookup(expectation.path)
    holds = observed.map(expectation.holds) ?? false
  }
}
