public import Units

/// The memory that spans are counted in while a run goes on: the cells of a `LatencyHistogram`
/// behind a pointer, with exact sums.
///
/// An own table rather than HdrHistogram because every request ends in several of these. Measured
/// on one shared core, in a property of a class, with the exact sums that both would need: 2.4 ns
/// a record against 4.4 to 5.9 for HdrHistogram at three digits; spread over eight of them, 3.0
/// against 6.8. The gain is that its memory hangs on a pointer, so neither exclusivity nor
/// uniqueness is checked. HdrHistogram is the oracle in the tests.
///
/// Plain data that may lie in memory of one's own; whoever makes one ends it with `destroy()`, and
/// copies none. `LatencyRecorder` is one for all who want no such care.
@frozen
public struct LatencyTally {
  @usableFromInline var cells: UnsafeMutablePointer<UInt64>
  /// Always covers the cell of `greatest`, so that `record` needs no check.
  @usableFromInline var capacity: Int
  /// How many spans were recorded since the start or the last reset.
  @inlinable public var count: UInt64 { records }
  @usableFromInline var records: UInt64 = 0
  @usableFromInline var sum: UInt128 = 0
  @usableFromInline var sumOfSquares: UInt128 = 0
  @usableFromInline var least: UInt64 = .max
  @usableFromInline var greatest: UInt64 = 0

  /// A tally with nothing in it; takes memory with its first record.
  public init() {
    cells = .allocate(capacity: 0)
    capacity = 0
  }

  /// Gives the memory back; nothing may be asked of the tally after it.
  public func destroy() { cells.deallocate() }

  /// Adds one span; a negative one counts as zero.
  @inlinable @inline(__always)
  public mutating func record(_ span: TimeSpan) {
    let value = UInt64(max(0, span.nanoseconds))
    if value > greatest || value < least { widen(to: value) }
    cells[LatencyHistogram.cell(of: value)] &+= 1
    records &+= 1
    sum &+= UInt128(value)
    let square = value.multipliedFullWidth(by: value)
    sumOfSquares &+= UInt128(square.high) &<< 64 | UInt128(square.low)
  }

  @usableFromInline @inline(never)
  mutating func widen(to value: UInt64) {
    least = min(least, value)
    greatest = max(greatest, value)
    let cell = LatencyHistogram.cell(of: greatest)
    guard cell >= capacity else { return }
    let larger = (cell / 512 + 1) * 512
    let room = UnsafeMutablePointer<UInt64>.allocate(capacity: larger)
    room.initialize(repeating: 0, count: larger)
    room.update(from: cells, count: capacity)
    cells.deallocate()
    cells = room
    capacity = larger
  }

  /// Everything recorded so far, as a value.
  ///
  /// - Complexity: O(*c*) in the cells up to the longest span.
  public var histogram: LatencyHistogram {
    var result = LatencyHistogram()
    guard count > 0 else { return result }
    result.cells = (0...LatencyHistogram.cell(of: greatest)).map { cells[$0] }
    result.count = count
    result.sum = sum
    result.sumOfSquares = sumOfSquares
    result.least = least
    result.greatest = greatest
    return result
  }

  /// The sum of all spans; past 292 years it wraps.
  public var total: TimeSpan { TimeSpan(nanoseconds: Int64(truncatingIfNeeded: sum)) }

  /// The longest span recorded, exactly; zero when there is none.
  public var maximum: TimeSpan { TimeSpan(nanoseconds: Int64(greatest)) }

  /// The span that a share `q` of all records do not exceed, as `LatencyHistogram` has it, without
  /// a copy; nil when there is no record.
  public func quantile(_ q: Double) -> TimeSpan? {
    guard count > 0 else { return nil }
    return LatencyHistogram.value(
      atRank: LatencyHistogram.rank(of: q, among: count), of: cells, count: count, least: least,
      greatest: greatest)
  }

  /// Forgets every record and keeps the memory, for the next interval of a time series.
  ///
  /// - Complexity: O(*c*) in the cells between the shortest and the longest span.
  public mutating func reset() {
    guard count > 0 else { return }
    let first = LatencyHistogram.cell(of: least)
    let last = LatencyHistogram.cell(of: greatest)
    for cell in first...last { cells[cell] = 0 }
    records = 0
    sum = 0
    sumOfSquares = 0
    least = .max
    greatest = 0
  }
}
