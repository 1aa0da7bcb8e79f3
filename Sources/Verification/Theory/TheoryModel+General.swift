import Randomness
import Statistics
import Units

extension TheoryModel {
  /// One server, service times of all shapes, first come first served.
  static func generalService() throws(StatisticsError) -> [TheoryModel] {
    [
      try mg1("lognormal", .lognormal(mean: 0.01, cv: 2), rate: 70),
      try mg1("hyperexponential", .hyperexponential(mean: 0.01, cv: 2), rate: 70),
      try mg1("erlang", .erlang(mean: 0.01, stages: 4), rate: 80),
      try mg1("uniform", .uniform(min: 0, max: 0.02), rate: 80),
    ]
  }

  private static func mg1(
    _ name: String, _ law: Distribution, rate: Double
  ) throws(StatisticsError) -> TheoryModel {
    let queue = try MG1Queue(arrivals: Rate(perSecond: rate), service: law)
    return TheoryModel(
      "general-service", "mg1-\(name)",
      relaxation: TheoryRule.relaxation(
        service, utilisation: queue.utilisation, cv: queue.serviceCV),
      rate: rate,
      [
        .mean(queue.meanSojourn), .utilisation(queue.utilisation, servers: 1),
        .little(length: queue.meanInSystem),
      ])
  }

  /// One core shared equally: only the mean of the work matters.
  static func processorSharing() throws(StatisticsError) -> [TheoryModel] {
    var models: [TheoryModel] = []
    for (name, cv) in [("exponential", 1.0), ("lognormal", 2), ("constant", 0)] {
      let queue = try MG1Queue(arrivals: Rate(perSecond: 80), service: service, serviceCV: cv)
      models.append(
        TheoryModel(
          "processor-sharing", "ps-\(name)",
          relaxation: TheoryRule.relaxation(service, utilisation: queue.utilisation, cv: cv),
          rate: 80,
          [
            .mean(queue.meanSojournSharing), .coreUtilisation(queue.utilisation, cores: 1),
            .inSystem(queue.meanInSystemSharing), .little(length: queue.meanInSystemSharing),
          ]))
    }
    return models
  }

  /// A container with a CPU limit, between two bounds that hold however the limit is enforced.
  ///
  /// Whether the half core is a steady share or 50 ms of every 100, never has more work waited than
  /// at a core of half the speed, and never less than at the whole core. With exponential work the
  /// mean number in the system is in proportion to the work that waits, so the means lie between
  /// those of M/M/1 at either speed.
  static func cpuLimit() throws(StatisticsError) -> [TheoryModel] {
    let fast = try MG1Queue(arrivals: Rate(perSecond: 40), service: service, serviceCV: 1)
    let slow = try MG1Queue(
      arrivals: Rate(perSecond: 40), service: service.scaled(by: 2), serviceCV: 1)
    let period = TimeSpan.milliseconds(100)
    return [
      TheoryModel(
        "cpu-limit", "within",
        relaxation: TheoryRule.relaxation(slow.service, utilisation: slow.utilisation) + period,
        rate: 40,
        [
          .meanBetween(fast.meanSojournSharing, slow.meanSojournSharing),
          .coreUtilisation(fast.utilisation, cores: 1),
          .little(length: slow.meanInSystemSharing),
        ]),
      TheoryModel(
        "cpu-limit", "beyond", relaxation: service.scaled(by: 2 * 20), rate: 50,
        [.coresUsed(atMost: 0.5), .little(length: 20)]),
    ]
  }
}
