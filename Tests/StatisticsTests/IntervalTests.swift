import Randomness
import Statistics
import Testing

struct IntervalTests {
  /// Student's density integrated by Simpson's rule, without GSL.
  func studentProbability(upTo t: Double, degrees: Int) -> Double {
    func density(_ x: Double) -> Double {
      Elementary.pow(1 + x * x / Double(degrees), -Double(degrees + 1) / 2)
    }
    func integral(_ from: Double, _ to: Double) -> Double {
      let steps = 20_000
      let width = (to - from) / Double(steps)
      var sum = density(from) + density(to)
      for step in 1..<steps {
        sum += density(from + Double(step) * width) * (step % 2 == 1 ? 4 : 2)
      }
      return sum * width / 3
    }
    return 0.5 + 0.5 * integral(0, t) / integral(0, 400)
  }

  @Test(arguments: [(4, 0.95), (9, 0.99), (29, 0.9)])
  func `the half width is Student's factor times the standard error`(
    degrees: Int, level: Double
  ) throws {
    let samples = (0...degrees).map { Double($0) }
    let interval = try ConfidenceInterval.mean(of: samples, level: level)
    let moments = Moments(samples)
    let error = moments.standardDeviation / Double(samples.count).squareRoot()
    let factor = interval.halfWidth / error
    let covered = 2 * studentProbability(upTo: factor, degrees: degrees) - 1
    #expect(abs(covered - level) < 1e-5)
    #expect(interval.estimate == moments.mean)
  }

  @Test(arguments: [0.8, 0.95]) func `a mean's interval covers as often as it says`(
    level: Double
  ) throws {
    var covered = 0
    for experiment in UInt64(0)..<2_000 {
      var stream = Streams(seed: 17, replication: experiment).stream("samples")
      let samples = (0..<8).map { _ in 5 + 2 * stream.normal() }
      if try ConfidenceInterval.mean(of: samples, level: level).contains(5) { covered += 1 }
    }
    #expect(!(try HypothesisTest.binomial(successes: covered, trials: 2_000, p: level))
      .rejects(at: 1e-6), "\(covered)")
  }

  @Test func `pairs that share their noise give a narrow difference`() throws {
    var stream = Streams(seed: 2).stream("pairs")
    let noise = (0..<20).map { _ in 10 * stream.normal() }
    let first = noise.map { $0 + 1 + 0.1 * stream.normal() }
    let paired = try ConfidenceInterval.pairedDifference(first, noise)
    let unpaired = try ConfidenceInterval.difference(first, noise)
    #expect(paired.contains(1))
    #expect(paired.lower > 0)
    #expect(unpaired.contains(0))
    #expect(unpaired.halfWidth > 20 * paired.halfWidth)
  }

  @Test func `two equal groups have Welch's degrees of a pooled test`() throws {
    let a = [1.0, 2, 3, 4]
    let b = [2.0, 3, 4, 5]
    let interval = try ConfidenceInterval.difference(a, b, level: 0.95)
    // Variance 5/3 each, error sqrt(5/6), 6 degrees: 2.446912 from Student's table.
    #expect(abs(interval.halfWidth - 2.446912 * (5.0 / 6).squareRoot()) < 1e-5)
    #expect(interval.estimate == -1)
  }

  @Test(arguments: [0, 1, 7, 20]) func `a proportion's ends leave the stated tails`(
    successes: Int
  ) throws {
    let interval = try ConfidenceInterval.proportion(successes: successes, trials: 20)
    func tail(atLeast k: Int, p: Double) -> Double {
      guard k > 0 else { return 1 }
      var term = 1.0
      for _ in 0..<20 { term *= 1 - p }
      var below = 0.0
      for count in 0..<k {
        below += term
        term *= Double(20 - count) / Double(count + 1) * p / (1 - p)
      }
      return 1 - below
    }
    if successes > 0 {
      #expect(abs(tail(atLeast: successes, p: interval.lower) - 0.025) < 1e-9)
    }
    if successes < 20 {
      #expect(abs(1 - tail(atLeast: successes + 1, p: interval.upper) - 0.025) < 1e-9)
    }
    #expect(interval.contains(Double(successes) / 20))
  }

  @Test func `input that allows no interval is refused`() {
    #expect(throws: StatisticsError.tooFewSamples(needed: 2, got: 1)) {
      try ConfidenceInterval.mean(of: [1])
    }
    #expect(throws: StatisticsError.self) { try ConfidenceInterval.mean(of: [1, 2], level: 1) }
    #expect(throws: StatisticsError.self) { try ConfidenceInterval.pairedDifference([1, 2], [1]) }
    #expect(throws: StatisticsError.self) {
      try ConfidenceInterval.proportion(successes: 3, trials: 2)
    }
    #expect(throws: StatisticsError.tooFewSamples(needed: 1, got: 0)) {
      try ConfidenceInterval.proportion(successes: 0, trials: 0)
    }
  }

  @Test func `merged moments are those of all numbers`() {
    var stream = Streams(seed: 3).stream("moments")
    let values = (0..<1_000).map { _ in 1e6 + stream.normal() }
    let whole = Moments(values)
    var merged = Moments(values[..<300])
    merged.merge(Moments(values[300...]))
    merged.merge(Moments())
    #expect(merged.count == whole.count)
    #expect(abs(merged.mean - whole.mean) < 1e-8)
    #expect(abs(merged.variance - whole.variance) < 1e-9 * whole.variance + 1e-9)
  }
}
