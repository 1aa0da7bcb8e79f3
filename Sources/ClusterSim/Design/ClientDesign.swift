import Randomness
import Units

/// Somebody, or many, who send requests to a Service.
public struct ClientDesign: Hashable, Sendable {
  /// The name that figures are grouped by.
  public var name: String
  /// Whom they ask.
  public var target: ServiceTarget
  /// How requests come about.
  public var load: LoadDesign
  /// What they ask for.
  public var mix: [MixEntry]
  /// How long a request may take before its client gives up, from the moment it was sent.
  public var timeout = TimeSpan.seconds(30)
  /// How long opening a connection may take.
  public var connectTimeout = TimeSpan.seconds(10)
  /// How long a request waits in the queue of a plain server before its client leaves, in seconds;
  /// nil: as long as the timeout allows.
  public var patience: Distribution?
  /// What happens after a failure.
  public var retries = RetryDesign()
  /// When the first request may come.
  public var start: Moment = .at(.start)
  /// When no request comes any more; nil: at the end of the run.
  public var stop: Moment?
  /// Whether this is a prober, whose failures measure blackouts and who is in no user's figures.
  public var isProber = false

  /// A client of `target`.
  public init(name: String, target: ServiceTarget, load: LoadDesign, mix: [MixEntry]) {
    self.name = name
    self.target = target
    self.load = load
    self.mix = mix
  }
}

/// A Service as clients name it, and where they stand.
public struct ServiceTarget: Hashable, Sendable {
  /// Where a client stands.
  public enum Origin: Hashable, Sendable {
    /// Outside when the Service is a LoadBalancer, inside otherwise.
    case automatic
    /// Outside: through the cloud's load balancer. Requests fail while there is none.
    case outside
    /// On a machine of the cluster's network: straight to the Service's address.
    case inside
  }
  /// The Service's namespace.
  public var namespace: String
  /// The Service's name.
  public var name: String
  /// The Service's port.
  public var port: Int32
  /// Where the client stands.
  public var from = Origin.automatic

  /// The port `port` of a Service.
  public init(namespace: String = "default", name: String, port: Int32 = 80) {
    self.namespace = namespace
    self.name = name
    self.port = port
  }
}

/// One thing that a client asks for, and how often.
public struct MixEntry: Hashable, Sendable {
  /// The name of an endpoint of the program that answers.
  public var endpoint: String
  /// How often in proportion to the others; above zero.
  public var weight: Double

  /// Asks for `endpoint`.
  public init(endpoint: String, weight: Double = 1) {
    self.endpoint = endpoint
    self.weight = weight
  }
}

/// How requests come about.
public enum LoadDesign: Hashable, Sendable {
  /// From outside, whatever becomes of the earlier ones.
  case open(OpenLoad)
  /// From a number of users who each wait for the answer and think before they ask again.
  case closed(ClosedLoad)
}

/// Requests that come at a rate, whatever becomes of the earlier ones.
public struct OpenLoad: Hashable, Sendable {
  /// How arrivals fall in time.
  public enum Arrivals: Hashable, Sendable {
    /// At random: a Poisson process, whose rate may change.
    case poisson
    /// Evenly spaced, as a prober sends.
    case constant
  }
  /// How arrivals fall in time.
  public var arrivals: Arrivals
  /// How many a second, over time.
  public var rate: RateProfile

  /// Arrivals at `rate`.
  public init(arrivals: Arrivals = .poisson, rate: RateProfile) {
    self.arrivals = arrivals
    self.rate = rate
  }
}

/// A number of users who each ask, wait for the answer, think, and ask again.
public struct ClosedLoad: Hashable, Sendable {
  /// How many; above zero.
  public var users: Int
  /// Time between an answer and the next request, in seconds.
  public var think: Distribution

  /// `users` users.
  public init(users: Int, think: Distribution) {
    self.users = users
    self.think = think
  }
}

/// What a client does after a failure.
public struct RetryDesign: Hashable, Sendable {
  /// The failures that a client can tell apart.
  public enum Cause: String, CaseIterable, Hashable, Sendable {
    /// Nobody listens.
    case refused
    /// The connection broke before the answer was there.
    case reset
    /// No answer, or no connection, in time.
    case timeout
    /// An answer with a status of 500 or above.
    case serverError = "5xx"
  }
  /// Attempts after the first one; zero or more.
  public var count = 0
  /// The wait before the first retry; doubled for each later one.
  public var backoff = TimeSpan.milliseconds(200)
  /// The failures that are tried again, sorted by name.
  public var causes: [Cause] = [.refused, .reset, .timeout]

  /// No retries.
  public init() {}
}
