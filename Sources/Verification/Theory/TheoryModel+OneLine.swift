import Statistics
import Units

extension TheoryModel {
  /// Exponential or constant service, first come first served.
  static func oneLine() throws(StatisticsError) -> [TheoryModel] {
    var models: [TheoryModel] = []
    for percent in [50, 80, 90] { models.append(try mm1(percent)) }
    for servers in [2, 4, 16] { models.append(try mmc(servers)) }
    models += [try md1(), try md4(), try dm1(), mmInfinite()]
    return models
  }

  /// One server, exponential service.
  private static func mm1(_ percent: Int) throws(StatisticsError) -> TheoryModel {
    let rate = Double(percent)
    let queue = try MM1Queue(arrivals: Rate(perSecond: rate), service: service)
    return TheoryModel(
      "one-line", "mm1-\(percent)",
      relaxation: TheoryRule.relaxation(service, utilisation: queue.utilisation), rate: rate,
      [
        .mean(queue.meanSojourn), .p50(queue.sojournQuantile(0.5)),
        .p90(queue.sojournQuantile(0.9)), .p95(queue.sojournQuantile(0.95)),
        .p99(queue.sojournQuantile(0.99)),
        .utilisation(queue.utilisation, servers: 1), .little(length: queue.meanInSystem),
      ])
  }

  /// Several servers with one line, exponential service, load 0.8 (Erlang C).
  private static func mmc(_ servers: Int) throws(StatisticsError) -> TheoryModel {
    let rate = 80 * Double(servers)
    let queue = try MMcQueue(arrivals: Rate(perSecond: rate), service: service, servers: servers)
    return TheoryModel(
      "one-line", "mm\(servers)-80",
      relaxation: TheoryRule.relaxation(
        service, utilisation: queue.utilisation, servers: servers),
      rate: rate,
      [
        .mean(queue.meanSojourn), .p95(queue.sojournQuantile(0.95)),
        .p99(queue.sojournQuantile(0.99)),
        .utilisation(queue.utilisation, servers: servers), .little(length: queue.meanInSystem),
      ])
  }

  /// One server, constant service, load 0.8 (Pollaczek–Khinchine, Erlang).
  private static func md1() throws(StatisticsError) -> TheoryModel {
    let queue = try MG1Queue(arrivals: Rate(perSecond: 80), service: service, serviceCV: 0)
    let whole = try MDcQueue(arrivals: Rate(perSecond: 80), service: service, servers: 1)
    return TheoryModel(
      "one-line", "md1-80",
      relaxation: TheoryRule.relaxation(service, utilisation: queue.utilisation), rate: 80,
      [
        .mean(queue.meanSojourn), .p95(whole.sojournQuantile(0.95)),
        .p99(whole.sojournQuantile(0.99)), .utilisation(queue.utilisation, servers: 1),
        .little(length: queue.meanInSystem),
      ])
  }

  /// Four servers with one line, constant service, load 0.8 (Crommelin).
  private static func md4() throws(StatisticsError) -> TheoryModel {
    let queue = try MDcQueue(arrivals: Rate(perSecond: 320), service: service, servers: 4)
    return TheoryModel(
      "one-line", "md4-80",
      relaxation: TheoryRule.relaxation(service, utilisation: queue.utilisation, servers: 4),
      rate: 320,
      [
        .mean(queue.meanSojourn), .p95(queue.sojournQuantile(0.95)),
        .p99(queue.sojournQuantile(0.99)), .utilisation(queue.utilisation, servers: 4),
        .little(length: queue.meanInSystem),
      ])
  }

  /// Evenly spaced arrivals at one server, exponential service, load 0.8.
  ///
  /// The number in flight is looked at every second, in step with the arrivals: no rows for it.
  private static func dm1() throws(StatisticsError) -> TheoryModel {
    let queue = try DM1Queue(arrivals: Rate(perSecond: 80), service: service)
    return TheoryModel(
      "one-line", "dm1-80",
      relaxation: TheoryRule.relaxation(service, utilisation: queue.utilisation), rate: 80,
      [
        .mean(queue.meanSojourn), .p95(queue.sojournQuantile(0.95)),
        .p99(queue.sojournQuantile(0.99)),
      ])
  }

  /// A server for everyone: the number in the system is Poisson.
  private static func mmInfinite() -> TheoryModel {
    let mean = TimeSpan.milliseconds(50)
    return TheoryModel(
      "one-line", "mm-infinite", relaxation: mean, rate: 100,
      [
        .mean(mean), .p95(mean.scaled(by: 2.995_732)), .p99(mean.scaled(by: 4.605_170)),
        .inSystem(5), .inSystemVariance(5),
      ])
  }
}
