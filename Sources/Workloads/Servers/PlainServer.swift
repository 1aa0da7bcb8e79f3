public import Randomness
public import Units

/// A server that is nothing but a distribution of service times.
///
/// `servers` requests are in service at a time, the others wait in the order of their arrival. So a
/// scenario can state the models of queueing theory: M/M/c with exponential service, M/D/c, and
/// M/G/1 processor sharing with CPU-bound service without a limit on a node of one core.
public struct PlainServerParameters: Sendable {
  /// The service time, or the CPU time of a core of speed 1 when `isCPUBound`, in seconds.
  public var service: Distribution
  /// Requests in service at a time; nil: no limit.
  public var servers: Int?
  /// Requests that may wait; more get a 503. Nil: no limit.
  public var queueCapacity: Int?
  /// Whether service is work for the node's CPU or plain time.
  public var isCPUBound: Bool
  /// The port it listens on.
  public var port: UInt16 = 80
  /// From the start of its process to its listening, in seconds. Assumed: 100 ms.
  public var boot = Distribution.deterministic(TimeSpan.milliseconds(100))
  /// From SIGTERM to its end, in seconds; what is in service then is reset. Assumed: 100 ms.
  public var stop = Distribution.deterministic(TimeSpan.milliseconds(100))

  /// Memory that it uses, from its start on. Assumed: 50 MiB.
  public var memory = Bytes.mebibytes(50)

  /// A server of the given service times.
  public init(
    service: Distribution, servers: Int? = 1, queueCapacity: Int? = nil, isCPUBound: Bool = false
  ) {
    self.service = service
    self.servers = servers
    self.queueCapacity = queueCapacity
    self.isCPUBound = isCPUBound
  }
}

/// What runs in a container.
public enum ServerParameters: Sendable {
  /// A distribution of service times.
  case plain(PlainServerParameters)
  /// Gunicorn with sync workers and a Django site.
  case gunicorn(GunicornParameters)
  /// A PostgreSQL server.
  case postgres(PostgresParameters)
}
