public import Units

/// The figures of a latency that reports print.
public struct LatencySummary: Hashable, Sendable {
  /// How many records the figures rest on.
  public let count: UInt64
  /// The mean, exact to the nanosecond.
  public let mean: TimeSpan
  /// The sample standard deviation; zero for a single record.
  public let standardDeviation: TimeSpan
  /// The shortest, exactly.
  public let minimum: TimeSpan
  /// The median, within 0.1 %, as are the other quantiles.
  public let p50: TimeSpan
  /// Nine in ten took this or less.
  public let p90: TimeSpan
  /// Nineteen in twenty took this or less.
  public let p95: TimeSpan
  /// Ninety-nine in a hundred took this or less.
  public let p99: TimeSpan
  /// Nine hundred and ninety-nine in a thousand took this or less.
  public let p99_9: TimeSpan
  /// The longest, exactly.
  public let maximum: TimeSpan

  /// The figures of `histogram`; nil when it is empty.
  public init?(_ histogram: LatencyHistogram) {
    guard let mean = histogram.mean, let minimum = histogram.minimum,
      let maximum = histogram.maximum
    else { return nil }
    func quantile(_ q: Double) -> TimeSpan { histogram.quantile(q) ?? maximum }
    count = histogram.count
    self.mean = mean
    standardDeviation = histogram.standardDeviation ?? .zero
    self.minimum = minimum
    p50 = quantile(0.5)
    p90 = quantile(0.9)
    p95 = quantile(0.95)
    p99 = quantile(0.99)
    p99_9 = quantile(0.999)
    self.maximum = maximum
  }

  /// How many records lie beyond quantile `q`; under ten of them, a report should warn.
  public func recordsBeyond(_ q: Double) -> Double { Double(count) * (1 - q) }
}
