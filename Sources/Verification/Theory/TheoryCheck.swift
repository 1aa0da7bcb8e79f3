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
  /// The share of intervals that hold the true value.
  static let level = 0.999
  /// An interval whose half-width exceeds this share of the figure proves nothing.
  static let vagueness = 0.1

  private let model: TheoryModel
  private let replications: Int

  /// A check of `model` by so many replications, two or more.
  public init(_ model: TheoryModel, replications: Int = TheoryRule.replications) {
    precondition(replications >= 2, "an interval needs 2 replications, not \(replications)")
    self.model = model
    self.replications = replications
  }

  /// Runs the replications, on all cores; one row a figure.
  ///
  /// - Parameter overrides: `path.to.field=value` each, for another length or a planted mistake.
  /// - Throws: `Problems` of the scenario, and what a run throws.
  public func rows(_ context: VerificationContext, overrides: [String] = []) throws -> [Agreement] {
    let design = try ScenarioLoader.load(
      path: context.scenarios + "/" + model.file, overrides: overrides)
    context.progress("theory: \(model.name), \(replications) replications")
    let runs = try context.replicate(
      design, seeds: [TheoryRule.seed], replications: replications
    ) { [model] results in
      results.isSound(losses: model.losses) ? model.figures.map { $0.observe(results) } : nil
    }
    return try model.figures.indices.map { try row($0, runs) }
  }

  private func row(_ place: Int, _ runs: [[Double?]?]) throws -> Agreement {
    let figure = model.figures[place]
    let samples = runs.compactMap { $0.flatMap { $0[place] } }
    guard samples.count == runs.count else {
      let lost = runs.count - samples.count
      return agreement(
        figure, .nan, "\(lost) of \(runs.count) replications lost requests or broke a promise")
    }
    let interval = try ConfidenceInterval.mean(of: samples, level: Self.level)
    let distance = figure.distance(of: interval.estimate)
    let text = Self.text(figure, interval)
    if interval.halfWidth > Self.vagueness * figure.scale {
      return agreement(figure, .nan, text + ": too vague to prove anything")
    }
    let value = distance == 0 ? 0 : abs(distance) / interval.halfWidth
    return agreement(figure, value, text)
  }

  /// `theory 50, observed 49.9 ± 1.1 ms, off by -0.2 %`.
  private static func text(_ figure: TheoryFigure, _ interval: ConfidenceInterval) -> String {
    let (least, most) = (figure.truth.lowerBound, figure.truth.upperBound)
    let truth = least == most ? number(least) : "\(number(least)) to \(number(most))"
    let observed = "\(number(interval.estimate)) ± \(number(interval.halfWidth))"
    let unit = figure.unit.isEmpty ? "" : " \(figure.unit)"
    let off = figure.distance(of: interval.estimate) / figure.scale * 100
    let percent = NumberText.decimal(Int64((off * 100).rounded()), digits: 2)
    return "theory \(truth), observed \(observed)\(unit), off by \(percent) %"
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
  /// Whether every promise was kept and no request was lost for a cause that the model does not
  /// have: theory speaks of such runs only.
  fileprivate func isSound(losses: [String]) -> Bool {
    run.failuresByCause.allSatisfy { losses.contains($0.cause) || $0.count == 0 }
      && invariants.allSatisfy(\.holds)
  }
}
