import Units

/// How long a key that failed must wait before it is tried again.
///
/// The larger of two waits: one that doubles with each failure of the same key, and one of a
/// bucket that all keys share. Source: `client-go/util/workqueue/default_rate_limiters.go`
/// (DefaultTypedControllerRateLimiter), v1.36.
public struct RetryLimiter<Key: Hashable> {
  private let base: TimeSpan
  private let cap: TimeSpan
  private var bucket: TokenBucket
  private var failures: [Key: Int] = [:]

  /// Waits from `base`, doubled with each failure up to `cap`, and no oftener in all than
  /// `overall` allows.
  public init(
    base: TimeSpan = .milliseconds(5), cap: TimeSpan = .seconds(1_000),
    overall: ClientLimit = ClientLimit(qps: 10, burst: 100)
  ) {
    precondition(base > .zero, "a back-off of nothing never grows: \(base)")
    self.base = base
    self.cap = cap
    bucket = TokenBucket(overall)
  }

  /// How long `key`, which just failed once more, must wait.
  public mutating func wait(for key: Key, at now: Instant) -> TimeSpan {
    let failed = failures[key, default: 0]
    failures[key] = failed + 1
    // Beyond 62 doublings the shift itself would overflow; the cap lies far below.
    let (grown, overflow) = base.nanoseconds
      .multipliedReportingOverflow(by: 1 << Int64(min(failed, 62)))
    let own = overflow ? cap : min(cap, TimeSpan(nanoseconds: grown))
    return max(own, bucket.reserve(at: now))
  }

  /// Makes the next failure of `key` count as its first.
  public mutating func forget(_ key: Key) { failures[key] = nil }

  /// How often `key` has failed since it was last forgotten.
  public func failureCount(of key: Key) -> Int { failures[key, default: 0] }
}
