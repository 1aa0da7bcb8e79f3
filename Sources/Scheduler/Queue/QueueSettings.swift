import Units

/// How the scheduling queue paces its pods.
public struct QueueSettings: Hashable, Sendable {
  /// How long a pod waits after it was turned down for the first time (documented).
  ///
  /// Source: `pkg/scheduler/backend/queue/scheduling_queue.go`, v1.34.
  public var initialBackoff = TimeSpan.seconds(1)
  /// The longest that the wait grows to, doubling each time; zero: no wait ever (documented).
  ///
  /// Source: `pkg/scheduler/backend/queue/scheduling_queue.go`, v1.34.
  public var longestBackoff = TimeSpan.seconds(10)
  /// After this long without an event that helps, a pod is tried anyway (documented).
  ///
  /// Source: `pkg/scheduler/backend/queue/scheduling_queue.go`, v1.34.
  public var longestUnschedulable = TimeSpan.minutes(5)
  /// How often the pods that have waited so long are looked for (documented).
  ///
  /// Source: `pkg/scheduler/backend/queue/scheduling_queue.go` (Run), v1.34.
  public var flushInterval = TimeSpan.seconds(30)
  /// Whether an idle scheduler takes pods whose back-off has not ended, those excepted that came
  /// back because something broke (documented: feature SchedulerPopFromBackoffQ, on by default).
  ///
  /// Source: `pkg/scheduler/backend/queue/backoff_queue.go`, v1.34.
  public var popsFromBackoff = true

  /// The defaults.
  public init() {}

  /// The wait after `failures` in a row.
  public func backoff(after failures: Int) -> TimeSpan {
    if failures <= 0 || longestBackoff <= .zero { return .zero }
    let shift = failures - 1
    guard shift < 62, initialBackoff.nanoseconds <= longestBackoff.nanoseconds >> shift else {
      return longestBackoff
    }
    return TimeSpan(nanoseconds: initialBackoff.nanoseconds << shift)
  }
}
