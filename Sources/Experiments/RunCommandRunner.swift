import ClusterSim
import Results

/// Which requests `requests.csv` lists.
public enum RequestTrace: Hashable, Sendable {
  /// None: the file is not written.
  case none
  /// Every one.
  case all
  /// Every *n*-th of each client, the first one included; *n* is above zero.
  case every(Int)
}

/// What a run is asked for beside its design and seed.
public struct RunOptions {
  /// Which requests are traced.
  public var trace = RequestTrace.none
  /// Where traced requests go; nil when none are.
  public var requests: RequestRowWriter?

  /// A run that traces nothing.
  public init() {}
}

/// Carries out one run of a design, as `wavetank run` asks for it.
public enum RunCommandRunner {
  /// Runs `design` to its end and sums up what happened.
  ///
  /// - Parameter progress: Told now and then how far the run is, 0 … 1, with a few words.
  /// - Throws: What stopped the run: a design that cannot be built, or output that cannot be
  ///   written.
  public static func run(
    design: ClusterDesign, seed: UInt64, options: RunOptions = RunOptions(),
    progress: (Double, String) -> Void = { _, _ in }
  ) throws -> RunResults {
    throw RunNotPossible("this build checks scenarios and cannot run them")
  }
}

/// Why a run could not begin.
public struct RunNotPossible: Error, CustomStringConvertible {
  /// Why, as a sentence.
  public let description: String

  /// A run that could not begin because of `reason`.
  public init(_ reason: String) { description = reason }
}
