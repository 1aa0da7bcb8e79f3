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
  /// With what.
  public var bound: Bound

  /// What a figure is compared with.
  public enum Bound: Hashable, Sendable {
    /// A number, in the figure's own unit.
    case number(Double)
    /// Another figure of the same unit, by its path.
    case figure([String])
  }

  /// An expectation.
  public init(text: String, path: [String], comparison: Comparison, bound: Bound) {
    self.text = text
    self.path = path
    self.comparison = comparison
    self.bound = bound
  }

  /// Whether `observed` compares with `bound` as expected.
  public func holds(for observed: Double, against bound: Double) -> Bool {
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
  /// What it was compared with; nil when that is a figure that is not there.
  public var bound: Double?
  /// Whether it holds; a figure that is not there holds for nothing.
  public var holds: Bool

  /// Holds `expectation` against the figures that `lookup` finds at its paths.
  public init(_ expectation: Expectation, lookup: ([String]) -> Double?) {
    self.expectation = expectation
    observed = lookup(expectation.path)
    switch expectation.bound {
    case .number(let number): bound = number
    case .figure(let path): bound = lookup(path)
    }
    guard let observed, let bound else {
      holds = false
      return
    }
    holds = expectation.holds(for: observed, against: bound)
  }
}
