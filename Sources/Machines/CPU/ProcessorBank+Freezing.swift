import EventKernel

extension ProcessorBank {
  /// Stops all threads of a group where they are; those that start meanwhile wait, too.
  public func freeze(_ group: UInt32) { setFrozen(true, groups[group]) }

  /// Lets the threads of a frozen group go on, unless its quota is used up.
  public func thaw(_ group: UInt32) { setFrozen(false, groups[group]) }

  private func setFrozen(_ isFrozen: Bool, _ row: UnsafeMutablePointer<GroupRow>) {
    guard row.pointee.isFrozen != isFrozen else { return }
    let machine = nodes[row.pointee.node]
    if row.pointee.threads.count > 0 { advance(row) }
    row.pointee.isFrozen = isFrozen
    row.pointee.ceiling = isFrozen || isThrottled(row) ? 0 : .infinity
    guard row.pointee.threads.count > 0 else { return }
    machine.pointee.isStale = true
    change(row, machine)
    if !machine.pointee.isSettling { conclude(row.pointee.node) }
  }

  private func isThrottled(_ row: UnsafeMutablePointer<GroupRow>) -> Bool {
    row.pointee.bandwidth != ProcessorBank.none
      && bandwidths[row.pointee.bandwidth].pointee.throttledUntil > timeline.now.nanoseconds
  }
}
