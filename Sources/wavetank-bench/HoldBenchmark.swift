import EventKernel
import Units

/// The hold model: take the first event, insert one at an exponential delay of 10 ms, for ever.
enum HoldBenchmark {
  /// Runs the model with 1,000 pending events (and reports others beside it).
  static func run() {
    let delays = exponentialDelays()
    for pending in [100, 1_000, 10_000, 100_000] {
      let name = pending == 1_000 ? "event_list_hold_ns" : "event_list_hold_\(pending)_ns"
      report(name, nanoseconds(pending: pending, delays: delays), "ns")
    }
  }

  private static func nanoseconds(pending: Int, delays: [Int64]) -> Double {
    let list = EventList()
    defer { list.destroy() }
    for index in 0..<pending {
      list.insert(Event(kind: 1), at: Instant(nanoseconds: delays[index & 65_535]))
    }
    let operations = 4_000_000
    return delays.withUnsafeBufferPointer { delays in
      let seconds = bestOf(5) {
        for index in 0..<operations {
          guard let (event, time) = list.popFirst(notAfter: .never) else { return }
          list.insert(event, at: Instant(nanoseconds: time.nanoseconds &+ delays[index & 65_535]))
        }
      }
      return seconds / Double(operations) * 1e9
    }
  }

  /// The model once with 1,000 pending events, for counting instructions.
  static func runOnce(operations: Int) {
    let delays = exponentialDelays()
    let list = EventList()
    defer { list.destroy() }
    for index in 0..<1_000 {
      list.insert(Event(kind: 1), at: Instant(nanoseconds: delays[index]))
    }
    delays.withUnsafeBufferPointer { delays in
      for index in 0..<operations {
        guard let (event, time) = list.popFirst(notAfter: .never) else { return }
        list.insert(event, at: Instant(nanoseconds: time.nanoseconds &+ delays[index & 65_535]))
      }
    }
  }

  /// 65,536 exponential delays, drawn beforehand so that only the list is timed.
  private static func exponentialDelays() -> [Int64] {
    var state: UInt64 = 7
    return (0..<65_536).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let uniform = (Double(state >> 11) + 0.5) * 0x1p-53
      return Int64(-naturalLogarithm(uniform) * 1e7)
    }
  }

  /// A logarithm good to a few digits, enough for delays that are only there to be sorted.
  private static func naturalLogarithm(_ x: Double) -> Double {
    let m = x.significand - 1
    let series = m * (1 - m * (0.4973 - m * (0.3158 - m * (0.1903 - m * 0.0641))))
    return Double(x.exponent) * 0.693147 + series
  }
}
