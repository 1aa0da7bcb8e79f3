import Units

/// What happened second by second, in columns that are the same for every second.
public struct TimeSeries: Sendable, Equatable {
  /// The image versions that `TimeBucket.responsesByVersion` counts, sorted.
  public var versions: [String]
  /// The Services that `TimeBucket.readyEndpoints` counts, sorted.
  public var services: [String]
  /// The nodes that `TimeBucket.nodeCPU` and `nodeMemory` measure, sorted.
  public var nodes: [String]
  /// One bucket a second without a gap, from the start of the run.
  public var buckets: [TimeBucket]

  /// A time series; empty by default.
  public init(
    versions: [String] = [], services: [String] = [], nodes: [String] = [],
    buckets: [TimeBucket] = []
  ) {
    self.versions = versions
    self.services = services
    self.nodes = nodes
    self.buckets = buckets
  }
}

/// What happened in one second.
public struct TimeBucket: Sendable, Equatable {
  /// When the second began.
  public var start: Instant
  /// Requests that users sent.
  public var arrived = 0
  /// Requests that ended well.
  public var succeeded = 0
  /// Requests that ended in an error.
  public var failed = 0
  /// Requests whose client gave up.
  public var timedOut = 0
  /// Requests not ended at the end of the second.
  public var inFlight = 0
  /// Mean latency of the requests that ended well in it; nil when none did. So are the next three.
  public var latencyMean: TimeSpan?
  /// Median latency.
  public var latencyP50: TimeSpan?
  /// 95th percentile of latency.
  public var latencyP95: TimeSpan?
  /// 99th percentile of latency.
  public var latencyP99: TimeSpan?
  /// Requests ended well by the image version that answered, in the order of `TimeSeries.versions`.
  public var responsesByVersion: [Int] = []
  /// Ready endpoints at the end of the second, in the order of `TimeSeries.services`.
  public var readyEndpoints: [Int] = []
  /// Pods whose containers run at the end of the second, terminating ones not counted.
  public var podsRunning = 0
  /// Pods that wait for a node, an image or a start.
  public var podsPending = 0
  /// Pods told to end that have not ended.
  public var podsTerminating = 0
  /// Used share of each node's CPU, 0 … 1, in the order of `TimeSeries.nodes`; nil while the node
  /// is not there.
  public var nodeCPU: [Double?] = []
  /// Used share of each node's memory, its system's part included, likewise.
  public var nodeMemory: [Double?] = []

  /// A second in which nothing happened.
  public init(start: Instant) {
    self.start = start
  }
}
