import ControllerRuntime
import Units

/// Lets a pull begin or refuses it: unlike a client's limit it makes nobody wait.
///
/// Source: `pkg/kubelet/images/helpers.go` (throttledImageService), v1.36.
struct PullLimiter {
  private let interval: Int64
  private let burst: Int64
  private var fullAt: Int64 = 0

  init(_ limit: ClientLimit) {
    interval = limit.qps > 0 ? Int64((1e9 / limit.qps).rounded()) : 0
    burst = Int64(max(1, limit.burst))
  }

  /// Whether a pull may begin at `now`.
  mutating func accepts(at now: Instant) -> Bool {
    guard interval > 0 else { return true }
    let next = max(fullAt, now.nanoseconds) + interval
    guard next - now.nanoseconds <= burst * interval else { return false }
    fullAt = next
    return true
  }
}
