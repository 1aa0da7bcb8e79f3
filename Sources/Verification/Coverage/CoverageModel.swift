import Statistics
import Units

/// A scenario in which the true values of the figures are known, so that it can be counted how
/// often their intervals hold them.
public struct CoverageModel: Sendable {
  /// The model's name, part of its rows' names and the name of its scenario.
  public let name: String
  /// The scenario's file below the folder of scenarios.
  public let file: String
  /// How long the model remembers its past.
  public let relaxation: TimeSpan
  /// Requests a second.
  public let rate: Double
  /// How many experiments a nightly check makes.
  public let experimentsThorough: Int
  /// How many a quick look makes.
  public let experiments: Int
  /// The true mean time in the system, and its 95th and 99th percentiles, in milliseconds.
  let truth: [(name: String, value: Double)]

  /// All models.
  ///
  /// - Throws: never, as long as the loads written here are below 1.
  public static func all() throws(StatisticsError) -> [CoverageModel] {
    var models: [CoverageModel] = []
    for servers in [1, 4] {
      for percent in [50, 90] { models.append(try mmc(servers, percent)) }
    }
    return models
  }

  private static func mmc(_ servers: Int, _ percent: Int) throws(StatisticsError) -> CoverageModel {
    let rate = Double(percent * servers)
    let service = TimeSpan.milliseconds(10)
    let queue = try MMcQueue(arrivals: Rate(perSecond: rate), service: service, servers: servers)
    let isLight = percent == 50
    return CoverageModel(
      name: "mm\(servers)-\(percent)", file: "coverage/mm\(servers)-\(percent).yaml",
      relaxation: TheoryRule.relaxation(
        service, utilisation: queue.utilisation, servers: servers),
      rate: rate,
      experimentsThorough: isLight ? 1_500 : 500, experiments: isLight ? 80 : 5,
      truth: [
        ("mean", queue.meanSojourn.milliseconds), ("p95", queue.sojournQuantile(0.95).milliseconds),
        ("p99", queue.sojournQuantile(0.99).milliseconds),
      ])
  }
}

/// How experiments on intervals are made: one rule for all models, made before any was looked at.
///
/// An experiment is what `wavetank run --replications 20` does: 20 replications of one seed, and a
/// Student interval of 95 % for each figure. Experiment *e* has the seed *e* + 1.
///
/// A replication warms up for 20 relaxation times, so that e⁻²⁰ of the empty start is left, and
/// measures 1,200 of them, or 25,000 requests if that is longer. What then keeps a Student interval
/// from its nominal coverage is that a replication's figure is skewed: by Hall's expansion the
/// coverage of a two-sided interval of *n* = 20 with skewness γ misses by 2/n · φ(z) z · γ² · 1.08
/// = 1.2 γ² per cent. M/M/1 at load 0.9, simulated apart, has the skewness 0.2 of the mean, 0.3 of
/// p95 and 0.6 of p99 in so long a replication, and a bias below a twentieth of the half-width; at
/// a third of the length the 99th percentile still has 1.6, and its intervals hold it in 93 %. So
/// the coverage comes within half a per cent of 95, against 1 per cent that the counting of 500
/// experiments leaves open.
/// Source: P. Hall, "The Bootstrap and Edgeworth Expansion", Springer 1992, section 2.6.
public enum CoverageRule {
  /// The level of the intervals, which `run --replications` has too.
  public static let level = 0.95
  /// Replications of an experiment.
  public static let replications = 20
  /// The warm-up in relaxation times.
  public static let warmUp = 20.0
  /// What a replication measures in relaxation times, at least.
  public static let measured = 1_200.0
  /// What it measures in requests, at least.
  public static let requests = 25_000.0
  /// The chance that true coverage fails any of the figures together.
  public static let familyError = 0.001
}
