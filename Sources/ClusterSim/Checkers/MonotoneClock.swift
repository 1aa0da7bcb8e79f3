import ControllerRuntime
import Units

/// Time never runs backwards, as seen by everything that observes it.
final class MonotoneClock: Checker {
  let name = "clock monotone"
  private var last = Instant.start
  private var readings = 0
  private(set) var breach: String?

  var detail: String { "no reading before the one before it, \(readings) readings" }

  func observe(_ event: WatchEvent, at now: Instant) { read(now) }

  func observeSecond(at now: Instant) { read(now) }

  private func read(_ now: Instant) {
    readings += 1
    if now < last, breach == nil {
      breach = "the clock went from \(last.nanoseconds) ns back to \(now.nanoseconds) ns"
    }
    last = max(last, now)
  }
}
