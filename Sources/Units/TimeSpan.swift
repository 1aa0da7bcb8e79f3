/// A span of time, in whole nanoseconds; may be negative as a difference of two instants.
///
/// Arithmetic stops at the ends of the range, 292 years, and never traps.
public struct TimeSpan: Hashable, Comparable, Sendable {
  /// The length in nanoseconds.
  public let nanoseconds: Int64

  /// No time at all.
  public static let zero = TimeSpan(nanoseconds: 0)

  /// The span of `nanoseconds`.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The span of `n` microseconds.
  @inlinable
  public static func microseconds(_ n: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: .saturatingProduct(n, 1_000))
  }
  /// The span of `n` milliseconds.
  @inlinable
  public static func milliseconds(_ n: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: .saturatingProduct(n, 1_000_000))
  }
  /// The span of `n` seconds.
  @inlinable
  public static func seconds(_ n: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: .saturatingProduct(n, 1_000_000_000))
  }
  /// The span of `n` minutes.
  @inlinable
  public static func minutes(_ n: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: .saturatingProduct(n, 60_000_000_000))
  }
  /// The span of `n` hours.
  @inlinable
  public static func hours(_ n: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: .saturatingProduct(n, 3_600_000_000_000))
  }

  /// The nearest whole number of nanoseconds to `seconds`, held inside the representable range.
  @inlinable
  public init(seconds: Double) {
    let scaled = (seconds * 1e9).rounded()
    if scaled.isNaN {
      self.init(nanoseconds: 0)
    } else if scaled >= 9.2e18 {
      self.init(nanoseconds: .max)
    } else if scaled <= -9.2e18 {
      self.init(nanoseconds: -.max)
    } else {
      self.init(nanoseconds: Int64(scaled))
    }
  }

  /// The length in seconds, for formulas and columns only.
  @inlinable
  public var seconds: Double { Double(nanoseconds) / 1e9 }
  /// The length in milliseconds, for formulas and columns only.
  @inlinable
  public var milliseconds: Double { Double(nanoseconds) / 1e6 }

  /// Whether `a` is shorter than `b`.
  @inlinable
  public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.nanoseconds < b.nanoseconds }
  /// The two spans one after the other.
  @inlinable
  public static func + (a: TimeSpan, b: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: .saturatingSum(a.nanoseconds, b.nanoseconds))
  }
  /// What is left of `a` after `b`.
  @inlinable
  public static func - (a: TimeSpan, b: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: .saturatingDifference(a.nanoseconds, b.nanoseconds))
  }
  /// The span `n` times over.
  @inlinable
  public static func * (a: TimeSpan, n: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: .saturatingProduct(a.nanoseconds, n))
  }
  /// This span times `factor`, to the nearest nanosecond.
  @inlinable
  public func scaled(by factor: Double) -> TimeSpan { TimeSpan(seconds: seconds * factor) }
}
