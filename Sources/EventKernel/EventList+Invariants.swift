extension EventList {
  /// Checks every link, bitmap and place against the times; does nothing in release builds.
  ///
  /// - Complexity: O(pending events) under `INTERNAL_CHECKS`, else nothing.
  public func checkInvariants() {
    #if INTERNAL_CHECKS
      var seen = 0
      for level in 0..<EventList.levelCount {
        let slots = core.pointee.slots[level]
        let isMarked = core.pointee.levels >> UInt32(level) & 1 == 1
        precondition(isMarked == (slots != 0), "level \(level) mark \(isMarked), slots \(slots)")
        for slot in 0..<64 { seen += checkList(level: level, slot: slot) }
      }
      precondition(seen == core.pointee.count, "\(seen) linked, \(core.pointee.count) counted")
      var free = 0
      var index = core.pointee.firstFree
      while index != EventList.none {
        free += 1
        precondition(free <= Int(core.pointee.capacity), "the free list has a cycle")
        index = core.pointee.nodes[Int(index)].next
      }
      precondition(
        free + seen == Int(core.pointee.capacity),
        "\(free) free and \(seen) pending of \(core.pointee.capacity)")
    #endif
  }

  #if INTERNAL_CHECKS
    private func checkList(level: Int, slot: Int) -> Int {
      let bucket = core.pointee.buckets[level << 6 | slot]
      let isMarked = core.pointee.slots[level] >> UInt64(slot) & 1 == 1
      precondition(
        isMarked == (bucket.head != EventList.none), "list \(level).\(slot) mark \(isMarked)")
      var seen = 0
      var previous = EventList.none
      var index = bucket.head
      while index != EventList.none {
        let node = core.pointee.nodes[Int(index)]
        precondition(node.time >= core.pointee.base, "\(node.time) < base \(core.pointee.base)")
        let place = listIndex(time: node.time)
        precondition(place.list == level << 6 | slot, "\(node.time) in list \(level).\(slot)")
        precondition(node.previous == previous, "broken link at \(index)")
        previous = index
        index = node.next
        seen += 1
      }
      precondition(bucket.tail == previous, "list \(level).\(slot) has tail \(bucket.tail)")
      return seen
    }
  #endif

  /// Doubles the slab; handles stay valid, for they are indices.
  @usableFromInline
  func grow() {
    let old = core.pointee.capacity
    precondition(old < 1 << 30, "more than \(old) pending events")
    let larger = UnsafeMutablePointer<Node>.allocate(capacity: Int(old) * 2)
    larger.moveInitialize(from: core.pointee.nodes, count: Int(old))
    core.pointee.nodes.deallocate()
    core.pointee.nodes = larger
    core.pointee.capacity = old * 2
    linkFree(from: old, to: old * 2)
  }

  /// Makes free places of the slab's memory from `start` up to `end`, lowest first in use.
  func linkFree(from start: UInt32, to end: UInt32) {
    for index in (start..<end).reversed() {
      (core.pointee.nodes + Int(index)).initialize(
        to: Node(
          time: 0, next: core.pointee.firstFree, previous: EventList.none, generation: 1,
          event: Event(kind: 0)))
      core.pointee.firstFree = index
    }
  }
}
