import Randomness
import Statistics
import Testing

struct HypothesisTestTests {
  @Test func `a binomial p-value is twice the smaller tail`() throws {
    // 1024 · P(0 or 1 of 10 fair coins) = 1 + 10.
    let test = try HypothesisTest.binomial(successes: 1, trials: 10, p: 0.5)
    #expect(abs(test.pValue - 2 * 11.0 / 1_024) < 1e-12)
    #expect(try HypothesisTest.binomial(successes: 5, trials: 10, p: 0.5).pValue == 1)
    #expect(try HypothesisTest.binomial(successes: 10, trials: 10, p: 0.5).rejects(at: 0.01))
    #expect(try HypothesisTest.binomial(successes: 0, trials: 10, p: 0).pValue == 1)
  }

  @Test func `chi-square of two degrees has an exponential tail`() throws {
    let test = try HypothesisTest.chiSquare(observed: [12, 8, 10], expected: [10, 10, 10])
    #expect(abs(test.statistic - 0.8) < 1e-12)
    #expect(abs(test.pValue - Elementary.exp(-0.4)) < 1e-9)
    #expect(throws: StatisticsError.self) {
      try HypothesisTest.chiSquare(observed: [1, 2], expected: [1, 2], estimated: 1)
    }
    #expect(throws: StatisticsError.self) {
      try HypothesisTest.chiSquare(observed: [1, 2], expected: [3])
    }
  }

  /// Fair tests: their p-values are uniform when the hypothesis is true.
  @Test func `p-values of true hypotheses are uniform`() throws {
    var ones: [Double] = []
    var twos: [Double] = []
    for experiment in UInt64(0)..<400 {
      var stream = Streams(seed: 6, replication: experiment).stream("uniformity")
      let samples = (0..<80).map { _ in stream.nextDouble() }
      ones.append(try HypothesisTest.kolmogorovSmirnov(samples) { $0 }.pValue)
      let others = (0..<170).map { _ in stream.nextDouble() }
      twos.append(try HypothesisTest.kolmogorovSmirnov(samples, others).pValue)
    }
    #expect(!(try HypothesisTest.kolmogorovSmirnov(ones) { $0 }).rejects(at: 1e-5))
    #expect(!(try HypothesisTest.kolmogorovSmirnov(twos) { $0 }).rejects(at: 1e-5))
  }

  @Test func `samples from elsewhere are rejected`() throws {
    var stream = Streams(seed: 6).stream("elsewhere")
    let samples = (0..<2_000).map { _ in stream.exponential() }
    let shifted = samples.map { $0 * 1.3 }
    let law: (Double) -> Double = { 1 - Elementary.exp(-$0) }
    #expect(!(try HypothesisTest.kolmogorovSmirnov(samples, distribution: law)).rejects(at: 1e-3))
    #expect(try HypothesisTest.kolmogorovSmirnov(shifted, distribution: law).rejects(at: 1e-6))
    #expect(try HypothesisTest.kolmogorovSmirnov(samples, shifted).rejects(at: 1e-6))
    #expect(throws: StatisticsError.tooFewSamples(needed: 5, got: 1)) {
      try HypothesisTest.kolmogorovSmirnov([1]) { $0 }
    }
  }

  /// Published critical values of the Kolmogorov law.
  @Test(arguments: [(1.22385, 0.1), (1.35810, 0.05), (1.62762, 0.01), (1.94947, 0.001)])
  func `the Kolmogorov tail has its published points`(x: Double, tail: Double) throws {
    // One sample set whose scaled distance is x: n points with a constant gap.
    let count = 10_000
    let root = Double(count).squareRoot()
    let gap = x / (root + 0.12 + 0.11 / root)
    let samples = (0..<count).map { Double($0) / Double(count) }
    let test = try HypothesisTest.kolmogorovSmirnov(samples) { min(1, $0 + gap) }
    #expect(abs(test.pValue - tail) < 2e-5 + 1e-3 * tail)
  }
}
