internal import CGSL
internal import Randomness

/// How far data lie from a hypothesis, and how often chance alone would take them that far.
public struct HypothesisTest: Hashable, Sendable {
  /// The test's statistic; what it means depends on the test.
  public let statistic: Double
  /// The chance of a statistic at least this extreme if the hypothesis were true.
  public let pValue: Double

  init(statistic: Double, pValue: Double) {
    self.statistic = statistic
    self.pValue = min(1, max(0, pValue))
  }

  /// Whether the data speak against the hypothesis at this significance, such as 0.001.
  public func rejects(at significance: Double) -> Bool { pValue < significance }

  /// Whether a chance of success `p` explains `successes` of `trials`; two-sided and exact.
  ///
  /// The p-value is twice the smaller tail, at most 1.
  ///
  /// - Throws: `StatisticsError` for counts or a chance that cannot be.
  public static func binomial(
    successes: Int, trials: Int, p: Double
  ) throws(StatisticsError) -> HypothesisTest {
    try StatisticsError.require(
      trials > 0 && trials < Int(UInt32.max), "trials", Double(trials), "from 1 to 4294967294")
    try StatisticsError.require(
      successes >= 0 && successes <= trials, "successes", Double(successes),
      "from 0 to \(trials)")
    try StatisticsError.require(p >= 0 && p <= 1, "p", p, "from 0 to 1")
    GSL.prepare()
    let (k, n) = (UInt32(successes), UInt32(trials))
    let lower = gsl_cdf_binomial_P(k, p, n)
    let upper = k == 0 ? 1 : gsl_cdf_binomial_Q(k - 1, p, n)
    return HypothesisTest(
      statistic: Double(successes) / Double(trials), pValue: 2 * min(lower, upper))
  }

  /// Whether counts come from the expected ones; Pearson's chi-square.
  ///
  /// Expected counts under five make the p-value doubtful; join such classes first.
  ///
  /// - Parameter estimated: How many parameters of the expectation were fitted to the same data.
  /// - Throws: `StatisticsError` when the classes do not match or leave no degree of freedom.
  public static func chiSquare(
    observed: [Int], expected: [Double], estimated: Int = 0
  ) throws(StatisticsError) -> HypothesisTest {
    try StatisticsError.require(
      observed.count == expected.count, "number of classes", Double(observed.count),
      "\(expected.count), as many as expected counts")
    let degrees = observed.count - 1 - estimated
    guard degrees >= 1 else { throw .tooFewSamples(needed: 2 + estimated, got: observed.count) }
    var statistic = 0.0
    for (count, mean) in zip(observed, expected) {
      try StatisticsError.require(mean > 0, "expected count", mean, "above 0")
      let distance = Double(count) - mean
      statistic += distance * distance / mean
    }
    GSL.prepare()
    return HypothesisTest(
      statistic: statistic, pValue: gsl_cdf_chisq_Q(statistic, Double(degrees)))
  }

  /// Whether `samples` come from the continuous distribution with this distribution function;
  /// Kolmogorov–Smirnov.
  ///
  /// The p-value is the limiting law with Stephens' factor, good to a few per cent from 5 samples.
  /// Source: M. A. Stephens, JASA 69(347), 1974, doi:10.1080/01621459.1974.10480196.
  ///
  /// - Throws: `StatisticsError` for fewer than five samples.
  /// - Complexity: O(*n* log *n*).
  public static func kolmogorovSmirnov(
    _ samples: [Double], distribution: (Double) -> Double
  ) throws(StatisticsError) -> HypothesisTest {
    guard samples.count >= 5 else { throw .tooFewSamples(needed: 5, got: samples.count) }
    let count = Double(samples.count)
    var widest = 0.0
    for (index, value) in samples.sorted().enumerated() {
      let p = distribution(value)
      widest = max(widest, p - Double(index) / count, Double(index + 1) / count - p)
    }
    return kolmogorov(distance: widest, size: count)
  }

  /// Whether two sets of samples come from one continuous distribution; Kolmogorov–Smirnov.
  ///
  /// - Throws: `StatisticsError` when either has fewer than five samples.
  /// - Complexity: O(*n* log *n*).
  public static func kolmogorovSmirnov(
    _ first: [Double], _ second: [Double]
  ) throws(StatisticsError) -> HypothesisTest {
    let fewest = min(first.count, second.count)
    guard fewest >= 5 else { throw .tooFewSamples(needed: 5, got: fewest) }
    let (a, b) = (first.sorted(), second.sorted())
    let (m, n) = (Double(a.count), Double(b.count))
    var (i, j, widest) = (0, 0, 0.0)
    while i < a.count, j < b.count {
      let value = min(a[i], b[j])
      while i < a.count, a[i] == value { i += 1 }
      while j < b.count, b[j] == value { j += 1 }
      widest = max(widest, abs(Double(i) / m - Double(j) / n))
    }
    return kolmogorov(distance: widest, size: m * n / (m + n))
  }

  private static func kolmogorov(distance: Double, size: Double) -> HypothesisTest {
    let root = size.squareRoot()
    let scaled = distance * (root + 0.12 + 0.11 / root)
    return HypothesisTest(statistic: distance, pValue: kolmogorovTail(scaled))
  }

  /// The chance that the limiting Kolmogorov distance exceeds `x`.
  static func kolmogorovTail(_ x: Double) -> Double {
    // The alternating series needs few terms from here on; below, the tail is 1 to ten digits.
    guard x > 0.2 else { return 1 }
    var sum = 0.0
    var sign = 1.0
    for k in 1...50 {
      let term = Elementary.exp(-2 * Double(k * k) * x * x)
      sum += sign * term
      if term < 1e-18 { break }
      sign = -sign
    }
    return 2 * sum
  }
}
