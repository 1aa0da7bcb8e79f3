import Units

/// How many calls a client may make: `burst` at once and `qps` a second in the long run.
public struct ClientLimit: Hashable, Sendable {
  /// Calls a second in the long run.
  public var qps: Double
  /// Calls that may be made at once after a rest.
  public var burst: Int

  /// A limit.
  public init(qps: Double, burst: Int) {
    self.qps = qps
    self.burst = burst
  }

  /// Each controller of the kube-controller-manager has a client of its own.
  ///
  /// Source: `pkg/controller/apis/config/v1alpha1/defaults.go`, v1.36.
  public static let controllerManager = ClientLimit(qps: 20, burst: 30)
  /// Source: `component-base/config/v1alpha1/defaults.go`, v1.36.
  public static let scheduler = ClientLimit(qps: 50, burst: 100)
  /// Source: `pkg/kubelet/apis/config/v1beta1/defaults.go`, v1.36.
  public static let kubelet = ClientLimit(qps: 50, burst: 100)
  /// Source: `client-go/rest/config.go`, v1.36.
  public static let clientGoDefault = ClientLimit(qps: 5, burst: 10)
}

/// Tokens that fill up at a steady rate; each call takes one, in debt if need be.
public struct TokenBucket: Sendable {
  private let interval: Int64
  private let capacity: Int64
  /// The instant at which the bucket would be full, as a virtual schedule: time between now and
  /// it is what has been used up.
  private var fullAt: Int64 = 0

  /// A full bucket for `limit`; `qps` 0 or less means no limit.
  public init(_ limit: ClientLimit) {
    interval = limit.qps > 0 ? Int64((1e9 / limit.qps).rounded()) : 0
    capacity = Int64(max(limit.burst, 1))
  }

  /// Takes one token and says how long its taker must wait for it (zero when there was one).
  public mutating func reserve(at now: Instant) -> TimeSpan {
    guard interval > 0 else { return .zero }
    fullAt = max(fullAt, now.nanoseconds) + interval
    return TimeSpan(nanoseconds: max(0, fullAt - now.nanoseconds - capacity * interval))
  }
}

extension TokenBucket {
  /// Takes one token if there is one; false, and nothing taken, when there is none.
  public mutating func take(at now: Instant) -> Bool {
    var tried = self
    guard tried.reserve(at: now) == .zero else { return false }
    self = tried
    return true
  }
}
