import Units

/// Keeps simulated time in step with a wall clock, for runs that people watch.
///
/// The wall clock is a closure that gives the time since any fixed moment, so that tests need no
/// real clock. The pacer never sleeps itself: the host asks how long it may wait.
public struct Pacer {
  /// Simulated seconds that pass in a second of the wall clock; more than zero.
  public private(set) var speed: Double
  private let wallClock: () -> TimeSpan
  private var wallAnchor: TimeSpan
  private var simulatedAnchor: Instant

  /// A pacer that equates the wall clock's present with `now`.
  public init(speed: Double, now: Instant, wallClock: @escaping () -> TimeSpan) {
    precondition(speed > 0, "the speed of a pacer must be positive, got \(speed)")
    self.speed = speed
    self.wallClock = wallClock
    wallAnchor = wallClock()
    simulatedAnchor = now
  }

  /// The simulated time that the wall clock calls for.
  public var target: Instant {
    simulatedAnchor + max(.zero, wallClock() - wallAnchor).scaled(by: speed)
  }

  /// Goes on at another speed from the present on, without a jump.
  public mutating func setSpeed(_ speed: Double) {
    precondition(speed > 0, "the speed of a pacer must be positive, got \(speed)")
    let present = target
    wallAnchor = wallClock()
    simulatedAnchor = present
    self.speed = speed
  }

  /// Executes what has become due by the wall clock.
  ///
  /// A wall clock that steps back makes this do nothing until it has caught up.
  @inlinable
  @discardableResult
  public func catchUp<W: World>(_ engine: Engine, world: W) -> RunEnd {
    engine.run(until: max(target, engine.now), world: world)
  }

  /// How long the host may sleep before the next event is due; nil when nothing is pending.
  public func waitBeforeNextEvent(of engine: Engine) -> TimeSpan? {
    guard let next = engine.nextTime else { return nil }
    let wait = (next - target).scaled(by: 1 / speed)
    return max(.zero, wait)
  }
}
