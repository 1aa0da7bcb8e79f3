import CGSL
import Foundation
import Randomness
import Testing
import Units

struct DistributionTests {
  static let draws = 100_000

  static let shapes: [(Distribution.Shape, @Sendable (Double) -> Double)] = [
    (.exponential(mean: 0.3), { gsl_cdf_exponential_P($0, 0.3) }),
    (.lognormal(mean: 2, cv: 1.5), {
      let variance = log(1 + 1.5 * 1.5)
      return gsl_cdf_lognormal_P($0, log(2) - variance / 2, variance.squareRoot())
    }),
    (.gamma(mean: 3, cv: 0.5), { gsl_cdf_gamma_P($0, 4, 0.75) }),
    (.gamma(mean: 3, cv: 2), { gsl_cdf_gamma_P($0, 0.25, 12) }),
    (.erlang(mean: 1, stages: 3), { gsl_cdf_gamma_P($0, 3, 1.0 / 3) }),
    (.uniform(min: 1, max: 4), { gsl_cdf_flat_P($0, 1, 4) }),
    (.hyperexponential(mean: 1, cv: 2), {
      let p = 0.5 * (1 + (3.0 / 5).squareRoot())
      return 1 - p * exp(-2 * p * $0) - (1 - p) * exp(-2 * (1 - p) * $0)
    }),
    (.pareto(mean: 3, shape: 2.5), { gsl_cdf_pareto_P($0, 2.5, 1.8) }),
  ]

  @Test(arguments: 0..<8) func `draws follow the distribution function`(index: Int) throws {
    let (shape, probability) = DistributionTests.shapes[index]
    let distribution = try Distribution(shape)
    var stream = Streams(seed: 4).stream("draws", index: UInt64(index), purpose: "test")
    let draws = (0..<DistributionTests.draws).map { _ in distribution.sample(&stream) }
    #expect(kolmogorovDistance(of: draws, from: probability) < 2.8, "\(shape)")
  }

  @Test(arguments: 0..<7)
  func `draws have the stated mean and variation`(index: Int) throws {
    let distribution = try Distribution(DistributionTests.shapes[index].0)
    var stream = Streams(seed: 5).stream("moments", index: UInt64(index), purpose: "test")
    var (sum, squares) = (0.0, 0.0)
    let count = Double(DistributionTests.draws)
    for _ in 0..<DistributionTests.draws {
      let draw = distribution.sample(&stream)
      sum += draw
      squares += draw * draw
    }
    let mean = sum / count
    let error = distribution.mean * distribution.cv / count.squareRoot()
    #expect(abs(mean - distribution.mean) < 5 * error)
    let cv = (squares / count - mean * mean).squareRoot() / mean
    #expect(abs(cv - distribution.cv) < 0.05 * distribution.cv)
  }

  @Test func `scaling stretches every draw`() throws {
    for (shape, _) in DistributionTests.shapes {
      let plain = try Distribution(shape)
      let stretched = plain.scaled(by: 4)
      #expect(abs(stretched.mean - 4 * plain.mean) < 1e-12 * plain.mean)
      #expect(stretched.cv == plain.cv)
      var first = Streams(seed: 6).stream("scale")
      var second = first
      for _ in 0..<100 {
        let draw = plain.sample(&first)
        #expect(abs(stretched.sample(&second) - 4 * draw) < 1e-13 * (4 * draw + 1))
      }
    }
  }

  @Test func `spans count in seconds`() {
    var stream = Streams(seed: 1).stream("span")
    let fixed = Distribution.deterministic(.milliseconds(250))
    #expect(fixed.sampleSpan(&stream) == .milliseconds(250))
    #expect(fixed.meanSpan == .milliseconds(250))
    var sum = TimeSpan.zero
    for _ in 0..<10_000 {
      sum = sum + Distribution.exponential(mean: .milliseconds(5)).sampleSpan(&stream)
    }
    #expect(abs(sum.seconds / 10_000 - 0.005) < 5 * 0.005 / 100)
    #expect(Distribution.deterministic(1e300).sampleSpan(&stream).nanoseconds == .max)
  }

  @Test(arguments: [
    (Distribution.Shape.exponential(mean: 0), "mean is 0.0; it should be above 0"),
    (.exponential(mean: .nan), "mean is nan; it should be above 0"),
    (.exponential(mean: .infinity), "mean is inf; it should be a finite number"),
    (.deterministic(-1), "value is -1.0; it should be 0 or more"),
    (.lognormal(mean: 1, cv: -1), "cv is -1.0; it should be above 0.000001 and at most 1000"),
    (.uniform(min: 2, max: 1), "max is 1.0; it should be at least min, 2.0"),
    (.erlang(mean: 1, stages: 0), "stages is 0.0; it should be 1 or more"),
    (
      .hyperexponential(mean: 1, cv: 0.5),
      "cv is 0.5; it should be above 1 and at most 1000 (gamma and lognormal go lower)"
    ),
    (.pareto(mean: 1, shape: 1), "shape is 1.0; it should be above 1, where the mean is finite"),
  ])
  func `a distribution that cannot exist says what would be right`(
    shape: Distribution.Shape, message: String
  ) {
    #expect(performing: { try Distribution(shape) }, throws: { "\($0)" == message })
  }

  @Test func `whole numbers below a bound are equally likely`() {
    var stream = Streams(seed: 2).stream("die")
    for bound in [UInt32(1), 2, 6, 7, 1_000] {
      var counts = [Double](repeating: 0, count: Int(bound))
      for _ in 0..<50_000 { counts[Int(stream.uniform(below: bound))] += 1 }
      guard bound > 1 else { continue }
      let expected = 50_000 / Double(bound)
      let square = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
      #expect(gsl_cdf_chisq_Q(square, Double(bound - 1)) > 1e-6)
    }
    // 2³² words do not divide by this bound; without rejection every third number comes twice.
    var thirds = 0.0
    for _ in 0..<60_000 where stream.uniform(below: 3 << 30) % 3 == 0 { thirds += 1 }
    #expect(abs(thirds - 20_000) < 6 * (60_000 * 2.0 / 9).squareRoot())
    var largest: UInt32 = 0
    for _ in 0..<1_000 { largest = max(largest, stream.uniform(below: .max)) }
    #expect(largest > UInt32.max / 100 * 98)
  }
}
