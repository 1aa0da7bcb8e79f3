import Units

/// A clock that moves only when told to, with its own list of promises: for tests of components.
///
/// Promises run in the order (instant, asked for first), as in every simulation.
package final class ManualClock: Clock {
  private struct Promise {
    let instant: Instant
    let number: UInt64
    let action: () -> Void

    static func < (a: Promise, b: Promise) -> Bool {
      a.instant == b.instant ? a.number < b.number : a.instant < b.instant
    }
  }

  /// A binary heap, the next promise first.
  private var heap: [Promise] = []
  private var cancelled: Set<UInt64> = []
  private var issued: UInt64 = 0
  /// The present instant.
  package private(set) var now: Instant

  /// A clock that stands at `now`.
  package init(now: Instant = .start) { self.now = now }

  @discardableResult
  package func after(_ delay: TimeSpan, _ action: @escaping () -> Void) -> TimerToken {
    precondition(delay >= .zero, "a promise for the past: \(delay)")
    issued += 1
    push(Promise(instant: now + delay, number: issued, action: action))
    return TimerToken(rawValue: issued)
  }

  package func cancel(_ timer: TimerToken) { cancelled.insert(timer.rawValue) }

  /// Runs the next promise; false when there is none.
  @discardableResult
  package func step() -> Bool {
    while let next = pop() {
      if cancelled.remove(next.number) != nil { continue }
      precondition(next.instant >= now, "the clock went back from \(now) to \(next.instant)")
      now = next.instant
      next.action()
      return true
    }
    cancelled.removeAll()
    return false
  }

  /// Runs all promises up to and at `instant`, and stands there.
  package func run(until instant: Instant) {
    while let first = heap.first, first.instant <= instant { step(upTo: instant, first) }
    now = max(now, instant)
  }

  /// Runs all promises of the next `span`, and stands at its end.
  package func advance(by span: TimeSpan) { run(until: now + span) }

  /// Runs promises until `condition` holds; false when it does not within `limit`.
  @discardableResult
  package func run(until condition: () -> Bool, limit: TimeSpan) -> Bool {
    let deadline = now + limit
    while !condition() {
      guard let first = heap.first, first.instant <= deadline else {
        now = max(now, deadline)
        return condition()
      }
      step(upTo: deadline, first)
    }
    return true
  }

  /// The number of promises still to run, cancelled ones left out.
  package var pendingCount: Int { heap.count { !cancelled.contains($0.number) } }

  private func step(upTo instant: Instant, _ first: Promise) {
    if cancelled.contains(first.number) {
      _ = pop()
      cancelled.remove(first.number)
    } else {
      step()
    }
  }

  private func push(_ promise: Promise) {
    heap.append(promise)
    var place = heap.count - 1
    while place > 0, heap[place] < heap[(place - 1) / 2] {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private func pop() -> Promise? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2]
      where child < heap.count && heap[child] < heap[least] { least = child }
      if least == place { return first }
      heap.swapAt(place, least)
      place = least
    }
  }
}
