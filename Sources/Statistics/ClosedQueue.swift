public import Units

/// A number of users who think, ask, wait and think again: M/M/c with a finite source, or machines
/// and their repairmen.
///
/// Exact for exponential service first come first served, and for any service time when one server
/// is shared equally; the think time matters by its mean only.
/// Source: D. Gross et al., "Fundamentals of Queueing Theory", 4th edition, section 2.7; for the
/// insensitivity: F. Baskett, K. M. Chandy, R. R. Muntz, F. G. Palacios, Journal of the ACM 22(2),
/// 1975, doi:10.1145/321879.321887.
public struct ClosedQueue: Hashable, Sendable {
  /// How many users there are.
  public let users: Int
  /// The mean time between an answer and the next request.
  public let think: TimeSpan
  /// The mean service time.
  public let service: TimeSpan
  /// How many servers there are.
  public let servers: Int
  private let chain: BirthDeathChain

  /// The queue that `users` users make at `servers` servers.
  ///
  /// - Throws: `StatisticsError.outOfRange` for no user, server, service or think time.
  /// - Complexity: O(*n*) in the users.
  public init(
    users: Int, think: TimeSpan, service: TimeSpan, servers: Int
  ) throws(StatisticsError) {
    try StatisticsError.requireStation(service: service, servers: servers)
    try StatisticsError.require(users > 0, "users", Double(users), "1 or more")
    try StatisticsError.require(think > .zero, "mean think time", think.seconds, "above 0")
    self.users = users
    self.think = think
    self.service = service
    self.servers = servers
    chain = BirthDeathChain(
      births: (0..<users).map { Double(users - $0) / think.seconds },
      deaths: (1...users).map { Double(min($0, servers)) / service.seconds })
  }

  /// The mean number of users who wait for an answer.
  public var meanInSystem: Double { chain.meanSize }

  /// Requests a second.
  public var throughput: Double { (Double(users) - meanInSystem) / think.seconds }

  /// The share of time in which a server works.
  public var utilisation: Double { throughput * service.seconds / Double(servers) }

  /// The mean time from a request to its answer.
  public var meanSojourn: TimeSpan { TimeSpan(seconds: meanInSystem / throughput) }
}
