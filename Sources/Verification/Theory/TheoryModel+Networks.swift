import Statistics
import Units

extension TheoryModel {
  private typealias Class = CobhamQueue.Class

  /// Classes of requests, the more urgent first.
  static func priorities() throws(StatisticsError) -> [TheoryModel] {
    let gold = Class(arrivals: Rate(perSecond: 40), service: .milliseconds(5), serviceCV: 1)
    let fixed = Class(arrivals: Rate(perSecond: 30), service: .milliseconds(20), serviceCV: 0)
    let varied = Class(arrivals: Rate(perSecond: 30), service: .milliseconds(20), serviceCV: 1.2)
    let two = try CobhamQueue([gold, fixed])
    let interrupting = try CobhamQueue([gold, varied])
    var equal: [Class] = []
    for rate in [20.0, 30, 30] {
      equal.append(Class(arrivals: Rate(perSecond: rate), service: service, serviceCV: 1))
    }
    let three = try CobhamQueue(equal)
    return [
      TheoryModel(
        "priorities", "two-classes",
        relaxation: TheoryRule.relaxation(fixed.service, utilisation: two.utilisation), rate: 70,
        [
          .mean(two.meanSojourn(0), endpoint: "gold"),
          .mean(two.meanSojourn(1), endpoint: "bronze"),
          .utilisation(two.utilisation, servers: 1),
        ]),
      TheoryModel(
        "priorities", "three-classes",
        relaxation: TheoryRule.relaxation(service, utilisation: three.utilisation), rate: 80,
        [
          .mean(three.meanSojourn(0), endpoint: "gold"),
          .mean(three.meanSojourn(1), endpoint: "silver"),
          .mean(three.meanSojourn(2), endpoint: "bronze"),
          .utilisation(three.utilisation, servers: 1),
        ]),
      TheoryModel(
        "priorities", "interrupting",
        relaxation: TheoryRule.relaxation(
          varied.service, utilisation: interrupting.utilisation, cv: varied.serviceCV),
        rate: 70,
        [
          .mean(interrupting.meanSojournPreemptive(0), endpoint: "gold"),
          .mean(interrupting.meanSojournPreemptive(1), endpoint: "bronze"),
          .utilisation(interrupting.utilisation, servers: 1),
        ]),
    ]
  }

  /// Servers that pass requests on.
  static func networks() throws(StatisticsError) -> [TheoryModel] {
    [try tandem(), try feedback(), try jackson()]
  }

  /// Three stations in a row; the times at them are independent and exponential.
  private static func tandem() throws(StatisticsError) -> TheoryModel {
    let arrivals = Rate(perSecond: 60)
    let services = [8, 12, 10].map { TimeSpan.milliseconds($0) }
    let network = try JacksonNetwork([
      .init(arrivals: arrivals, service: services[0], next: [1: 1]),
      .init(service: services[1], next: [2: 1]),
      .init(service: services[2]),
    ])
    var means: [TimeSpan] = []
    for service in services {
      means.append(try MM1Queue(arrivals: arrivals, service: service).meanSojourn)
    }
    let sum = try ExponentialSum(means: means)
    return TheoryModel(
      "networks", "tandem", relaxation: memory(of: network, arrivals), rate: 60,
      [
        .mean(sum.mean), .p95(sum.quantile(0.95)), .p99(sum.quantile(0.99)),
        .inSystem(network.meanInSystem), .little(length: network.meanInSystem),
      ])
  }

  /// A server half of whose requests come back to the end of its line.
  private static func feedback() throws(StatisticsError) -> TheoryModel {
    let arrivals = Rate(perSecond: 40)
    let network = try JacksonNetwork([
      .init(arrivals: arrivals, service: service, next: [0: 0.5])
    ])
    return TheoryModel(
      "networks", "feedback", relaxation: memory(of: network, arrivals), rate: 40,
      [
        .mean(network.meanSojourn), .utilisation(network.queues[0].utilisation, servers: 1),
        .inSystem(network.meanInSystem), .little(length: network.meanInSystem),
      ])
  }

  /// A front, an app with two servers, and a database that sends most requests back to the app.
  private static func jackson() throws(StatisticsError) -> TheoryModel {
    let arrivals = Rate(perSecond: 80)
    let network = try JacksonNetwork([
      .init(arrivals: arrivals, service: .milliseconds(6), next: [1: 0.7]),
      .init(service: .milliseconds(15), servers: 2, next: [2: 0.5]),
      .init(service: .milliseconds(10), next: [1: 0.8]),
    ])
    return TheoryModel(
      "networks", "jackson", relaxation: memory(of: network, arrivals), rate: 80,
      [
        .mean(network.meanSojourn), .inSystem(network.meanInSystem),
        .little(length: network.meanInSystem),
      ])
  }

  /// The relaxation times of all stations, each as often as a request comes there.
  private static func memory(of network: JacksonNetwork, _ arrivals: Rate) -> TimeSpan {
    network.queues.reduce(.zero) { sum, queue in
      let visits = queue.arrivals.perSecond / arrivals.perSecond
      let one = TheoryRule.relaxation(
        queue.service, utilisation: queue.utilisation, servers: queue.servers)
      return sum + one.scaled(by: visits)
    }
  }
}
