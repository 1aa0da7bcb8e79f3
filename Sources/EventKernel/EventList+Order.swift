import Units

extension EventList {
  /// Takes the first event if its time is not after `limit`, else changes nothing.
  ///
  /// Lists are spread to lower levels only when their first event is really taken, so that events
  /// inserted afterwards, between the last taken one and `limit`, still find their place.
  @inlinable
  public func popFirst(notAfter limit: Instant) -> (event: Event, time: Instant)? {
    let levels = core.pointee.levels
    if levels == 0 { return nil }
    let level = levels.trailingZeroBitCount
    let list = level &<< 6 | core.pointee.slots[level].trailingZeroBitCount
    let bucket = core.pointee.buckets[list]
    var index = bucket.head
    if level == 0 || index == bucket.tail {
      let time = core.pointee.nodes[Int(index)].time
      if time > UInt64(bitPattern: limit.nanoseconds) { return nil }
      unlinkHead(index, list: list, level: level)
      core.pointee.base = time
    } else {
      index = spread(list: list, level: level, limit: UInt64(bitPattern: limit.nanoseconds))
      if index == EventList.none { return nil }
    }
    let node = core.pointee.nodes + Int(index)
    let event = node.pointee.event
    let time = Instant(nanoseconds: Int64(bitPattern: node.pointee.time))
    release(index)
    return (event, time)
  }

  /// When the first event is due; nil when none is pending.
  ///
  /// - Complexity: O(events that share the first list), for nothing is moved.
  public var firstTime: Instant? {
    let levels = core.pointee.levels
    if levels == 0 { return nil }
    let level = levels.trailingZeroBitCount
    let slot = core.pointee.slots[level].trailingZeroBitCount
    var index = core.pointee.buckets[level &<< 6 | slot].head
    var first = UInt64.max
    while index != EventList.none {
      first = min(first, core.pointee.nodes[Int(index)].time)
      index = core.pointee.nodes[Int(index)].next
    }
    return Instant(nanoseconds: Int64(first))
  }

  /// Takes the first event of a list of level 1 or above, and moves the rest of the list down.
  ///
  /// Returns `none` and changes nothing when that event is due after `limit`.
  @usableFromInline
  func spread(list: Int, level: Int, limit: UInt64) -> UInt32 {
    let width = UInt64(6 &* level)
    let above = core.pointee.base >> width & ~63
    if (above | UInt64(list & 63)) << width > limit { return EventList.none }
    let nodes = core.pointee.nodes
    let head = core.pointee.buckets[list].head
    var first = head
    var time = nodes[Int(head)].time
    var index = nodes[Int(head)].next
    while index != EventList.none {
      let candidate = nodes[Int(index)].time
      if candidate < time {
        time = candidate
        first = index
      }
      index = nodes[Int(index)].next
    }
    if time > limit { return EventList.none }
    clear(list: list, level: level)
    core.pointee.base = time
    index = head
    while index != EventList.none {
      let next = nodes[Int(index)].next
      if index != first { append(index, time: nodes[Int(index)].time) }
      index = next
    }
    return first
  }

  /// The list in which an event of `time` lies while the last event taken had the time `base`.
  @inlinable
  @inline(__always)
  func listIndex(time: UInt64) -> (list: Int, level: Int) {
    let difference = time ^ core.pointee.base
    let highest = 63 &- (difference | 1).leadingZeroBitCount
    let level = (highest &* 43) &>> 8
    let slot = Int(truncatingIfNeeded: (time &>> UInt64(6 &* level)) & 63)
    return (level &<< 6 | slot, level)
  }

  @inlinable
  @inline(__always)
  func append(_ index: UInt32, time: UInt64) {
    let (list, level) = listIndex(time: time)
    let bucket = core.pointee.buckets + list
    let nodes = core.pointee.nodes
    let tail = bucket.pointee.tail
    nodes[Int(index)].next = EventList.none
    nodes[Int(index)].previous = tail
    bucket.pointee.tail = index
    if tail == EventList.none {
      bucket.pointee.head = index
      core.pointee.slots[level] |= 1 &<< UInt64(list & 63)
      core.pointee.levels |= 1 &<< UInt32(level)
    } else {
      nodes[Int(tail)].next = index
    }
  }

  @inlinable
  @inline(__always)
  func unlinkHead(_ index: UInt32, list: Int, level: Int) {
    let next = core.pointee.nodes[Int(index)].next
    if next == EventList.none {
      clear(list: list, level: level)
    } else {
      core.pointee.nodes[Int(next)].previous = EventList.none
      core.pointee.buckets[list].head = next
    }
  }

  @inlinable
  @inline(__always)
  func clear(list: Int, level: Int) {
    core.pointee.buckets[list] = Bucket(head: EventList.none, tail: EventList.none)
    let slots = core.pointee.slots[level] & ~(1 &<< UInt64(list & 63))
    core.pointee.slots[level] = slots
    if slots == 0 { core.pointee.levels &= ~(1 &<< UInt32(level)) }
  }

  @inlinable
  func unlink(_ index: UInt32) {
    let nodes = core.pointee.nodes
    let node = nodes[Int(index)]
    let (list, level) = listIndex(time: node.time)
    if node.previous == EventList.none {
      unlinkHead(index, list: list, level: level)
    } else {
      nodes[Int(node.previous)].next = node.next
      if node.next == EventList.none {
        core.pointee.buckets[list].tail = node.previous
      } else {
        nodes[Int(node.next)].previous = node.previous
      }
    }
  }

  @inlinable
  @inline(__always)
  func release(_ index: UInt32) {
    let node = core.pointee.nodes + Int(index)
    node.pointee.generation &+= 1
    node.pointee.next = core.pointee.firstFree
    core.pointee.firstFree = index
    core.pointee.count &-= 1
  }
}
