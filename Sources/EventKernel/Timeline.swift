import Units

/// The clock and the pending events of an engine, as a plain pointer for hot code.
///
/// A model keeps a copy in a `let` and schedules through it; it must not outlive its engine.
@frozen
public struct Timeline {
  @frozen
  @usableFromInline
  struct State {
    @usableFromInline var now = Instant.start
    @usableFromInline var executed: UInt64 = 0
    @usableFromInline var trace: UInt64 = 0xcbf2_9ce4_8422_2325
    @usableFromInline var isTracing = false
    @usableFromInline var isStopping = false

    @inlinable
    init() {}
  }

  @usableFromInline let state: UnsafeMutablePointer<State>
  @usableFromInline let list: EventList

  init() {
    state = .allocate(capacity: 1)
    state.initialize(to: State())
    list = EventList()
  }

  func destroy() {
    list.destroy()
    state.deallocate()
  }

  /// The simulated time.
  @inlinable
  public var now: Instant { state.pointee.now }

  /// Schedules a typed event at `time`, which must not be in the past.
  @inlinable
  @discardableResult
  public func schedule(_ event: Event, at time: Instant) -> EventHandle {
    precondition(
      time >= state.pointee.now,
      "event of kind \(event.kind) at \(time.nanoseconds) ns lies in the past")
    return list.insert(event, at: time)
  }

  /// Moves a pending event to `time`, behind the others of that time; false when it has run.
  @inlinable
  @discardableResult
  public func reschedule(_ handle: EventHandle, at time: Instant) -> Bool {
    precondition(
      time >= state.pointee.now, "an event was moved to \(time.nanoseconds) ns, in the past")
    return list.move(handle, to: time)
  }

  /// Takes a pending typed event out; false when it has run or was cancelled before.
  ///
  /// Closures are cancelled through the engine, which owns them.
  @inlinable
  @discardableResult
  public func cancel(_ handle: EventHandle) -> Bool { list.cancel(handle) }
}
