import Units

/// The clock of a run and the events that are still to come.
///
///     let engine = Engine()
///     engine.after(.seconds(1)) { print("a second has passed") }
///     engine.run(until: Instant.start + .minutes(1), world: EmptyWorld())
///
/// Two tiers share one order (time, then order of scheduling). Typed events are plain data and go
/// to `World.handle`; closures are for what happens rarely. One thread only: an engine and all
/// that hangs on it belong to the run that made them.
public final class Engine {
  /// The pending events and the clock, for models that schedule millions of times.
  ///
  /// Valid as long as the engine lives; using it costs no reference counting.
  public let timeline: Timeline
  var closures: [(() -> Void)?] = []
  var freeClosures: [UInt32] = []
  @usableFromInline var isRunning = false

  /// An engine at the start of a run, with nothing to do.
  public init() {
    timeline = Timeline()
  }

  deinit {
    timeline.destroy()
  }

  /// The simulated time.
  @inlinable
  public var now: Instant { timeline.now }

  /// Whether nothing is pending.
  @inlinable
  public var isEmpty: Bool { timeline.list.count == 0 }

  /// How many events are pending.
  @inlinable
  public var pendingCount: Int { timeline.list.count }

  /// How many events have run, closures included.
  @inlinable
  public var executedCount: UInt64 { timeline.state.pointee.executed }

  /// When the next event is due; nil when nothing is pending.
  public var nextTime: Instant? { timeline.list.firstTime }

  /// Schedules a typed event at `time`, which must not be in the past.
  @inlinable
  @discardableResult
  public func schedule(_ event: Event, at time: Instant) -> EventHandle {
    timeline.schedule(event, at: time)
  }

  /// Schedules a typed event after `delay`, which must not be negative.
  @inlinable
  @discardableResult
  public func schedule(_ event: Event, after delay: TimeSpan) -> EventHandle {
    timeline.schedule(event, at: timeline.now + delay)
  }

  /// Moves a pending event to `time`, behind the others of that time; false when it has run.
  @inlinable
  @discardableResult
  public func reschedule(_ handle: EventHandle, at time: Instant) -> Bool {
    timeline.reschedule(handle, at: time)
  }

  /// Takes a pending event or closure out; false when it has run or was cancelled before.
  @discardableResult
  public func cancel(_ handle: EventHandle) -> Bool {
    if let pending = timeline.list.lookUp(handle), pending.event.kind == Event.closureKind {
      dropClosure(pending.event.a)
    }
    return timeline.cancel(handle)
  }

  /// Makes the current `run` return once the event that calls this has ended.
  public func stop() { timeline.state.pointee.isStopping = true }

  /// Starts a running hash over every event executed from here on, for tests of determinism.
  public func startTrace() { timeline.state.pointee.isTracing = true }

  /// The hash of (time, kind, operands) over the events executed since `startTrace()`.
  public var traceHash: UInt64 { timeline.state.pointee.trace }

  /// Checks the event list; does nothing in release builds.
  ///
  /// - Complexity: O(pending events) under `INTERNAL_CHECKS`, else nothing.
  public func checkInvariants() {
    timeline.list.checkInvariants()
    #if INTERNAL_CHECKS
      precondition(timeline.list.base <= now, "the clock is behind the last event")
      let live = closures.count - freeClosures.count
      precondition(live <= pendingCount, "\(live) closures for \(pendingCount) events")
    #endif
  }
}
