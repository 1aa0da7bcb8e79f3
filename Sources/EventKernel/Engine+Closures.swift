import Units

extension Engine {
  /// Runs `action` after `delay`, behind everything that is due at the same time already.
  ///
  /// The cold tier: an allocation and two reference counts, for what happens thousands of times a
  /// second at most.
  @discardableResult
  public func after(_ delay: TimeSpan, _ action: @escaping () -> Void) -> EventHandle {
    at(now + delay, action)
  }

  /// Runs `action` at `time`, which must not be in the past.
  @discardableResult
  public func at(_ time: Instant, _ action: @escaping () -> Void) -> EventHandle {
    let slot: UInt32
    if let free = freeClosures.popLast() {
      slot = free
      closures[Int(slot)] = action
    } else {
      slot = UInt32(closures.count)
      closures.append(action)
    }
    return timeline.schedule(Event(kind: Event.closureKind, a: slot), at: time)
  }

  @usableFromInline
  func runClosure(_ slot: UInt32) {
    let action = closures[Int(slot)]
    dropClosure(slot)
    action?()
  }

  func dropClosure(_ slot: UInt32) {
    closures[Int(slot)] = nil
    freeClosures.append(slot)
  }
}
