import EventKernel
import Units

extension ProcessorBank {
  /// Core-seconds that a node has used so far.
  public func busyCoreSeconds(node: UInt32) -> Double {
    advanceUse(nodes[node])
    return nodes[node].pointee.busy / 1e9
  }

  /// Core-seconds that a group has used so far.
  public func busyCoreSeconds(group: UInt32) -> Double {
    advance(groups[group])
    return groups[group].pointee.busy / 1e9
  }

  /// The cores that a group has at this moment.
  public func cores(ofGroup group: UInt32) -> Double { max(0, groups[group].pointee.share) }

  /// Threads of a group that run or want to.
  public func threadCount(ofGroup group: UInt32) -> Int { groups[group].pointee.threads.count }

  /// Threads of a node that run or want to.
  public func runnableCount(node: UInt32) -> Int { nodes[node].pointee.runnable }

  /// The cores of a node.
  public func cores(ofNode node: UInt32) -> Double { nodes[node].pointee.cores }

  /// Checks that the shares fit the node, its threads and its links; empty in release builds.
  ///
  /// - Complexity: O(groups + threads) under `INTERNAL_CHECKS`, else nothing.
  public func checkInvariants() {
    #if INTERNAL_CHECKS
      for node in 0..<nodes.count {
        let machine = nodes[node].pointee
        var runnable = 0
        var frozen = 0
        var shares = 0.0
        var group = machine.firstActive
        var previous = ProcessorBank.none
        while group != ProcessorBank.none {
          let row = groups[group].pointee
          precondition(row.node == node, "group \(group) of node \(row.node) listed at \(node)")
          precondition(row.previous == previous, "broken list at group \(group)")
          precondition(row.threads.count > 0, "idle group \(group) is listed as active")
          precondition(row.threads.isHeap, "the threads of group \(group) are out of order")
          precondition(
            row.share <= Double(row.threads.count) * (1 + 1e-12),
            "group \(group) has \(row.share) cores for \(row.threads.count) threads")
          precondition(
            row.share == 0 || row.ceiling > 0, "group \(group) runs although it is throttled")
          runnable += row.threads.count
          if row.isFrozen { frozen += row.threads.count }
          shares += row.share
          previous = group
          group = row.next
        }
        precondition(runnable == machine.runnable, "\(runnable) threads, \(machine.runnable) said")
        precondition(
          shares <= machine.cores * (1 + 1e-9), "\(shares) of \(machine.cores) cores given away")
        precondition(
          frozen > 0 || (machine.nextAt == .max) == (runnable == 0),
          "node \(node) has threads and no event")
      }
    #endif
  }
}
