public import Units

/// Counts how long things take while a run goes on; the fast hand of `LatencyHistogram`.
///
/// A `LatencyTally` that looks after its own memory.
public final class LatencyRecorder {
  @usableFromInline let tally: UnsafeMutablePointer<LatencyTally>

  /// A recorder with nothing in it.
  public init() {
    tally = .allocate(capacity: 1)
    tally.initialize(to: LatencyTally())
  }

  deinit {
    tally.pointee.destroy()
    tally.deallocate()
  }

  /// How many spans were recorded since the start or the last reset.
  @inlinable
  public var count: UInt64 { tally.pointee.count }

  /// Adds one span; a negative one counts as zero.
  @inlinable @inline(__always)
  public func record(_ span: TimeSpan) { tally.pointee.record(span) }

  /// Everything recorded so far, as a value.
  ///
  /// - Complexity: O(*c*) in the cells up to the longest span.
  public var histogram: LatencyHistogram { tally.pointee.histogram }

  /// Forgets every record and keeps the memory, for the next interval of a time series.
  ///
  /// - Complexity: O(*c*) in the cells between the shortest and the longest span.
  public func reset() { tally.pointee.reset() }
}
