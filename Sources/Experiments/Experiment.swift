import ClusterSim
import Results
import Scenarios
import Units

/// How a run is carried out, beyond what its design says.
public struct RunOptions: Sendable {
  /// The seed; nil: the design's.
  public var seed: UInt64?
  /// The number of the replication, whose streams are its own.
  public var replication: UInt64 = 0
  /// Which requests are written down one by one.
  public var traceRequests = RequestTrace.none
  /// Whether it is written down what the scheduler said of each node, as far as there is room.
  public var explainsDecisions = true

  /// One run with the design's seed and no request written down.
  public init() {}
}

/// Which requests are written down one by one.
public enum RequestTrace: Hashable, Sendable {
  /// None.
  case none
  /// Every one.
  case all
  /// Every *n*-th that is sent, the first one included; *n* is above zero.
  case every(Int)
}

/// Carries scenarios out.
public enum Experiment {
  /// Runs `design` and returns what it found out.
  ///
  /// - Parameters:
  ///   - rows: Takes the requests that are written down, in the order of their end.
  ///   - progress: Told now and then which share is done, 0 … 1, and what is going on.
  /// - Throws: what is wrong with the design, or what `rows` throws.
  public static func run(
    _ design: ClusterDesign, options: RunOptions = RunOptions(),
    rows: ((RequestRow) throws -> Void)? = nil,
    progress: ((_ share: Double, _ text: String) -> Void)? = nil
  ) throws -> RunResults {
    try run(design, options: options, rows: rows, progress: progress, isCancelled: nil)
  }

  /// The same, for a run that may be told to end before it is done.
  static func run(
    _ design: ClusterDesign, options: RunOptions, rows: ((RequestRow) throws -> Void)?,
    progress: ((_ share: Double, _ text: String) -> Void)?, isCancelled: (() -> Bool)?
  ) throws -> RunResults {
    guard PilotRuns.areNeeded(by: design) else {
      return try runAsItIs(
        design, options: options, rows: rows, progress: progress, isCancelled: isCancelled)
    }
    progress?(0, "pilot runs for the warm-up")
    let resolution = try PilotRuns(design, seed: options.seed).resolved(isCancelled: isCancelled)
    var results = try runAsItIs(
      resolution.design, options: options, rows: rows, progress: progress,
      isCancelled: isCancelled)
    resolution.annotate(&results)
    return results
  }

  /// A run that leaves out what its design says and detects nothing.
  static func runAsItIs(
    _ design: ClusterDesign, options: RunOptions, rows: ((RequestRow) throws -> Void)? = nil,
    progress: ((_ share: Double, _ text: String) -> Void)? = nil, isCancelled: (() -> Bool)? = nil
  ) throws -> RunResults {
    let execution = try Execution(design, options: options)
    try execution.carryOut(rows: rows, progress: progress, isCancelled: isCancelled)
    return execution.results
  }
}
