import ClusterSim
import Results
import Scenarios
import Statistics
import Units

/// Holds the replications of one scenario against theory.
///
/// A figure agrees when theory lies inside the 99.9 % Student interval about the mean of the
/// replications. One in a thousand true figures lies outside by chance; since the seed is fixed, a
/// row that holds once holds for ever, unless the model changes.
public struct TheoryCheck {
  /// The seed of all replications, chosen before any of them was looked at.
  public static let seed: UInt64 = 20_251_122
  /// The share of intervals that hold the true value.
  static let level = 0.999
  /// An interval whose half-width exceeds this share of the figure proves nothing.
  static let vagueness = 0.1

  private let model: TheoryModel
  private let replications: Int

  /// A check of `model` by so many replications, two or more.
  public init(_ model: TheoryModel, replications: Int) {
    precondition(replications >= 2, "an interval needs 2 replications, not \(replications)")
    self.model = model
    self.replications = replications
  }

  /// Runs the replications; one row a figure.
  ///
  /// - Parameter overrides: `path.to.field=value` each, for another length or a planted mistake.
  /// - Throws: `Problems` of the scenario, and what a run throws.
  public func rows(_ context: VerificationContext, overrides: [String] = []) throws -> [Agreement] {
    let design = try ScenarioLoader.load(
      path: context.scenarios + "/" + model.file, overrides: overrides)
    var runs: [RunResults] = []
    for replication in 0..<replications {
      context.progress("theory: \(model.name), replication \(replication + 1) of \(replications)")
      runs.append(try context.run(design, Self.seed, UInt64(replication)))
    }
    return try model.figures.map { try row($0, runs) }
  }

  private func row(_ figure: TheoryFigure, _ runs: [RunResults]) throws -> Agreement {
    let samples = runs.compactMap { $0.isSound ? figure.observe($0) : nil }
    guard samples.count == runs.count else {
      let lost = runs.count - samples.count
      return agreement(
        figure, .nan, "\(lost) of \(runs.count) replications lost requests or broke a promise")
    }
    let interval = try ConfidenceInterval.mean(of: samples, level: Self.level)
    let distance = abs(interval.estimate - figure.truth)
    let text = "theory \(Self.number(figure.truth)), observed \(Self.number(interval.estimate))"
      + " ± \(Self.number(interval.halfWidth)) \(figure.unit)"
    if interval.halfWidth > Self.vagueness * figure.scale {
      return agreement(figure, .nan, text + ": too vague to prove anything")
    }
    let value = distance == 0 ? 0 : distance / interval.halfWidth
    return agreement(figure, value, text)
  }

  private func agreement(_ figure: TheoryFigure, _ value: Double, _ detail: String) -> Agreement {
    Agreement(
      name: "theory_\(model.name)_\(figure.name)", value: value, unit: "half-widths",
      bound: .target(1), detail: detail)
  }

  /// Four significant places are enough to compare by eye.
  private static func number(_ value: Double) -> String {
    let digits = abs(value) >= 100 ? 1 : abs(value) >= 10 ? 2 : 4
    let scale = [10.0, 10, 100, 1_000, 10_000][digits]
    return NumberText.decimal(Int64((value * scale).rounded()), digits: digits)
  }
}

extension RunResults {
  /// Whether no request was lost and every promise was kept: theory speaks of such runs only.
  fileprivate var isSound: Bool { run.lost == 0 && invariants.allSatisfy(\.holds) }
}
