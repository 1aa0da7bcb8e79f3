import Units

/// Where a request can spend its time, in the order in which it meets them.
public enum RequestStage: Int, CaseIterable, Sendable {
  /// On links, and in proxies and balancers.
  case network
  /// Until a connection to the server was open, retransmissions included.
  case connect
  /// In the server's listen backlog, until a worker took the request.
  case backlog
  /// On a CPU, doing its own work.
  case cpu
  /// Runnable, but waiting for a CPU that others hold.
  case cpuContention
  /// Runnable, but in a container that had used up its CPU quota.
  case cpuThrottled
  /// Waiting for the database to answer queries.
  case database
  /// Setting up a connection to the database.
  case databaseConnect
  /// Lost in attempts that failed, and in back-off before the next one.
  case retry

  /// The stage's name in words, for charts and tables.
  public var label: String {
    switch self {
    case .network: "network"
    case .connect: "connect"
    case .backlog: "backlog queue"
    case .cpu: "CPU"
    case .cpuContention: "CPU contention"
    case .cpuThrottled: "CPU throttled"
    case .database: "database"
    case .databaseConnect: "database connection set-up"
    case .retry: "retry"
    }
  }

  /// The stage's name in files, such as `cpu_contention`.
  public var key: String {
    switch self {
    case .network: "network"
    case .connect: "connect"
    case .backlog: "backlog"
    case .cpu: "cpu"
    case .cpuContention: "cpu_contention"
    case .cpuThrottled: "cpu_throttled"
    case .database: "database"
    case .databaseConnect: "database_connect"
    case .retry: "retry"
    }
  }
}

/// The time that a request, or the mean request of a group, spent in each stage.
///
/// Plain data without an allocation, since millions of request rows carry it.
public struct StageTimes: Sendable, Equatable {
  private var nanoseconds = SIMD16<Int64>(repeating: 0)

  /// No time in any stage.
  public init() {}

  /// The time spent in `stage`.
  public subscript(stage: RequestStage) -> TimeSpan {
    get { TimeSpan(nanoseconds: nanoseconds[stage.rawValue]) }
    set { nanoseconds[stage.rawValue] = newValue.nanoseconds }
  }

  /// The time spent in all stages together.
  public var total: TimeSpan { TimeSpan(nanoseconds: nanoseconds.wrappedSum()) }
}
