import ClusterSim
import Results
import Scenarios
import Statistics

/// Counts how often the intervals of one model's experiments hold the true values.
public struct CoverageCheck {
  private let model: CoverageModel
  private let experiments: Int
  private let figures: Int

  /// A check by so many experiments, one or more; `figures` is how many figures of all models are
  /// tested together.
  public init(_ model: CoverageModel, experiments: Int, figures: Int) {
    precondition(experiments >= 1, "coverage needs an experiment, not \(experiments)")
    self.model = model
    self.experiments = experiments
    self.figures = figures
  }

  /// The figures of one replication: mean, p95 and p99 in milliseconds; nil for an unsound run.
  private typealias Figures = [Double]?

  /// Runs the experiments on all cores; one row a figure.
  ///
  /// The value of a row is the chance of a count as far from the nominal one if the coverage were
  /// right, by the exact binomial test, times the number of figures (Bonferroni). The floor is the
  /// family's error.
  ///
  /// - Throws: `Problems` of the scenario, and what a run throws.
  public func rows(_ context: VerificationContext, overrides: [String] = []) throws -> [Agreement] {
    let design = try ScenarioLoader.load(
      path: context.scenarios + "/" + model.file, overrides: overrides)
    var tallies = model.truth.map { Tally(name: $0.name, truth: $0.value) }
    // A batch at a time, so that progress shows and little is held.
    for first in stride(from: 0, to: experiments, by: Self.batch) {
      let last = min(experiments, first + Self.batch)
      context.progress("coverage: \(model.name), experiment \(first + 1) of \(experiments)")
      let runs: [Figures] = try context.replicate(
        design, seeds: (first..<last).map { UInt64($0) + 1 },
        replications: CoverageRule.replications, observe: Self.figures)
      for experiment in 0..<(last - first) {
        let start = experiment * CoverageRule.replications
        let replications = runs[start..<(start + CoverageRule.replications)]
        for place in tallies.indices {
          tallies[place].add(replications.map { $0?[place] })
        }
      }
    }
    return try tallies.map { try $0.row(model.name, figures: figures) }
  }

  private static let batch = 10

  private static let figures: @Sendable (RunResults) -> Figures = { results in
    guard results.run.lost == 0, results.invariants.allSatisfy(\.holds),
      let latency = results.run.latency
    else { return nil }
    return [latency.mean.milliseconds, latency.p95.milliseconds, latency.p99.milliseconds]
  }
}

/// How often the intervals of one figure held its true value.
struct Tally {
  let name: String
  let truth: Double
  private var held = 0
  private var low = 0
  private var high = 0
  private var without = 0
  private var bias = Moments()

  init(name: String, truth: Double) {
    self.name = name
    self.truth = truth
  }

  /// Takes in one experiment, by the interval that `run --replications` gives.
  mutating func add(_ samples: [Double?]) {
    let estimate = ReplicationEstimate(
      samples, within: 0 ... .infinity, level: CoverageRule.level)
    guard let interval = estimate.interval else {
      without += 1
      return
    }
    bias.add((interval.estimate - truth) / truth * 100)
    if interval.contains(truth) {
      held += 1
    } else if interval.upper < truth {
      low += 1
    } else {
      high += 1
    }
  }

  /// The row of `model`, tested together with all `figures`.
  func row(_ model: String, figures: Int) throws -> Agreement {
    let trials = held + low + high
    let name = "coverage_\(model)_\(name)"
    let floor = Agreement.Bound.floor(CoverageRule.familyError)
    guard without == 0, trials > 0 else {
      return Agreement(
        name: name, value: .nan, unit: "chance", bound: floor,
        detail: "\(without) experiments lost requests or broke a promise")
    }
    let test = try HypothesisTest.binomial(
      successes: held, trials: trials, p: CoverageRule.level)
    let exact = try ConfidenceInterval.proportion(
      successes: held, trials: trials, level: 1 - CoverageRule.familyError / Double(figures))
    let detail = "nominal \(Self.percent(CoverageRule.level)), observed "
      + "\(Self.percent(exact.estimate)) (\(Self.percent(exact.lower)) to "
      + "\(Self.percent(exact.upper))): \(held) of \(trials) intervals hold \(Self.number(truth)) "
      + "ms, \(low) lie below, \(high) above; the mean of all is off by "
      + "\(Self.number(bias.mean)) %"
    return Agreement(
      name: name, value: min(1, test.pValue * Double(figures)), unit: "chance", bound: floor,
      detail: detail)
  }

  private static func percent(_ share: Double) -> String {
    NumberText.decimal(Int64((share * 1_000).rounded()), digits: 1) + " %"
  }

  private static func number(_ value: Double) -> String {
    NumberText.decimal(Int64((value * 100).rounded()), digits: 2)
  }
}
