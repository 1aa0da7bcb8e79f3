import Units

/// The time that a component lives in, simulated or real: it is handed one and asks no other.
public protocol Clock: AnyObject {
  /// The present instant.
  var now: Instant { get }

  /// Runs `action` once, `delay` from now; of equal instants the one asked for first runs first.
  @discardableResult
  func after(_ delay: TimeSpan, _ action: @escaping () -> Void) -> TimerToken

  /// Takes back what `after` promised; without effect once it has run.
  /// - Complexity: O(1).
  func cancel(_ timer: TimerToken)
}

/// Names one promise of a `Clock`.
public struct TimerToken: Hashable, Sendable {
  /// The clock's own number for it.
  public let rawValue: UInt64

  /// The promise that its clock calls `rawValue`.
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}
