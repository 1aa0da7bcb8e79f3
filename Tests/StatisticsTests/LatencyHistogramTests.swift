import Histogram
import Randomness
import Statistics
import Testing
import Units

struct LatencyHistogramTests {
  static let shapes: [Distribution] = [
    .lognormal(mean: .milliseconds(50), cv: 2), .exponential(mean: .microseconds(3)),
    .pareto(mean: .milliseconds(20), shape: 1.5), .uniform(min: 0, max: 3_600),
    .deterministic(.milliseconds(7)),
  ]

  static func spans(_ count: Int, shape: Int, seed: UInt64 = 1) -> [TimeSpan] {
    var stream = Streams(seed: seed).stream("span", index: UInt64(shape), purpose: "test")
    return (0..<count).map { _ in shapes[shape].sampleSpan(&stream) }
  }

  func histogram(_ spans: [TimeSpan]) -> LatencyHistogram {
    var histogram = LatencyHistogram()
    for span in spans { histogram.record(span) }
    return histogram
  }

  @Test(arguments: 0..<5) func `a quantile is within a thousandth of the record`(shape: Int) {
    let spans = LatencyHistogramTests.spans(20_000, shape: shape)
    let sorted = spans.map(\.nanoseconds).sorted()
    let histogram = histogram(spans)
    for q in [0.001, 0.07, 0.25, 0.5, 0.9, 0.99, 0.999, 0.9999] {
      let exact = sorted[Int((q.nextDown * 20_000).rounded(.up)) - 1]
      let got = histogram.quantile(q)?.nanoseconds ?? -1
      // A cell is a 512th wide at most; a value is placed inside it.
      #expect(abs(got - exact) <= exact / 512 + 1, "\(q)")
    }
    #expect(histogram.quantile(0) == TimeSpan(nanoseconds: sorted[0]))
    #expect(histogram.quantile(1) == TimeSpan(nanoseconds: sorted[19_999]))
    #expect(histogram.minimum == histogram.quantile(0))
    #expect(histogram.maximum == histogram.quantile(1))
  }

  @Test func `short spans are exact`() {
    let histogram = histogram((0..<1_000).map { TimeSpan(nanoseconds: $0) })
    for rank in 1...1_000 {
      let q = Double(rank) / 1_000
      #expect(histogram.quantile(q) == TimeSpan(nanoseconds: Int64(rank - 1)))
    }
  }

  @Test(arguments: 0..<4) func `quantiles agree with HdrHistogram's`(shape: Int) {
    let spans = LatencyHistogramTests.spans(50_000, shape: shape)
    var oracle = Histogram<UInt64>(
      highestTrackableValue: 1 << 50, numberOfSignificantValueDigits: .three)
    for span in spans { oracle.record(UInt64(span.nanoseconds)) }
    let histogram = histogram(spans)
    for percentile in [1.0, 10, 50, 90, 99, 99.9, 99.99] {
      let theirs = Double(oracle.valueAtPercentile(percentile))
      let ours = Double(histogram.quantile(percentile / 100)?.nanoseconds ?? -1)
      #expect(abs(ours - theirs) <= 0.003 * theirs + 1, "\(percentile)")
    }
  }

  @Test func `every value falls in the cell whose range holds it`() {
    var stream = Streams(seed: 5).stream("cells")
    var values: [UInt64] = [0, 1, 511, 512, 1_023, 1_024, 1_025, UInt64(Int64.max)]
    for bits in UInt64(1)..<63 {
      values += [1 << bits, (1 << bits) - 1, stream.next() >> (64 - bits)]
    }
    for value in values {
      let (lowest, width) = LatencyHistogram.values(of: LatencyHistogram.cell(of: value))
      #expect(lowest <= value)
      #expect(value - lowest < width)
      #expect(width == 1 || width <= lowest / 512)
    }
  }

  @Test func `merging in any order and grouping gives the same bits as recording all`() {
    let spans = (0..<5).flatMap { LatencyHistogramTests.spans(3_000, shape: $0) }
    let whole = histogram(spans)
    for size in [1_000, 1_700, 14_999] {
      let parts = stride(from: 0, to: spans.count, by: size).map { start in
        histogram(Array(spans[start..<min(start + size, spans.count)]))
      }
      var forward = LatencyHistogram()
      for part in parts { forward.merge(part) }
      var backward = LatencyHistogram()
      for part in parts.reversed() { backward.merge(part) }
      #expect(forward == whole)
      #expect(backward == whole)
      #expect(forward.quantile(0.99) == whole.quantile(0.99))
      #expect(backward.varianceSquareNanoseconds == whole.varianceSquareNanoseconds)
    }
  }

  @Test func `mean and deviation are exact where floating sums would cancel`() throws {
    // One hour, give or take 3 ns: squares need 84 bits, their spread only two.
    let base = TimeSpan.hours(1).nanoseconds
    let histogram = histogram(
      (0..<1_000).map { TimeSpan(nanoseconds: base + ($0 % 2 == 0 ? 3 : -3)) })
    #expect(histogram.mean == .hours(1))
    #expect(abs(histogram.varianceSquareNanoseconds - 9_000.0 / 999) < 1e-12)
    #expect(histogram.standardDeviation == TimeSpan(nanoseconds: 3))
  }

  @Test func `an empty histogram has no figures and a single record is all of them`() {
    let empty = LatencyHistogram()
    #expect(empty.isEmpty)
    #expect(empty.mean == nil)
    #expect(empty.quantile(0.5) == nil)
    #expect(LatencySummary(empty) == nil)
    #expect(empty.share(atMost: .seconds(1)) == 0)
    let single = LatencySummary(histogram([.milliseconds(3)]))
    #expect(single?.p50 == .milliseconds(3))
    #expect(single?.p99_9 == .milliseconds(3))
    #expect(single?.mean == .milliseconds(3))
    #expect(single?.standardDeviation == .zero)
  }

  @Test func `negative and greatest spans are counted and do not trap`() {
    let histogram = histogram([
      TimeSpan(nanoseconds: -5), TimeSpan(nanoseconds: .min), TimeSpan(nanoseconds: .max),
    ])
    #expect(histogram.count == 3)
    #expect(histogram.minimum == .zero)
    #expect(histogram.maximum == TimeSpan(nanoseconds: .max))
  }

  @Test func `the share within an objective counts records at the objective`() {
    let histogram = histogram((1...1_000).map { TimeSpan(nanoseconds: $0) })
    #expect(histogram.share(atMost: TimeSpan(nanoseconds: 250)) == 0.25)
    #expect(histogram.share(atMost: .zero) == 0)
    #expect(histogram.share(atMost: .seconds(1)) == 1)
    let long = self.histogram(LatencyHistogramTests.spans(20_000, shape: 0))
    let exact = LatencyHistogramTests.spans(20_000, shape: 0)
      .filter { $0 <= .milliseconds(100) }.count
    #expect(abs(long.share(atMost: .milliseconds(100)) - Double(exact) / 20_000) < 1e-3)
  }

  /// The interval covers at least as often as it says; ties in ranks make it a little wider.
  @Test func `the interval of a quantile covers the true one as often as it says`() {
    let truth = TimeSpan(seconds: -0.003 * Elementary.log(0.1))
    var covered = 0
    for experiment in UInt64(0)..<1_000 {
      var stream = Streams(seed: 3, replication: experiment).stream("interval")
      var histogram = LatencyHistogram()
      for _ in 0..<200 { histogram.record(stream.exponential(mean: .milliseconds(3))) }
      if let interval = histogram.quantileInterval(0.9, level: 0.95), interval.contains(truth) {
        covered += 1
      }
    }
    // Exact coverage by the binomial is 0.95 to 0.97 here; the bounds are five deviations away.
    #expect(covered > 915)
    #expect(covered < 992)
  }

  @Test func `a quantile with too few records beyond it has no interval`() {
    let histogram = histogram(LatencyHistogramTests.spans(100, shape: 0))
    #expect(histogram.quantileInterval(0.999) == nil)
    #expect(histogram.quantileInterval(0.5) != nil)
    #expect(LatencySummary(histogram)?.recordsBeyond(0.99) ?? 0 < 1.001)
  }
}
