public import Units

/// Several equal servers and room for few: M/M/c/K. Who finds the room full is turned away.
///
/// Source: D. Gross, J. F. Shortle, J. M. Thompson, C. M. Harris, "Fundamentals of Queueing
/// Theory", 4th edition, section 2.4.
public struct MMcKQueue: Hashable, Sendable {
  /// Arrivals a second, those turned away included.
  public let arrivals: Rate
  /// The mean service time.
  public let service: TimeSpan
  /// How many servers there are.
  public let servers: Int
  private let chain: BirthDeathChain

  /// The queue at `servers` servers with room for `waiting` more; any load has a steady state.
  ///
  /// - Throws: `StatisticsError.outOfRange` for no server, no service time or negative room.
  /// - Complexity: O(*K*) in the places.
  public init(
    arrivals: Rate, service: TimeSpan, servers: Int, waiting: Int
  ) throws(StatisticsError) {
    try StatisticsError.requireStation(service: service, servers: servers)
    try StatisticsError.require(waiting >= 0, "waiting room", Double(waiting), "0 or more")
    self.arrivals = arrivals
    self.service = service
    self.servers = servers
    let places = servers + waiting
    chain = BirthDeathChain(
      births: Array(repeating: arrivals.perSecond, count: places),
      deaths: (1...places).map { Double(min($0, servers)) / service.seconds })
  }

  /// The chance that an arrival is turned away.
  public var blockingProbability: Double { chain.probabilities.last ?? 0 }

  /// Requests served a second.
  public var throughput: Double { arrivals.perSecond * (1 - blockingProbability) }

  /// The share of time in which a server works.
  public var utilisation: Double { throughput * service.seconds / Double(servers) }

  /// The mean number in the system.
  public var meanInSystem: Double { chain.meanSize }

  /// The mean time from arrival to departure of those let in.
  public var meanSojourn: TimeSpan { TimeSpan(seconds: meanInSystem / throughput) }
}
