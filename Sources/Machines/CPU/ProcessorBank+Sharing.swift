import EventKernel
import Units

extension ProcessorBank {
  /// Gives a group what it has earned since its last change.
  @inline(__always)
  func advance(_ row: UnsafeMutablePointer<GroupRow>) {
    let now = timeline.now.nanoseconds
    let elapsed = now &- row.pointee.updated
    if elapsed == 0 { return }
    if row.pointee.bandwidth != ProcessorBank.none {
      charge(row, from: row.pointee.updated, to: now)
    }
    row.pointee.updated = now
    let span = Double(elapsed)
    row.pointee.virtual += row.pointee.rate * span
    row.pointee.busy += row.pointee.share * span
  }

  /// Enters what the node has used since its last change, before `inUse` changes.
  @inline(__always)
  func advanceUse(_ machine: UnsafeMutablePointer<NodeRow>) {
    let now = timeline.now.nanoseconds
    let elapsed = now &- machine.pointee.updated
    machine.pointee.updated = now
    machine.pointee.busy += machine.pointee.inUse * Double(elapsed)
  }

  /// When the first thread of a group ends at its present rate, or its quota or a wait for quota.
  @inline(__always)
  func end(of row: UnsafeMutablePointer<GroupRow>, _ now: Int64) -> Int64 {
    let left = row.pointee.threads.firstMark - row.pointee.virtual
    if left <= ProcessorBank.tolerance { return now }
    let wait = left / row.pointee.rate
    let end = wait < 9e18 ? now &+ ProcessorBank.roundedUp(wait) : .max
    if row.pointee.bandwidth == ProcessorBank.none { return end }
    return quotaEnd(row, now, end: end)
  }

  /// The least whole number that is not below `x`, which is zero or more and below 9.2e18.
  ///
  /// Without the call into the C library that `rounded(.up)` is on older instruction sets.
  @inline(__always)
  public static func roundedUp(_ x: Double) -> Int64 {
    let whole = Int64(x)
    return Double(whole) < x ? whole &+ 1 : whole
  }

  /// A group has gained or lost threads: it alone changes while there is a core for every thread.
  @inline(__always)
  func change(
    _ row: UnsafeMutablePointer<GroupRow>, _ machine: UnsafeMutablePointer<NodeRow>
  ) {
    let threads = Double(row.pointee.threads.count)
    row.pointee.wanted = min(threads, row.pointee.ceiling)
    if machine.pointee.isContended || machine.pointee.isStale
      || Double(machine.pointee.runnable) > machine.pointee.cores
      || threads > row.pointee.ceiling
    {
      machine.pointee.isStale = true
      return
    }
    advanceUse(machine)
    machine.pointee.inUse += threads - row.pointee.share
    row.pointee.share = threads
    row.pointee.rate = machine.pointee.speed
    if threads > 0 { row.pointee.endAt = end(of: row, timeline.now.nanoseconds) }
  }

  /// Divides the node's cores anew if need be, and plans its event.
  @inline(__always)
  func conclude(_ node: UInt32) {
    let machine = nodes[node]
    if machine.pointee.isStale { return plan(node, at: share(node)) }
    var soonest = Int64.max
    var group = machine.pointee.firstActive
    while group != ProcessorBank.none {
      let row = groups[group]
      if row.pointee.endAt < soonest {
        soonest = row.pointee.endAt
        machine.pointee.nextGroup = group
      }
      group = row.pointee.next
    }
    plan(node, at: soonest)
  }

  /// Divides the node's cores among its groups: each gets at most what it can use, and the rest in
  /// proportion to weight. Returns when the first thread ends.
  ///
  /// - Complexity: O(active groups) for each group size at which some are satisfied; usually one or
  ///   two rounds.
  func share(_ node: UInt32) -> Int64 {
    let machine = nodes[node]
    advanceUse(machine)
    machine.pointee.isStale = false
    var weights = 0.0
    var demand = 0.0
    var open = 0
    var group = machine.pointee.firstActive
    while group != ProcessorBank.none {
      let row = groups[group]
      advance(row)
      demand += row.pointee.wanted
      open += 1
      weights += row.pointee.weight
      row.pointee.share = -1
      group = row.pointee.next
    }
    var left = machine.pointee.cores
    let isScarce = demand > left
    // One group alone wants more than is left, so only two or more need another look.
    while isScarce, open > 1 {
      let satisfied = satisfySmallest(machine.pointee.firstActive, &left, &weights)
      if satisfied == 0 { break }
      open -= satisfied
    }
    let perWeight = isScarce && weights > 0 ? max(0, left) / weights : 0
    machine.pointee.isContended = isScarce
    machine.pointee.inUse = 0
    let now = timeline.now.nanoseconds
    var soonest = Int64.max
    group = machine.pointee.firstActive
    while group != ProcessorBank.none {
      let row = groups[group]
      let threads = Double(row.pointee.threads.count)
      if row.pointee.share < 0 {
        row.pointee.share =
          isScarce ? row.pointee.weight * perWeight : row.pointee.wanted
      }
      if row.pointee.share < row.pointee.wanted { machine.pointee.isContended = true }
      machine.pointee.inUse += row.pointee.share
      let rate = threads == 1 ? row.pointee.share : row.pointee.share / threads
      row.pointee.rate = rate * machine.pointee.speed
      row.pointee.endAt = end(of: row, now)
      if row.pointee.endAt < soonest {
        soonest = row.pointee.endAt
        machine.pointee.nextGroup = group
      }
      group = row.pointee.next
    }
    return soonest
  }

  /// Gives all groups that want no more than their part what they want, and says how many did.
  @inline(__always)
  private func satisfySmallest(
    _ first: UInt32, _ left: inout Double, _ weights: inout Double
  ) -> Int {
    let perWeight = left / weights
    var satisfied = 0
    var group = first
    while group != ProcessorBank.none {
      let row = groups[group]
      if row.pointee.share < 0, row.pointee.wanted <= row.pointee.weight * perWeight {
        row.pointee.share = row.pointee.wanted
        left -= row.pointee.wanted
        weights -= row.pointee.weight
        satisfied += 1
      }
      group = row.pointee.next
    }
    return satisfied
  }

  /// Moves the node's event, makes one, or takes it away (`end` is the largest number).
  @inline(__always)
  func plan(_ node: UInt32, at end: Int64) {
    let machine = nodes[node]
    if machine.pointee.nextAt == end { return }
    if machine.pointee.nextAt == .max {
      machine.pointee.event = timeline.schedule(
        Event(kind: eventKind, a: node), at: Instant(nanoseconds: end))
    } else if end == .max {
      timeline.cancel(machine.pointee.event)
      machine.pointee.event = .none
    } else {
      timeline.reschedule(machine.pointee.event, at: Instant(nanoseconds: end))
    }
    machine.pointee.nextAt = end
  }

  @inline(__always)
  func activate(
    _ group: UInt32, _ row: UnsafeMutablePointer<GroupRow>,
    _ machine: UnsafeMutablePointer<NodeRow>
  ) {
    row.pointee.virtual = 0
    row.pointee.updated = timeline.now.nanoseconds
    if row.pointee.bandwidth != ProcessorBank.none { reopen(row) }
    row.pointee.previous = ProcessorBank.none
    row.pointee.next = machine.pointee.firstActive
    if machine.pointee.firstActive != ProcessorBank.none {
      groups[machine.pointee.firstActive].pointee.previous = group
    }
    machine.pointee.firstActive = group
  }

  @inline(__always)
  func deactivate(
    _ row: UnsafeMutablePointer<GroupRow>, _ machine: UnsafeMutablePointer<NodeRow>
  ) {
    advanceUse(machine)
    machine.pointee.inUse -= row.pointee.share
    row.pointee.share = 0
    row.pointee.rate = 0
    row.pointee.endAt = .max
    if row.pointee.previous == ProcessorBank.none {
      machine.pointee.firstActive = row.pointee.next
    } else {
      groups[row.pointee.previous].pointee.next = row.pointee.next
    }
    if row.pointee.next != ProcessorBank.none {
      groups[row.pointee.next].pointee.previous = row.pointee.previous
    }
    // Without threads there is nothing to divide, and sums of shares start from zero again.
    if machine.pointee.firstActive == ProcessorBank.none {
      machine.pointee.inUse = 0
      machine.pointee.isContended = false
      machine.pointee.isStale = false
    }
  }
}
