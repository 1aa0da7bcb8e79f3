import Units

/// The oracle of `EventList`: the same order from a checked array, slower and simpler.
///
/// A 4-ary heap on 128-bit keys (time above, sequence number below). A cancelled event stays in the
/// heap and is skipped when its turn comes, so this heap grows where the wheel does not.
package struct ReferenceHeap {
  private struct Entry {
    var key: UInt128
    var event: Event
  }

  private var entries: [Entry] = []
  private var sequence: UInt64 = 0
  private var cancelled: Set<UInt64> = []

  /// An empty heap.
  package init() {}

  /// How many events are pending.
  package var count: Int { entries.count - cancelled.count }

  /// Adds an event and returns its sequence number, which names it.
  package mutating func insert(_ event: Event, at time: Instant) -> UInt64 {
    sequence += 1
    let key = UInt128(UInt64(time.nanoseconds)) << 64 | UInt128(sequence)
    entries.append(Entry(key: key, event: event))
    var child = entries.count - 1
    while child > 0 {
      let parent = (child - 1) / 4
      if entries[parent].key <= entries[child].key { break }
      entries.swapAt(parent, child)
      child = parent
    }
    return sequence
  }

  /// Marks the pending event of `sequence` as cancelled.
  package mutating func cancel(_ sequence: UInt64) {
    cancelled.insert(sequence)
  }

  /// Takes the first event that is due by `limit`.
  package mutating func popFirst(notAfter limit: Instant) -> (event: Event, time: Instant)? {
    while let first = entries.first {
      let time = Int64(first.key >> 64)
      let name = UInt64(truncatingIfNeeded: first.key)
      if cancelled.remove(name) != nil {
        removeRoot()
        continue
      }
      if time > limit.nanoseconds { return nil }
      removeRoot()
      return (first.event, Instant(nanoseconds: time))
    }
    return nil
  }

  private mutating func removeRoot() {
    let last = entries.removeLast()
    if entries.isEmpty { return }
    entries[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in (4 * parent + 1)..<(4 * parent + 5) where child < entries.count {
        if entries[child].key < entries[least].key { least = child }
      }
      if least == parent { return }
      entries.swapAt(parent, least)
      parent = least
    }
  }
}
