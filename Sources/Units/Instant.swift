/// An instant of a run, in whole nanoseconds after its start.
///
/// An integer rather than a `Double`, so that two runs agree on the order of events however long
/// the scenario is. The range is about 292 years.
public struct Instant: Hashable, Comparable, Sendable {
  /// Nanoseconds since the start of the run; zero or more.
  public let nanoseconds: Int64

  /// The start of the run.
  public static let start = Instant(nanoseconds: 0)
  /// Later than anything that can happen.
  public static let never = Instant(nanoseconds: .max)

  /// The instant that lies `nanoseconds` after the start of the run.
  @inlinable
  public init(nanoseconds: Int64) {
    precondition(nanoseconds >= 0, "an instant cannot lie before the start of the run")
    self.nanoseconds = nanoseconds
  }

  /// Whether `a` lies before `b`.
  @inlinable
  public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The instant `delay` after `instant`; `never` stays `never`.
  @inlinable
  public static func + (instant: Instant, delay: TimeSpan) -> Instant {
    let (sum, overflow) = instant.nanoseconds.addingReportingOverflow(delay.nanoseconds)
    return Instant(nanoseconds: overflow ? .max : sum)
  }

  /// The instant `delay` before `instant`, or the start when that comes first.
  @inlinable
  public static func - (instant: Instant, delay: TimeSpan) -> Instant {
    Instant(nanoseconds: max(0, .saturatingDifference(instant.nanoseconds, delay.nanoseconds)))
  }

  /// The time from `b` to `a`; negative when `a` comes first.
  @inlinable
  public static func - (a: Instant, b: Instant) -> TimeSpan {
    TimeSpan(nanoseconds: a.nanoseconds - b.nanoseconds)
  }

  /// Seconds since the start, for columns and axes only.
  @inlinable
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  /// This instant cut down to whole seconds, as API timestamps are.
  @inlinable
  public var truncatedToSeconds: Instant {
    Instant(nanoseconds: nanoseconds - nanoseconds % 1_000_000_000)
  }
}
