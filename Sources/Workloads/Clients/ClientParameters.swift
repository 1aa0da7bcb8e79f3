public import Randomness
public import Units

/// Somebody, or many, who send requests.
public struct ClientParameters: Sendable {
  /// The name, unique in a run; random streams hang on it.
  public var name: String
  /// Whom they ask.
  public var target: ClientTarget
  /// How requests come about.
  public var load: ClientLoad
  /// What they ask for, by endpoint number and weight; at least one with a weight above zero.
  public var mix: [(endpoint: UInt16, weight: Double)]
  /// How long an attempt may take before the client gives it up. Assumed: 30 s.
  public var timeout = TimeSpan.seconds(30)
  /// How long opening a connection may take. Assumed: 10 s.
  public var connectTimeout = TimeSpan.seconds(10)
  /// How long an attempt waits in the queue of a plain server before the client leaves it, in
  /// seconds; nil: as long as the timeout allows. What is in service is not left.
  public var patience: Distribution?
  /// Attempts after the first; zero or more, at most 200.
  public var retries = 0
  /// The wait before the first retry; doubled for each later one.
  public var backoff = TimeSpan.milliseconds(200)
  /// The failures after which it tries again.
  public var retryCauses: RetryCauses = [.refused, .reset, .timeout]
  /// When the first request may come.
  public var start = Instant.start
  /// When no new request comes any more.
  public var stop = Instant.never
  /// Whether this is a prober, which is kept out of users' figures.
  public var isProber = false

  /// A client of `target`.
  public init(
    name: String, target: ClientTarget, load: ClientLoad,
    mix: [(endpoint: UInt16, weight: Double)]
  ) {
    self.name = name
    self.target = target
    self.load = load
    self.mix = mix
  }
}

/// Whom a client asks.
public enum ClientTarget: Hashable, Sendable {
  /// Nobody: the name leads nowhere yet, so connections time out.
  case nowhere
  /// A cloud load balancer, from outside.
  case balancer(UInt32)
  /// A Service's cluster address, from a machine of the cluster.
  case service(UInt32, from: UInt32)
  /// One pod, straight from a machine of the cluster.
  case pod(UInt32, port: UInt16, from: UInt32)
}

/// How requests come about.
public enum ClientLoad: Sendable {
  /// A Poisson process whose rate may change, whatever becomes of earlier requests.
  case poisson(ArrivalRates)
  /// Evenly spaced at a rate that may change, as a prober sends.
  case constant(ArrivalRates)
  /// A number of users who each wait for the answer, think (in seconds), and ask again. They begin
  /// with a think time.
  case users(Int, think: Distribution)
}
