import Units

/// Finds the longest time in which every request failed.
///
/// A blackout begins at the first loss after a success: at the lost request's arrival, or at that
/// success if that is later. It ends with the next success. Order is that of the requests' ends.
struct BlackoutTracker: BitwiseCopyable {
  private var began: Int64 = -1
  private var lastSuccess: Int64 = 0
  private var longest: Int64 = 0

  /// Takes in a request's end.
  @inline(__always)
  mutating func observe(arrived: Int64, ended: Int64, hasSucceeded: Bool) {
    if hasSucceeded {
      if began >= 0 { close(at: ended) }
      lastSuccess = ended
    } else if began < 0 {
      began = max(arrived, lastSuccess)
    }
  }

  private mutating func close(at now: Int64) {
    longest = max(longest, now - began)
    began = -1
  }

  /// The longest blackout up to `now`, one that still goes on included.
  func longest(until now: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: max(longest, began >= 0 ? now - began : 0))
  }

  /// Forgets all before `now`.
  mutating func restart(at now: Int64) {
    self = BlackoutTracker()
    lastSuccess = now
  }
}
