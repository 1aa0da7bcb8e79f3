public import Units

/// Counts of latencies in classes of equal relative width, for quantiles that merge exactly.
///
/// Log-linear: 512 classes for each doubling above half a millisecond, 1.024 µs wide below it, so a
/// quantile is off by less than 0.1 % or 1 µs. Sums are exact integers.
public struct LatencyHistogram: Sendable {
  /// A class for each index; grows to the longest latency seen.
  private var counts: [UInt32] = []
  /// How many latencies have been recorded.
  public private(set) var count = 0
  /// Their sum in nanoseconds.
  public private(set) var sum: Int64 = 0
  /// The longest; zero when there is none.
  public private(set) var longest = TimeSpan.zero

  static let bits = 9

  /// A histogram without a latency.
  public init() {}

  init(counts: [UInt32], count: Int, sum: Int64, longest: Int64) {
    self.counts = counts
    self.count = count
    self.sum = sum
    self.longest = TimeSpan(nanoseconds: longest)
  }

  /// The class of a latency of `nanoseconds`.
  @inline(__always)
  static func index(_ nanoseconds: Int64) -> Int {
    let units = UInt64(bitPattern: max(0, nanoseconds)) &>> 10
    if units < 1 &<< UInt64(bits) { return Int(truncatingIfNeeded: units) }
    let shift = 63 &- units.leadingZeroBitCount &- bits
    let mantissa = Int(truncatingIfNeeded: units &>> UInt64(shift)) & (1 &<< bits &- 1)
    return (shift &+ 1) &<< bits &+ mantissa
  }

  /// The middle of class `index`, in nanoseconds.
  static func middle(_ index: Int) -> Int64 {
    if index < 1 << bits { return Int64(index) << 10 + 512 }
    let shift = index >> bits - 1
    let low = Int64((1 << bits) + index & (1 << bits - 1)) << Int64(shift)
    return low << 10 + (512 << Int64(shift))
  }

  /// The mean; nil when there is none.
  public var mean: TimeSpan? {
    count == 0 ? nil : TimeSpan(nanoseconds: sum / Int64(count))
  }

  /// The value that a share `q` (0 … 1) of the latencies does not exceed; nil when there is none.
  ///
  /// - Complexity: O(classes).
  public func quantile(_ q: Double) -> TimeSpan? {
    if count == 0 { return nil }
    let rank = max(1, min(count, Int((q * Double(count)).rounded(.up))))
    var seen = 0
    for (index, number) in counts.enumerated() where number > 0 {
      seen += Int(number)
      if seen >= rank {
        return min(longest, TimeSpan(nanoseconds: LatencyHistogram.middle(index)))
      }
    }
    return longest
  }

  /// Adds one latency.
  public mutating func record(_ latency: TimeSpan) {
    let index = LatencyHistogram.index(latency.nanoseconds)
    if index >= counts.count {
      counts += [UInt32](repeating: 0, count: index + 1 - counts.count)
    }
    counts[index] += 1
    count += 1
    sum += latency.nanoseconds
    longest = max(longest, latency)
  }

  /// Adds the latencies of `other`.
  public mutating func merge(_ other: LatencyHistogram) {
    if other.counts.count > counts.count {
      counts += [UInt32](repeating: 0, count: other.counts.count - counts.count)
    }
    for (index, number) in other.counts.enumerated() { counts[index] += number }
    count += other.count
    sum += other.sum
    longest = max(longest, other.longest)
  }
}
