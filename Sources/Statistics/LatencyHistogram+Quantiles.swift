internal import CGSL
internal import Randomness
public import Units

extension LatencyHistogram {
  /// The shortest span recorded, exactly; nil when there is none.
  public var minimum: TimeSpan? { isEmpty ? nil : LatencyHistogram.span(least) }

  /// The longest span recorded, exactly; nil when there is none.
  public var maximum: TimeSpan? { isEmpty ? nil : LatencyHistogram.span(greatest) }

  /// The mean in nanoseconds, from exact sums; zero when there is no record.
  public var meanNanoseconds: Double { isEmpty ? 0 : Double(sum) / Double(count) }

  /// The mean to the nearest nanosecond; nil when there is no record.
  public var mean: TimeSpan? {
    isEmpty ? nil : TimeSpan(seconds: meanNanoseconds / 1e9)
  }

  /// The sample variance in ns², from exact sums; zero for fewer than two records.
  ///
  /// Squares are taken about the whole part of the mean, in integers, so nothing cancels.
  public var varianceSquareNanoseconds: Double {
    guard count > 1 else { return 0 }
    let number = UInt128(count)
    let centre = sum / number
    let rest = Double(sum % number)
    // Wrapping arithmetic: the true result is small, so what overflows on the way comes back.
    let spread = sumOfSquares &- 2 &* centre &* sum &+ number &* centre &* centre
    return max(0, Double(spread) - rest * rest / Double(count)) / Double(count - 1)
  }

  /// The sample standard deviation; nil for fewer than two records.
  public var standardDeviation: TimeSpan? {
    guard count > 1 else { return nil }
    return TimeSpan(seconds: varianceSquareNanoseconds.squareRoot() / 1e9)
  }

  /// The span that a share `q` of all records do not exceed; nil when there is no record.
  ///
  /// Within 0.1 % of the record at rank ⌈*q n*⌉, and never outside the exact extremes. `q` below 0
  /// counts as 0, which gives the minimum; 1 gives the maximum.
  ///
  /// - Complexity: O(*c*) in the cells used.
  public func quantile(_ q: Double) -> TimeSpan? {
    isEmpty ? nil : value(atRank: Self.rank(of: q, among: count))
  }

  /// The rank, from 1, of the record that is the `q`-quantile of `count`.
  static func rank(of q: Double, among count: UInt64) -> UInt64 {
    guard q > 0 else { return 1 }
    guard q < 1 else { return count }
    // A step down, so that 0.07 · 100 is 7 and not a trifle more.
    return max(1, min(count, UInt64((q.nextDown * Double(count)).rounded(.up))))
  }

  private func value(atRank rank: UInt64) -> TimeSpan {
    cells.withUnsafeBufferPointer { cells in
      guard let first = cells.baseAddress else { return Self.span(greatest) }
      return Self.value(
        atRank: rank, of: first, count: count, least: least, greatest: greatest)
    }
  }

  /// The record at `rank`, from 1 to `count`, placed evenly among the others of its cell.
  static func value(
    atRank rank: UInt64, of cells: UnsafePointer<UInt64>, count: UInt64, least: UInt64,
    greatest: UInt64
  ) -> TimeSpan {
    if rank <= 1 { return LatencyHistogram.span(least) }
    if rank >= count { return LatencyHistogram.span(greatest) }
    var before: UInt64 = 0
    for index in LatencyHistogram.cell(of: least)...LatencyHistogram.cell(of: greatest) {
      let here = cells[index]
      guard before + here < rank else {
        let (lowest, width) = LatencyHistogram.values(of: index)
        let place = (Double(rank - before) - 0.5) / Double(here)
        let value = lowest + min(width - 1, UInt64(place * Double(width)))
        return LatencyHistogram.span(max(least, min(greatest, value)))
      }
      before += here
    }
    return LatencyHistogram.span(greatest)
  }

  /// The share of all records that took `span` or less; zero when there is no record.
  ///
  /// Exact but for the records in the one cell that holds `span`, taken as evenly spread.
  public func share(atMost span: TimeSpan) -> Double {
    guard !isEmpty, span.nanoseconds >= 0 else { return 0 }
    let value = UInt64(span.nanoseconds)
    if value >= greatest { return 1 }
    if value < least { return 0 }
    let target = LatencyHistogram.cell(of: value)
    var below: UInt64 = 0
    for index in LatencyHistogram.cell(of: least)..<target { below += cells[index] }
    let (lowest, width) = LatencyHistogram.values(of: target)
    let part = Double(value - lowest + 1) / Double(width)
    return (Double(below) + part * Double(cells[target])) / Double(count)
  }

  /// Where the true `q`-quantile lies with chance `level`, whatever the distribution.
  ///
  /// From the ranks that a binomial count allows, so records must be independent; latencies of one
  /// queue are not quite, and replications are the honest way. Nil when there are too few records
  /// beyond `q` to bound it, which is when a report must warn.
  /// Source: W. J. Conover, "Practical Nonparametric Statistics", 3rd edition, section 3.2.
  public func quantileInterval(
    _ q: Double, level: Double = 0.95
  ) -> ClosedRange<TimeSpan>? {
    guard count > 0, count < UInt64(UInt32.max) else { return nil }
    guard q > 0, q < 1, level > 0, level < 1 else { return nil }
    GSL.prepare()
    let number = UInt32(count)
    let tail = (1 - level) / 2
    func firstRank(reaching probability: Double) -> UInt32 {
      var (low, high) = (UInt32(0), number)
      while low < high {
        let middle = low + (high - low) / 2
        if gsl_cdf_binomial_P(middle, q, number) >= probability {
          high = middle
        } else {
          low = middle + 1
        }
      }
      return low
    }
    let lower = firstRank(reaching: tail)
    let upper = firstRank(reaching: 1 - tail) + 1
    guard lower >= 1, upper <= number else { return nil }
    return value(atRank: UInt64(lower))...value(atRank: UInt64(upper))
  }

  private static func span(_ value: UInt64) -> TimeSpan { TimeSpan(nanoseconds: Int64(value)) }
}
