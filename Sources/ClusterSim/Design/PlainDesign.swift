import Randomness
import Units

/// A server that is nothing but a distribution of service times: `servers` requests at a time,
/// the others wait in the order of their priority and arrival.
public struct PlainDesign: Hashable, Sendable {
  /// The service time in seconds, or the CPU time when `isCPUBound`.
  public var service: Distribution
  /// Requests in service at a time; above zero.
  public var servers: Int
  /// Requests that may wait; more are refused. Nil: without limit.
  public var queueCapacity: Int?
  /// Whether service is work for the node's CPU, shared with everything else there, or plain time.
  public var isCPUBound: Bool
  /// Endpoints that differ from the others.
  public var endpoints: [PlainEndpointDesign] = []
  /// Whether a more urgent request interrupts the service of a less urgent one.
  public var isPreemptive = false
  /// Where served requests are passed on to.
  public var next: [HopDesign] = []
  /// The port it listens on.
  public var port: Int32 = 80
  /// From the container's start to its listening.
  public var boot = Distribution.deterministic(TimeSpan.milliseconds(100))
  /// From SIGTERM to its end; requests in service finish if they can, others are reset.
  public var stop = Distribution.deterministic(TimeSpan.milliseconds(100))
  /// Memory that it uses.
  public var memory = Bytes.mebibytes(50)

  /// A server with `servers` places.
  public init(
    service: Distribution, servers: Int = 1, queueCapacity: Int? = nil, isCPUBound: Bool = false
  ) {
    self.service = service
    self.servers = servers
    self.queueCapacity = queueCapacity
    self.isCPUBound = isCPUBound
  }
}

/// What is different about an endpoint of a plain server.
public struct PlainEndpointDesign: Hashable, Sendable {
  /// The endpoint's name.
  public var name: String
  /// Its service time; nil: the server's.
  public var service: Distribution?
  /// How urgent it is; the highest is served first.
  public var priority = 0

  /// An endpoint like the others.
  public init(name: String) { self.name = name }
}

/// A Service that a server passes requests on to.
public struct HopDesign: Hashable, Sendable {
  /// The Service.
  public var service: ServiceTarget
  /// The share of served requests that go there, above 0 and at most 1.
  public var share = 1.0

  /// All served requests go to `service`.
  public init(service: ServiceTarget) { self.service = service }
}
