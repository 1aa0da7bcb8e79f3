internal import CGSL
internal import Randomness

/// A range that holds the true value in a stated share of experiments like this one.
public struct ConfidenceInterval: Hashable, Sendable {
  /// The estimate.
  public let estimate: Double
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double
  /// The share of experiments whose interval holds the true value, such as 0.95.
  public let level: Double

  /// An interval from its parts.
  public init(estimate: Double, lower: Double, upper: Double, level: Double) {
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
    self.level = level
  }

  /// Half the interval's length.
  public var halfWidth: Double { (upper - lower) / 2 }

  /// Whether `value` lies inside, ends included.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  /// Where the mean lies that independent `samples` were drawn about, by Student's t.
  ///
  /// One sample a replication. Right for normal samples, near enough for means of many requests.
  ///
  /// - Throws: `StatisticsError` for fewer than two samples or a level outside 0 to 1.
  public static func mean(
    of samples: [Double], level: Double = 0.95
  ) throws(StatisticsError) -> ConfidenceInterval {
    guard samples.count >= 2 else { throw .tooFewSamples(needed: 2, got: samples.count) }
    let moments = Moments(samples)
    let error = moments.standardDeviation / Double(samples.count).squareRoot()
    return try around(
      moments.mean, error: error, degrees: Double(samples.count - 1), level: level)
  }

  /// How much larger the mean behind `first` is than that behind `second`, sample by sample.
  ///
  /// For two variants under common random numbers: sample *i* of both comes from replication *i*,
  /// and what they share drops out.
  ///
  /// - Throws: `StatisticsError` unless both have the same number of samples, two or more.
  public static func pairedDifference(
    _ first: [Double], _ second: [Double], level: Double = 0.95
  ) throws(StatisticsError) -> ConfidenceInterval {
    try StatisticsError.require(
      first.count == second.count, "number of samples", Double(second.count),
      "\(first.count), as many as in the other variant")
    return try mean(of: zip(first, second).map { $0 - $1 }, level: level)
  }

  /// How much larger the mean behind `first` is than that behind `second`, for independent samples.
  ///
  /// - Throws: `StatisticsError` when either has fewer than two samples.
  /// Source: B. L. Welch, Biometrika 34(1/2), 1947, doi:10.1093/biomet/34.1-2.28.
  public static func difference(
    _ first: [Double], _ second: [Double], level: Double = 0.95
  ) throws(StatisticsError) -> ConfidenceInterval {
    let fewest = min(first.count, second.count)
    guard fewest >= 2 else { throw .tooFewSamples(needed: 2, got: fewest) }
    let (a, b) = (Moments(first), Moments(second))
    let partA = a.variance / Double(a.count)
    let partB = b.variance / Double(b.count)
    let error = partA + partB
    let spread = partA * partA / Double(a.count - 1) + partB * partB / Double(b.count - 1)
    let degrees = spread > 0 ? error * error / spread : Double(a.count + b.count - 2)
    return try around(
      a.mean - b.mean, error: error.squareRoot(), degrees: degrees, level: level)
  }

  /// Where the chance of success lies when `successes` of `trials` independent trials succeeded.
  ///
  /// Exact in that it never covers less often than `level` says.
  /// Source: C. J. Clopper and E. S. Pearson, Biometrika 26(4), 1934, doi:10.1093/biomet/26.4.404.
  ///
  /// - Throws: `StatisticsError` without a trial, or for more successes than trials.
  public static func proportion(
    successes: Int, trials: Int, level: Double = 0.95
  ) throws(StatisticsError) -> ConfidenceInterval {
    guard trials > 0 else { throw .tooFewSamples(needed: 1, got: trials) }
    try StatisticsError.require(
      successes >= 0 && successes <= trials, "successes", Double(successes),
      "from 0 to \(trials)")
    let tail = try tail(of: level)
    let (k, n) = (Double(successes), Double(trials))
    let lower = k == 0 ? 0 : try number(gsl_cdf_beta_Pinv(tail, k, n - k + 1), "beta quantile")
    let upper = k == n ? 1 : try number(gsl_cdf_beta_Qinv(tail, k + 1, n - k), "beta quantile")
    return ConfidenceInterval(estimate: k / n, lower: lower, upper: upper, level: level)
  }

  private static func around(
    _ centre: Double, error: Double, degrees: Double, level: Double
  ) throws(StatisticsError) -> ConfidenceInterval {
    let tail = try tail(of: level)
    let reach = try number(gsl_cdf_tdist_Qinv(tail, degrees), "t quantile") * error
    return ConfidenceInterval(
      estimate: centre, lower: centre - reach, upper: centre + reach, level: level)
  }

  private static func tail(of level: Double) throws(StatisticsError) -> Double {
    GSL.prepare()
    try StatisticsError.require(
      level > 0 && level < 1, "confidence level", level, "between 0 and 1, such as 0.95")
    return (1 - level) / 2
  }

  private static func number(
    _ value: Double, _ name: String
  ) throws(StatisticsError) -> Double {
    guard value.isFinite else { throw .numerical("no \(name) for these arguments") }
    return value
  }
}
