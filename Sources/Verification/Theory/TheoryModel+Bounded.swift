import Statistics
import Units
import Workloads

extension TheoryModel {
  /// Little room: who finds it full is turned away with a 503.
  static func loss() throws(StatisticsError) -> [TheoryModel] {
    [
      try mmck("mm1-k5", servers: 1, waiting: 4, rate: 90),
      try mmck("mm2-k8", servers: 2, waiting: 6, rate: 250),
      try mmck("mm4-k8", servers: 4, waiting: 4, rate: 400),
      try erlangB("exponential", spread: 1),
      try erlangB("hyperexponential", spread: 2.5),
    ]
  }

  private static let turnedAway = [FailureCause.queueFull.label]

  private static func mmck(
    _ name: String, servers: Int, waiting: Int, rate: Double
  ) throws(StatisticsError) -> TheoryModel {
    let queue = try MMcKQueue(
      arrivals: Rate(perSecond: rate), service: service, servers: servers, waiting: waiting)
    return TheoryModel(
      "loss", name,
      relaxation: TheoryRule.relaxation(service, places: servers + waiting, servers: servers),
      rate: rate, losses: turnedAway,
      [
        .lost(queue.blockingProbability), .mean(queue.meanSojourn),
        .utilisation(queue.utilisation, servers: servers), .inSystem(queue.meanInSystem),
      ])
  }

  /// Eight servers, no waiting room, 6 erlangs: whatever the distribution of service times.
  private static func erlangB(
    _ name: String, spread: Double
  ) throws(StatisticsError) -> TheoryModel {
    let lost = try Erlang.blockingProbability(load: 6, servers: 8)
    return TheoryModel(
      "loss", "erlang-b-\(name)",
      relaxation: TheoryRule.relaxation(service, places: 8, servers: 8).scaled(by: spread),
      rate: 600, losses: turnedAway,
      [.lost(lost), .mean(service), .inSystem(6 * (1 - lost))])
  }

  /// A number of users who think, ask and wait.
  static func closed() throws(StatisticsError) -> [TheoryModel] {
    [
      try users(10, "machine-repair", servers: 1),
      try users(40, "three-repairmen", servers: 3),
      // Neither think times nor the work on a shared core need be exponential.
      try users(10, "users-sharing", servers: 1, spread: 2.5),
    ]
  }

  private static func users(
    _ count: Int, _ name: String, servers: Int, spread: Double = 1
  ) throws(StatisticsError) -> TheoryModel {
    let think = TimeSpan.milliseconds(100)
    let queue = try ClosedQueue(users: count, think: think, service: service, servers: servers)
    let drain = service.scaled(by: Double(count) / Double(servers))
    return TheoryModel(
      "closed", name, relaxation: (think + drain).scaled(by: spread), rate: queue.throughput,
      [
        .mean(queue.meanSojourn), .throughput(queue.throughput),
        .inSystem(queue.meanInSystem), .little(length: queue.meanInSystem),
      ])
  }

  /// Clients who leave a queue when they have waited as long as they can stand.
  static func impatience() throws(StatisticsError) -> [TheoryModel] {
    [
      try erlangA("erlang-a-busy", servers: 4, rate: 500, patience: .milliseconds(20)),
      try erlangA("erlang-a-quiet", servers: 2, rate: 160, patience: .milliseconds(30)),
    ]
  }

  private static func erlangA(
    _ name: String, servers: Int, rate: Double, patience: TimeSpan
  ) throws(StatisticsError) -> TheoryModel {
    let queue = try ErlangAQueue(
      arrivals: Rate(perSecond: rate), service: service, servers: servers, patience: patience)
    return TheoryModel(
      "impatience", name, relaxation: service + patience, rate: rate,
      losses: [FailureCause.clientTimeout.label],
      [
        .lost(queue.abandonmentProbability), .mean(queue.meanSojournOfServed),
        .utilisation(queue.utilisation, servers: servers), .inSystem(queue.meanInSystem),
      ])
  }
}
