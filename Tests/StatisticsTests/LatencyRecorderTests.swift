import Randomness
import Statistics
import Testing
import Units

struct LatencyRecorderTests {
  @Test(arguments: 0..<5) func `a recorder holds what a histogram would`(shape: Int) {
    let recorder = LatencyRecorder()
    var histogram = LatencyHistogram()
    for span in LatencyHistogramTests.spans(5_000, shape: shape) {
      recorder.record(span)
      histogram.record(span)
    }
    #expect(recorder.histogram == histogram)
    #expect(recorder.histogram.quantile(0.99) == histogram.quantile(0.99))
    #expect(recorder.count == 5_000)
  }

  @Test func `a reset recorder starts afresh whatever it held`() {
    let recorder = LatencyRecorder()
    for round in 0..<5 {
      var histogram = LatencyHistogram()
      for span in LatencyHistogramTests.spans(500, shape: round, seed: 9) {
        recorder.record(span)
        histogram.record(span)
      }
      #expect(recorder.histogram == histogram)
      recorder.reset()
      #expect(recorder.histogram == LatencyHistogram())
      #expect(recorder.count == 0)
    }
  }

  @Test func `a recorder grows to any span and keeps what it had`() {
    let recorder = LatencyRecorder()
    var histogram = LatencyHistogram()
    for bits in Int64(0)..<63 {
      for span in [TimeSpan(nanoseconds: 1 << bits), TimeSpan(nanoseconds: -bits)] {
        recorder.record(span)
        histogram.record(span)
      }
    }
    recorder.record(TimeSpan(nanoseconds: .max))
    histogram.record(TimeSpan(nanoseconds: .max))
    #expect(recorder.histogram == histogram)
  }

  @Test func `a snapshot does not change with later records`() {
    let recorder = LatencyRecorder()
    recorder.record(.milliseconds(1))
    let snapshot = recorder.histogram
    recorder.record(.milliseconds(2))
    #expect(snapshot.count == 1)
    #expect(snapshot.maximum == .milliseconds(1))
  }
}
