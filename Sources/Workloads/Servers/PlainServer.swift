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
  /// Endpoints that take another time than `service`, or another priority than 0.
  public var classes: [PlainClass] = []
  /// Whether a request interrupts the service of a less urgent one, which goes on later where it
  /// was (preemptive resume). Without meaning when service is work for a CPU.
  public var isPreemptive = false
  /// The Services that a served request is passed on to; it is answered by the last one. The rest
  /// of the shares, up to 1, is answered here.
  public var next: [PlainHop] = []

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

/// What is different about an endpoint of a plain server.
public struct PlainClass: Hashable, Sendable {
  /// The endpoint's number.
  public var endpoint: UInt16
  /// Its service time, as the server's; nil: the server's.
  public var service: Distribution?
  /// Who waits is served in the order of priority, the highest first, then of arrival.
  public var priority: Int

  /// An endpoint with a service time or a priority of its own.
  public init(endpoint: UInt16, service: Distribution? = nil, priority: Int = 0) {
    self.endpoint = endpoint
    self.service = service
    self.priority = priority
  }
}

/// A Service that a server passes requests on to.
public struct PlainHop: Hashable, Sendable {
  /// The Service's number.
  public var service: UInt32
  /// The share of served requests that go there, above 0 and at most 1.
  public var share: Double

  /// A share of served requests goes to `service`.
  public init(service: UInt32, share: Double = 1) {
    self.service = service
    self.share = share
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
