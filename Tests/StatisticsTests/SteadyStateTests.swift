import Randomness
import Statistics
import Testing

struct SteadyStateTests {
  /// A first-order autoregression: each value keeps `memory` of the last one.
  func series(_ count: Int, memory: Double, from start: Double, seed: UInt64) -> [Double] {
    var stream = Streams(seed: seed).stream("series")
    var value = start
    return (0..<count).map { _ in
      value = memory * value + stream.normal()
      return value
    }
  }

  @Test func `batch means cover the mean of a dependent series`() throws {
    var covered = 0
    for seed in UInt64(0)..<300 {
      let values = series(4_000, memory: 0.8, from: 0, seed: seed)
      let batches = try BatchMeans(values, batches: 20)
      #expect(batches.batchSize == 200)
      #expect(abs(batches.lagOneCorrelation) < 0.75)
      if try batches.interval(level: 0.9).contains(0) { covered += 1 }
    }
    #expect(!(try HypothesisTest.binomial(successes: covered, trials: 300, p: 0.9))
      .rejects(at: 1e-5), "\(covered)")
  }

  @Test func `batches that are too short say so by their correlation`() throws {
    let values = series(4_000, memory: 0.99, from: 0, seed: 1)
    #expect(try BatchMeans(values, batches: 400).lagOneCorrelation > 0.5)
    #expect(throws: StatisticsError.tooFewSamples(needed: 40, got: 39)) {
      try BatchMeans(Array(values[..<39]), batches: 20)
    }
  }

  @Test(arguments: UInt64(0)..<5) func `the start-up is cut off and little more`(
    seed: UInt64
  ) throws {
    let values = series(5_000, memory: 0.98, from: 500, seed: seed)
    let cut = try #require(Warmup.mser5(values))
    // 500 · 0.98^n sinks into the noise, whose deviation is 5, after some 230 values.
    #expect(cut > 150)
    #expect(cut < 1_000)
  }

  @Test func `a series that never settles has no warm-up`() {
    #expect(Warmup.mser5((0..<1_000).map { Double($0) }) == nil)
    #expect(Warmup.mser5([1, 2, 3]) == nil)
    #expect(Warmup.mser5([Double](repeating: 4, count: 100)) == 0)
  }
}
