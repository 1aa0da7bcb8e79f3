import Statistics
import Units

/// A scenario whose figures queueing theory knows.
///
/// What theory is told (rate, service time, servers) stands here a second time, not read from the
/// scenario: a scenario that is read wrongly must not agree with itself. The scenarios' network
/// takes no time at all, so the time in the system is all of a request's latency.
public struct TheoryModel: Sendable {
  /// The model's name, part of its rows' names and the name of its scenario.
  public let name: String
  /// The scenario's file below the folder of scenarios.
  public let file: String
  /// How long the model remembers its past: the lengths of its runs are multiples of that.
  public let relaxation: TimeSpan
  /// Requests a second, which the lengths hang on as well.
  public let rate: Double
  /// The causes of losses that belong to the model; any other makes a run unsound.
  let losses: [String]
  /// What is held against theory.
  let figures: [TheoryFigure]

  init(
    _ folder: String, _ name: String, relaxation: TimeSpan, rate: Double, losses: [String] = [],
    _ figures: [TheoryFigure]
  ) {
    self.name = name
    file = "theory/\(folder)/\(name).yaml"
    self.relaxation = relaxation
    self.rate = rate
    self.losses = losses
    self.figures = figures
  }

  /// All models, family by family.
  ///
  /// - Throws: never, as long as the loads written here have a steady state.
  public static func all() throws(StatisticsError) -> [TheoryModel] {
    var models = try oneLine()
    models += try generalService()
    models += try processorSharing()
    models += try loss()
    models += try closed()
    models += try priorities()
    models += try networks()
    models += try impatience()
    models += try cpuLimit()
    return models
  }

  /// The mean service time of nearly all models.
  static let service = TimeSpan.milliseconds(10)
}

/// How long the scenarios run, and how often: one rule for all, made before any was looked at.
///
/// Warm-up is 20 relaxation times, after which e⁻²⁰ of the empty start is left. All replications
/// together measure 25,000 relaxation times: in M/M/1 the mean of that long a run has a standard
/// error of √(2 (1 + ρ) / (ρ (1 + √ρ)² 25,000)), under 0.7 % of it at all loads from 0.5 to 0.9,
/// so that the 99.9 % interval reaches 2 to 3 % to either side. They measure 500,000 requests at
/// least, so that 5,000 lie beyond a 99th percentile. A test holds the scenarios to this.
/// Source of the error: W. Whitt, Management Science 35(11), 1989, doi:10.1287/mnsc.35.11.1341.
public enum TheoryRule {
  /// The seed of every scenario.
  public static let seed: UInt64 = 1
  /// Replications of each.
  public static let replications = 20
  /// Replications when there is time for a closer look.
  public static let replicationsThorough = 200
  /// The warm-up in relaxation times.
  public static let warmUp = 20.0
  /// What all replications together measure in relaxation times, at least.
  public static let measured = 25_000.0
  /// What they measure in requests, at least.
  public static let requests = 500_000.0

  /// How long an open queue remembers: the time constant of M/M/1, 1 / (µ (1 − √ρ)²), divided by
  /// the servers, stretched by the variation of service times above 1, and a service.
  ///
  /// Source: A. R. Odoni, E. Roth, Operations Research 31(3), 1983, doi:10.1287/opre.31.3.432.
  static func relaxation(
    _ service: TimeSpan, utilisation: Double, servers: Int = 1, cv: Double = 1
  ) -> TimeSpan {
    let gap = 1 - utilisation.squareRoot()
    let spread = max(1, (1 + cv * cv) / 2)
    return service.scaled(by: spread / (Double(servers) * gap * gap) + 1)
  }

  /// How long a queue remembers that holds `places` requests at most: until all are served.
  static func relaxation(_ service: TimeSpan, places: Int, servers: Int) -> TimeSpan {
    service.scaled(by: Double(places) / Double(servers) + 1)
  }
}
