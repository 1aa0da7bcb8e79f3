import Units

/// Why a run of the event loop returned.
public enum RunEnd: Hashable, Sendable {
  /// The limit was reached; events after it are still pending.
  case reachedLimit
  /// Nothing is pending any more.
  case ranOut
  /// A handler asked for it by `stop()`; the clock stands at that event.
  case stopped
}

extension Engine {
  /// Executes every event that is due by `limit`, `limit` included, in order.
  ///
  /// Afterwards the clock stands at `limit`, unless a handler stopped the run or `limit` is
  /// `Instant.never`. A run cannot be started from inside a handler.
  @inlinable
  @discardableResult
  public func run<W: World>(until limit: Instant, world: W) -> RunEnd {
    precondition(!isRunning, "run(until:) was called from inside an event")
    precondition(limit >= now, "cannot run back to \(limit.nanoseconds) ns")
    isRunning = true
    defer { isRunning = false }
    let timeline = self.timeline
    timeline.state.pointee.isStopping = false
    while let (event, time) = timeline.list.popFirst(notAfter: limit) {
      timeline.begin(event, at: time)
      if event.kind == Event.closureKind {
        runClosure(event.a)
      } else {
        world.handle(event)
      }
      if timeline.state.pointee.isStopping { return .stopped }
    }
    if limit != .never { timeline.state.pointee.now = limit }
    return isEmpty ? .ranOut : .reachedLimit
  }

  /// Executes the next event, however far away; false when nothing is pending.
  @inlinable
  @discardableResult
  public func step<W: World>(world: W) -> Bool {
    precondition(!isRunning, "step(world:) was called from inside an event")
    guard let (event, time) = timeline.list.popFirst(notAfter: .never) else { return false }
    isRunning = true
    defer { isRunning = false }
    timeline.begin(event, at: time)
    if event.kind == Event.closureKind {
      runClosure(event.a)
    } else {
      world.handle(event)
    }
    return true
  }
}

extension Timeline {
  @inlinable
  func begin(_ event: Event, at time: Instant) {
    state.pointee.now = time
    state.pointee.executed &+= 1
    if state.pointee.isTracing { trace(event, at: time) }
  }

  @usableFromInline
  func trace(_ event: Event, at time: Instant) {
    var hash = state.pointee.trace
    let operands = UInt64(event.a) << 32 | UInt64(event.b)
    let kind = UInt64(event.kind) << 16 | UInt64(event.c)
    for word in [UInt64(time.nanoseconds), kind, operands] {
      hash = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash >> 29
    }
    state.pointee.trace = hash
  }
}
