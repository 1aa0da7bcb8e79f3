/// The longest time in which every request that ended was lost.
///
/// A blackout begins with the arrival of the first request that is lost after a success, but not
/// before that success ended, and lasts until the next success ends. Requests that nobody sent say
/// nothing, so a quiet night is no blackout.
struct BlackoutClock {
  private var lastSuccess: Int64 = 0
  /// When the present blackout began; negative while there is none.
  private var began: Int64 = -1
  private var longest: Int64 = 0

  init(at now: Int64 = 0) { lastSuccess = now }

  @inline(__always)
  mutating func finish(isSuccess: Bool, arrived: Int64, ended: Int64) {
    if isSuccess {
      if began >= 0 { longest = max(longest, ended &- began) }
      began = -1
      lastSuccess = ended
    } else if began < 0 {
      began = max(arrived, lastSuccess)
    }
  }

  /// The longest blackout, one that still lasts at `now` included, in nanoseconds.
  func longest(until now: Int64) -> Int64 {
    began < 0 ? longest : max(longest, now - began)
  }
}
