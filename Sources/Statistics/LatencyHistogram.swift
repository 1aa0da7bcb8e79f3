public import Units

/// How long things took: a count for each length, from 1 ns to the longest span there is.
///
/// Log-linear: 512 cells for every doubling, so lengths up to 1,023 ns are exact, and any other
/// value read back is within 0.1 % (three significant digits). Sums, the least and the greatest are
/// exact integers, so merging in any order gives the same bits. Grows with the longest span seen,
/// not with the number of records: 90 KB for latencies up to a second, 225 KB at most.
///
/// A value that merges, compares and answers; `LatencyRecorder` is its fast hand.
public struct LatencyHistogram: Hashable, Sendable {
  /// Records in each cell, as far as the longest span recorded.
  var cells: [UInt64] = []
  /// How many spans were recorded.
  public internal(set) var count: UInt64 = 0
  var sum: UInt128 = 0
  var sumOfSquares: UInt128 = 0
  var least: UInt64 = .max
  var greatest: UInt64 = 0

  /// A histogram with nothing in it.
  public init() {}

  /// Whether nothing was recorded.
  public var isEmpty: Bool { count == 0 }

  /// Adds one span; a negative one counts as zero.
  ///
  /// The sum of squares is exact until it passes 2¹²⁸ ns²: 26 million million records of an hour.
  public mutating func record(_ span: TimeSpan) {
    let value = UInt64(max(0, span.nanoseconds))
    let index = LatencyHistogram.cell(of: value)
    if index >= cells.count { grow(toHold: index) }
    cells[index] &+= 1
    count &+= 1
    sum &+= UInt128(value)
    let square = value.multipliedFullWidth(by: value)
    sumOfSquares &+= UInt128(square.high) &<< 64 | UInt128(square.low)
    least = min(least, value)
    greatest = max(greatest, value)
  }

  /// The number of the cell that counts `value`.
  @inlinable @inline(__always)
  package static func cell(of value: UInt64) -> Int {
    let shift = UInt64(truncatingIfNeeded: 54 &- (value | 512).leadingZeroBitCount)
    return Int(truncatingIfNeeded: (shift &<< 9) &+ (value &>> shift))
  }

  /// The smallest value that cell `index` counts, and how many different values it counts.
  package static func values(of index: Int) -> (lowest: UInt64, width: UInt64) {
    guard index >= 1_024 else { return (UInt64(index), 1) }
    let shift = UInt64(index / 512 - 1)
    return ((512 + UInt64(index % 512)) << shift, 1 << shift)
  }

  mutating func grow(toHold index: Int) {
    let size = (index / 512 + 1) * 512
    cells.append(contentsOf: repeatElement(0, count: size - cells.count))
  }

  /// Adds everything that `other` recorded; the result is as if all had been recorded here.
  ///
  /// - Complexity: O(1) in the number of records: a pass over the cells.
  public mutating func merge(_ other: LatencyHistogram) {
    guard !other.isEmpty else { return }
    let last = LatencyHistogram.cell(of: other.greatest)
    if last >= cells.count { grow(toHold: last) }
    for index in LatencyHistogram.cell(of: other.least)...last {
      cells[index] &+= other.cells[index]
    }
    count &+= other.count
    sum &+= other.sum
    sumOfSquares &+= other.sumOfSquares
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
  }

  /// Two histograms are equal when they hold the same records, whatever memory they keep.
  public static func == (a: LatencyHistogram, b: LatencyHistogram) -> Bool {
    guard a.count == b.count, a.sum == b.sum, a.sumOfSquares == b.sumOfSquares else {
      return false
    }
    guard a.least == b.least, a.greatest == b.greatest else { return false }
    guard !a.isEmpty else { return true }
    let used = cell(of: a.least)...cell(of: a.greatest)
    return a.cells[used] == b.cells[used]
  }

  /// Hashes what equality compares, but for the single cells.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    hasher.combine(sum)
    hasher.combine(sumOfSquares)
  }
}
