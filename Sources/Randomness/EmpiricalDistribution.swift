public import Units

/// A distribution made of observed values, such as service times taken from a trace.
///
/// Draws are observed values, never something between two of them, so the tail ends where the
/// observations end. Holds arrays; keep one and share it, and prefer `Distribution` where a family
/// fits.
public struct EmpiricalDistribution: Hashable, Sendable {
  @usableFromInline let values: [Double]
  @usableFromInline let choice: WeightedChoice
  /// The expected value.
  public let mean: Double
  /// Standard deviation over mean; zero when the mean is.
  public let cv: Double

  /// The distribution that gives `values[i]` with a chance in proportion to `weights[i]`; all
  /// values alike without weights.
  ///
  /// - Throws: `DistributionError` for no values, a value that is negative or not finite, or
  ///   weights that do not fit.
  /// - Complexity: O(*n*).
  public init(values: [Double], weights: [Double]? = nil) throws(DistributionError) {
    let weights = weights ?? [Double](repeating: 1, count: values.count)
    guard weights.count == values.count else {
      throw DistributionError(
        parameter: "number of weights", value: Double(weights.count),
        expected: "the number of values, \(values.count)")
    }
    for value in values {
      guard value >= 0, value.isFinite else {
        throw DistributionError(
          parameter: "observed value", value: value, expected: "finite and 0 or more")
      }
    }
    choice = try WeightedChoice(weights: weights)
    self.values = values
    var total = 0.0
    var first = 0.0
    for (value, weight) in zip(values, weights) {
      total += weight
      first += weight * value
    }
    let mean = first / total
    var spread = 0.0
    for (value, weight) in zip(values, weights) {
      spread += weight * (value - mean) * (value - mean)
    }
    self.mean = mean
    cv = mean == 0 ? 0 : (spread / total).squareRoot() / mean
  }

  /// One of the observed values.
  @inlinable @inline(__always)
  public func sample(_ stream: inout RandomStream) -> Double { values[choice.pick(&stream)] }

  /// One of the observed values as a span, counting in seconds.
  @inlinable @inline(__always)
  public func sampleSpan(_ stream: inout RandomStream) -> TimeSpan {
    RandomStream.span(nanoseconds: sample(&stream) * 1e9)
  }
}
