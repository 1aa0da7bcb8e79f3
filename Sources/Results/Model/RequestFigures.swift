import Units

/// What became of a group of requests: all of them, or those of one phase, client, endpoint or
/// image version.
public struct RequestFigures: Sendable, Equatable {
  /// Requests that users sent; a retry is not counted again.
  public var arrived: Int
  /// Requests answered in time without an error.
  public var succeeded: Int
  /// Requests that ended in an error: refused, reset, answered 5xx.
  public var failed: Int
  /// Requests whose client gave up waiting.
  public var timedOut: Int
  /// Requests that had neither ended nor been given up at the end.
  public var inFlight: Int
  /// Why requests failed or timed out, sorted by cause.
  public var failuresByCause: [CauseCount]
  /// Latency of the requests that succeeded, from the moment the user wanted to send to the last
  /// byte; nil when none did.
  public var latency: LatencyFigures?
  /// Where the mean request that succeeded spent its time; nil when none did.
  public var timeSpent: StageTimes?

  /// A group's figures; an empty group by default.
  public init(
    arrived: Int = 0, succeeded: Int = 0, failed: Int = 0, timedOut: Int = 0, inFlight: Int = 0,
    failuresByCause: [CauseCount] = [], latency: LatencyFigures? = nil,
    timeSpent: StageTimes? = nil
  ) {
    self.arrived = arrived
    self.succeeded = succeeded
    self.failed = failed
    self.timedOut = timedOut
    self.inFlight = inFlight
    self.failuresByCause = failuresByCause
    self.latency = latency
    self.timeSpent = timeSpent
  }

  /// The share of ended requests that succeeded, 0 … 1; nil when none has ended.
  public var availability: Double? {
    let ended = succeeded + failed + timedOut
    return ended == 0 ? nil : Double(succeeded) / Double(ended)
  }

  /// Requests that users lost: failed or timed out.
  public var lost: Int { failed + timedOut }
}

/// How many requests were lost for one cause.
public struct CauseCount: Sendable, Equatable {
  /// The cause in a few words, such as `connection refused`.
  public var cause: String
  /// Requests lost to it.
  public var count: Int

  /// `count` requests lost to `cause`.
  public init(_ cause: String, _ count: Int) {
    self.cause = cause
    self.count = count
  }
}

/// The distribution of a group's latencies.
public struct LatencyFigures: Sendable, Equatable {
  /// The mean latency.
  public var mean: TimeSpan
  /// Half of the requests were at least as quick.
  public var p50: TimeSpan
  /// 90 % of the requests were at least as quick.
  public var p90: TimeSpan
  /// 95 % of the requests were at least as quick.
  public var p95: TimeSpan
  /// 99 % of the requests were at least as quick.
  public var p99: TimeSpan
  /// 99.9 % of the requests were at least as quick.
  public var p99_9: TimeSpan
  /// The slowest request.
  public var max: TimeSpan
  /// The requests that these figures rest on; above zero.
  public var sampleCount: Int

  /// The figures of `sampleCount` latencies.
  public init(
    mean: TimeSpan, p50: TimeSpan, p90: TimeSpan, p95: TimeSpan, p99: TimeSpan, p99_9: TimeSpan,
    max: TimeSpan, sampleCount: Int
  ) {
    self.mean = mean
    self.p50 = p50
    self.p90 = p90
    self.p95 = p95
    self.p99 = p99
    self.p99_9 = p99_9
    self.max = max
    self.sampleCount = sampleCount
  }
}

/// The figures of one client, endpoint or image version.
public struct NamedFigures: Sendable, Equatable {
  /// The client's, endpoint's or version's name.
  public var name: String
  /// What became of its requests.
  public var figures: RequestFigures

  /// The figures of `name`.
  public init(_ name: String, _ figures: RequestFigures) {
    self.name = name
    self.figures = figures
  }
}

/// The figures of one phase of the timeline.
public struct PhaseFigures: Sendable, Equatable {
  /// The phase's name, as the scenario gives it.
  public var name: String
  /// When it began.
  public var from: Instant
  /// When the next one began or the run ended.
  public var to: Instant
  /// What became of the requests that arrived in it.
  public var figures: RequestFigures

  /// A phase's figures.
  public init(_ name: String, from: Instant, to: Instant, _ figures: RequestFigures) {
    self.name = name
    self.from = from
    self.to = to
    self.figures = figures
  }
}
