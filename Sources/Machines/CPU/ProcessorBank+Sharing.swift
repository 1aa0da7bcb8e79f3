import EventKernel
import Units

extension ProcessorBank {
  /// Gives every group what it has earned since the node's last change.
  @inline(__always)
  func advance(_ node: UInt32) {
    let machine = nodes[node]
    let now = timeline.now.nanoseconds
    let elapsed = now &- machine.pointee.updated
    if elapsed == 0 { return }
    machine.pointee.updated = now
    let span = Double(elapsed)
    var group = machine.pointee.firstActive
    while group != ProcessorBank.none {
      let row = groups[group]
      row.pointee.virtual += row.pointee.rate * span
      let used = row.pointee.share * span
      row.pointee.busy += used
      machine.pointee.busy += used
      group = row.pointee.next
    }
  }

  /// Whether every thread of the node has a core of its own, `row` having gained one.
  @inline(__always)
  func isRoomy(
    _ machine: UnsafeMutablePointer<NodeRow>, _ row: UnsafeMutablePointer<GroupRow>
  ) -> Bool {
    !machine.pointee.isContended
      && Double(machine.pointee.runnable) <= machine.pointee.cores
      && Double(row.pointee.threads.count) <= row.pointee.limit
  }

  /// Divides the node's cores among its groups: each gets at most what it can use, and the rest in
  /// proportion to weight.
  ///
  /// - Complexity: O(active groups) for each group size at which some are satisfied; usually one or
  ///   two rounds.
  func share(_ node: UInt32) {
    let machine = nodes[node]
    var weights = 0.0
    var demand = 0.0
    var group = machine.pointee.firstActive
    while group != ProcessorBank.none {
      let row = groups[group]
      let wanted = min(Double(row.pointee.threads.count), row.pointee.limit)
      demand += wanted
      weights += row.pointee.weight
      row.pointee.share = -1
      group = row.pointee.next
    }
    var left = machine.pointee.cores
    let isScarce = demand > left
    var isContended = isScarce
    while isScarce, satisfySmallest(node, &left, &weights) {}
    let perWeight = isScarce && weights > 0 ? max(0, left) / weights : 0
    group = machine.pointee.firstActive
    while group != ProcessorBank.none {
      let row = groups[group]
      let threads = Double(row.pointee.threads.count)
      if row.pointee.share < 0 {
        row.pointee.share =
          isScarce
          ? row.pointee.weight * perWeight : min(threads, row.pointee.limit)
      }
      if row.pointee.share < threads { isContended = true }
      row.pointee.rate = row.pointee.share / threads * machine.pointee.speed
      group = row.pointee.next
    }
    machine.pointee.isContended = isContended
  }

  /// Gives all groups that want less than their part what they want; false when there was none.
  private func satisfySmallest(_ node: UInt32, _ left: inout Double, _ weights: inout Double)
    -> Bool
  {
    guard weights > 0 else { return false }
    let perWeight = left / weights
    var found = false
    var group = nodes[node].pointee.firstActive
    while group != ProcessorBank.none {
      let row = groups[group]
      let wanted = min(Double(row.pointee.threads.count), row.pointee.limit)
      if row.pointee.share < 0, wanted <= row.pointee.weight * perWeight {
        row.pointee.share = wanted
        left -= wanted
        weights -= row.pointee.weight
        found = true
      }
      group = row.pointee.next
    }
    return found
  }

  /// Plans the node's event at the first end of a thread, as things stand now.
  func plan(_ node: UInt32) {
    let machine = nodes[node]
    var soonest = Double.infinity
    var group = machine.pointee.firstActive
    while group != ProcessorBank.none {
      let row = groups[group]
      let left = max(0, row.pointee.threads.firstMark - row.pointee.virtual)
      soonest = min(soonest, left / row.pointee.rate)
      group = row.pointee.next
    }
    if soonest >= 9e18 {
      if machine.pointee.nextAt != .max {
        timeline.cancel(machine.pointee.event)
        machine.pointee.event = .none
        machine.pointee.nextAt = .max
      }
      return
    }
    let wait = soonest <= ProcessorBank.tolerance ? 0 : Int64(soonest.rounded(.up))
    plan(node, at: timeline.now.nanoseconds &+ wait)
  }

  /// Moves the node's event, or makes one.
  @inline(__always)
  func plan(_ node: UInt32, at end: Int64) {
    let machine = nodes[node]
    if machine.pointee.nextAt == end { return }
    let time = Instant(nanoseconds: end)
    if machine.pointee.nextAt == .max {
      machine.pointee.event = timeline.schedule(Event(kind: eventKind, a: node), at: time)
    } else {
      timeline.reschedule(machine.pointee.event, at: time)
    }
    machine.pointee.nextAt = end
  }

  @inline(__always)
  func activate(_ group: UInt32) {
    let row = groups[group]
    let machine = nodes[row.pointee.node]
    row.pointee.virtual = 0
    row.pointee.previous = ProcessorBank.none
    row.pointee.next = machine.pointee.firstActive
    if machine.pointee.firstActive != ProcessorBank.none {
      groups[machine.pointee.firstActive].pointee.previous = group
    }
    machine.pointee.firstActive = group
  }

  @inline(__always)
  func deactivate(_ group: UInt32) {
    let row = groups[group]
    row.pointee.share = 0
    row.pointee.rate = 0
    if row.pointee.previous == ProcessorBank.none {
      nodes[row.pointee.node].pointee.firstActive = row.pointee.next
    } else {
      groups[row.pointee.previous].pointee.next = row.pointee.next
    }
    if row.pointee.next != ProcessorBank.none {
      groups[row.pointee.next].pointee.previous = row.pointee.previous
    }
  }
}
