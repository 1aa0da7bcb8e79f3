public import Units

/// The average over time of a number that changes in steps: queue length, busy workers, replicas.
///
/// The area under the steps is an exact integer, so it does not depend on how often the same value
/// was set again, and parts of a run add up.
///
/// Plain data of 64 bytes; a change costs about 2 ns.
@frozen
public struct TimeWeighted: Hashable, Sendable {
  @usableFromInline var current: Int64
  @usableFromInline var greatest: Int64
  @usableFromInline var begin: Instant
  @usableFromInline var since: Instant
  @usableFromInline var area: Int128 = 0

  /// A number that is `value` from `start` on.
  @inlinable
  public init(_ value: Int64 = 0, at start: Instant = .start) {
    current = value
    greatest = value
    begin = start
    since = start
  }

  /// The number now.
  @inlinable
  public var value: Int64 { current }
  /// The greatest number since the start or the last restart.
  @inlinable
  public var maximum: Int64 { greatest }
  /// When the average begins.
  @inlinable
  public var start: Instant { begin }

  /// Makes the number `newValue` from `now` on; `now` must not lie before the last change.
  @inlinable @inline(__always)
  public mutating func set(_ newValue: Int64, at now: Instant) {
    area &+= product(until: now)
    since = now
    current = newValue
    if newValue > greatest { greatest = newValue }
  }

  /// Adds `change` to the number from `now` on.
  @inlinable @inline(__always)
  public mutating func add(_ change: Int64, at now: Instant) {
    set(current &+ change, at: now)
  }

  /// The area in units times nanoseconds from the start until `now`.
  public func area(until now: Instant) -> Int128 { area &+ product(until: now) }

  /// The average from the start until `now`; the number itself when no time has passed.
  public func average(until now: Instant) -> Double {
    let length = (now - begin).nanoseconds
    return length > 0 ? Double(area(until: now)) / Double(length) : Double(current)
  }

  /// Forgets the past and averages from `now` on, as at the start of a measured window.
  public mutating func restart(at now: Instant) {
    precondition(now >= since, "time ran back from \(since.nanoseconds) to \(now.nanoseconds) ns")
    area = 0
    begin = now
    since = now
    greatest = current
  }

  @inlinable @inline(__always)
  func product(until now: Instant) -> Int128 {
    precondition(now >= since, "time ran back from \(since.nanoseconds) to \(now.nanoseconds) ns")
    let parts = current.multipliedFullWidth(by: now.nanoseconds &- since.nanoseconds)
    return Int128(parts.high) &<< 64 | Int128(parts.low)
  }
}
