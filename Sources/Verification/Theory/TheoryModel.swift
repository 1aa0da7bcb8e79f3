import Statistics
import Units

/// A scenario whose figures queueing theory knows.
///
/// What theory is told (rate, service time, servers) stands here a second time, not read from the
/// scenario: a scenario that is read wrongly must not agree with itself. The scenarios' network
/// takes no time at all, so the time in the system is all of a request's latency.
public struct TheoryModel: Sendable {
  /// The model's name, part of its rows' names.
  public let name: String
  /// The scenario's file below the folder of scenarios.
  public let file: String
  /// What is held against theory.
  let figures: [TheoryFigure]

  /// All models.
  ///
  /// - Throws: never, as long as the loads written here are below 1.
  public static func all() throws(StatisticsError) -> [TheoryModel] {
    [try mm1(), try mmc(), try md1(), try mg1ps()]
  }

  private static let service = TimeSpan.milliseconds(10)

  /// One server, exponential service, load 0.8.
  static func mm1() throws(StatisticsError) -> TheoryModel {
    let queue = try MM1Queue(arrivals: Rate(perSecond: 80), service: service)
    return TheoryModel(
      name: "mm1", file: "theory/mm1.yaml",
      figures: [
        .mean(queue.meanSojourn), .p95(queue.sojournQuantile(0.95)),
        .p99(queue.sojournQuantile(0.99)), .utilisation(queue.utilisation, servers: 1),
        .little(length: queue.meanInSystem),
      ])
  }

  /// Four servers with one line, exponential service, load 0.8 (Erlang C).
  static func mmc() throws(StatisticsError) -> TheoryModel {
    let queue = try MMcQueue(arrivals: Rate(perSecond: 320), service: service, servers: 4)
    return TheoryModel(
      name: "mmc", file: "theory/mmc.yaml",
      figures: [
        .mean(queue.meanSojourn), .p95(queue.sojournQuantile(0.95)),
        .p99(queue.sojournQuantile(0.99)), .utilisation(queue.utilisation, servers: 4),
        .little(length: queue.meanInSystem),
      ])
  }

  /// One server, constant service, load 0.8 (Pollaczek–Khinchine).
  static func md1() throws(StatisticsError) -> TheoryModel {
    let queue = try MG1Queue(arrivals: Rate(perSecond: 80), service: service, serviceCV: 0)
    return TheoryModel(
      name: "md1", file: "theory/md1.yaml",
      figures: [
        .mean(queue.meanSojourn), .utilisation(queue.utilisation, servers: 1),
        .little(length: queue.meanInSystem),
      ])
  }

  /// One core shared equally, lognormal work of coefficient of variation 2, load 0.8.
  static func mg1ps() throws(StatisticsError) -> TheoryModel {
    let queue = try MG1Queue(arrivals: Rate(perSecond: 80), service: service, serviceCV: 2)
    return TheoryModel(
      name: "mg1ps", file: "theory/mg1ps.yaml",
      figures: [
        .mean(queue.meanSojournSharing), .coreUtilisation(queue.utilisation, cores: 1),
        .little(length: queue.meanInSystemSharing),
      ])
  }
}
