import EventKernel

extension ProcessorBank {
  /// Stops all threads of a group where they are; those that start meanwhile wait, too.
  public func freeze(_ group: UInt32) {
    let row = groups[group]
    guard row.pointee.limit > 0 else { return }
    row.pointee.limitWhenThawed = row.pointee.limit
    setLimit(0, row)
  }

  /// Lets the threads of a frozen group go on.
  public func thaw(_ group: UInt32) {
    let row = groups[group]
    guard row.pointee.limit == 0 else { return }
    setLimit(row.pointee.limitWhenThawed, row)
  }

  private func setLimit(_ limit: Double, _ row: UnsafeMutablePointer<GroupRow>) {
    let machine = nodes[row.pointee.node]
    row.pointee.limit = limit
    guard row.pointee.threads.count > 0 else { return }
    advance(row)
    machine.pointee.isStale = true
    change(row, machine)
    if !machine.pointee.isSettling { conclude(row.pointee.node) }
  }
}
