import CGSL
import Randomness
import Testing

struct WeightedChoiceTests {
  @Test(arguments: [
    [1.0], [1, 1], [0, 3, 1], [5, 0, 0.1, 20, 3], [1e-9, 1], [5, 4, 1, 1, 0.5, 3, 9],
  ])
  func `options come in proportion to their weights`(weights: [Double]) throws {
    let choice = try WeightedChoice(weights: weights)
    var stream = Streams(seed: 3).stream("mix")
    var counts = [Double](repeating: 0, count: weights.count)
    let draws = 100_000.0
    for _ in 0..<Int(draws) { counts[choice.pick(&stream)] += 1 }
    let total = weights.reduce(0, +)
    for (count, weight) in zip(counts, weights) {
      let expected = draws * weight / total
      #expect(abs(count - expected) <= 6 * expected.squareRoot())
    }
  }

  @Test(arguments: [[], [0.0], [1, -1], [.nan], [.infinity, 1]] as [[Double]])
  func `weights that make no choice are refused`(weights: [Double]) {
    #expect(throws: DistributionError.self) { try WeightedChoice(weights: weights) }
  }

  @Test func `an empirical distribution draws what was observed`() throws {
    let distribution = try EmpiricalDistribution(values: [1, 2, 10], weights: [2, 1, 1])
    #expect(distribution.mean == 3.5)
    #expect(abs(distribution.cv - 14.25.squareRoot() / 3.5) < 1e-15)
    var stream = Streams(seed: 3).stream("observed")
    var sum = 0.0
    for _ in 0..<100_000 {
      let value = distribution.sample(&stream)
      #expect([1, 2, 10].contains(value))
      sum += value
    }
    #expect(abs(sum / 100_000 - 3.5) < 5 * 3.7 / 316)
    #expect(throws: DistributionError.self) { try EmpiricalDistribution(values: []) }
    #expect(throws: DistributionError.self) {
      try EmpiricalDistribution(values: [1], weights: [1, 2])
    }
  }

  @Test func `counts through GSL have their means`() throws {
    var stream = Streams(seed: 3).stream("counts")
    for mean in [0.0, 0.5, 40, 5_000] {
      var sum = 0.0
      for _ in 0..<20_000 { sum += Double(try stream.poisson(mean: mean)) }
      #expect(abs(sum / 20_000 - mean) <= 6 * (mean / 20_000).squareRoot())
    }
    var sum = 0.0
    for _ in 0..<20_000 { sum += Double(try stream.binomial(trials: 50, p: 0.3)) }
    #expect(abs(sum / 20_000 - 15) < 6 * (10.5 / 20_000).squareRoot())
    #expect(throws: DistributionError.self) { try stream.poisson(mean: -1) }
    #expect(throws: DistributionError.self) { try stream.binomial(trials: 5, p: 2) }
  }

  @Test func `a wrong call of GSL throws and does not end the process`() {
    GSL.prepare()
    #expect(throws: GSLError.self) {
      try GSL.check(gsl_cdf_tdist_Pinv(2, -1), in: "gsl_cdf_tdist_Pinv")
    }
    #expect(throws: GSLError.self) { try GSL.check(Int32(GSL_EDOM), in: "test") }
  }
}
