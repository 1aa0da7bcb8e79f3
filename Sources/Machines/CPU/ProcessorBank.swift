public import EventKernel
public import Units

/// The CPUs of all nodes, shared among the threads that want to run.
///
/// A fluid model of the kernel's fair scheduler. Groups (containers) divide a node's cores by
/// weight, but no group gets more cores than it has runnable threads, or than its quota; what it
/// leaves goes to the others (water-filling). Inside a group all threads run equally fast
/// (processor sharing). Time slices, caches and migrations are not modelled: they matter over
/// milliseconds, requests over tens of them. Groups are flat, without the QoS level in between.
/// Source of the weights: kernel/sched/fair.c; `cpu.shares` from requests, at least 2:
/// pkg/kubelet/cm/helpers_linux.go, v1.36.
///
/// Each group has a virtual time, the work that every thread of it has received; a thread ends when
/// that reaches its mark, so progress costs nothing per thread. One event is pending a node.
///
/// - Complexity: starting or ending a thread costs O(groups with runnable threads on that node +
///   log threads of the group).
public final class ProcessorBank {
  @usableFromInline static var none: UInt32 { .max }

  struct NodeRow {
    var cores: Double
    var speed: Double
    /// First of the groups with runnable threads.
    var firstActive = ProcessorBank.none
    var runnable = 0
    /// Whether some group gets less than it has threads.
    var isContended = false
    /// Whether completions are being handed out, so that the next event is planned once, afterwards.
    var isSettling = false
    var updated: Int64 = 0
    var nextAt = Int64.max
    var event = EventHandle.none
    /// Core-nanoseconds used.
    var busy = 0.0
  }

  struct GroupRow {
    var node: UInt32
    var weight: Double
    /// Cores that the group may use at most.
    var limit = Double.infinity
    var next = ProcessorBank.none
    var previous = ProcessorBank.none
    /// Cores that the group has now.
    var share = 0.0
    /// Work that each of its threads gets in a nanosecond, in nanoseconds of a core of speed 1.
    var rate = 0.0
    /// Work that each of its threads has got since the group was last idle.
    var virtual = 0.0
    var threads = ThreadHeap()
    /// Core-nanoseconds used.
    var busy = 0.0
  }

  let nodes = Table<NodeRow>()
  let groups = Slab<GroupRow>()
  let timeline: Timeline
  let eventKind: UInt16

  /// Machines whose events are typed `eventKind`, with the node's index as first operand.
  public init(timeline: Timeline, eventKind: UInt16) {
    self.timeline = timeline
    self.eventKind = eventKind
  }

  deinit {
    for index in 0..<groups.endIndex where groups.contains(index) {
      groups[index].pointee.threads.destroy()
    }
    groups.destroy()
    nodes.destroy()
  }

  /// Adds a machine and returns its index. A core of `speed` 1 is the one that demands were
  /// measured on; both numbers are above zero.
  public func addNode(cores: Double, speed: Double = 1) -> UInt32 {
    precondition(cores > 0, "a node needs CPU, got \(cores) cores")
    precondition(speed > 0, "a core's speed must be positive, got \(speed)")
    let now = timeline.now.nanoseconds
    return UInt32(nodes.append(NodeRow(cores: cores, speed: speed, updated: now)))
  }

  /// Changes how fast a machine's cores are, running threads included.
  public func setSpeed(_ speed: Double, node: UInt32) {
    precondition(speed > 0, "a core's speed must be positive, got \(speed)")
    advance(node)
    nodes[node].pointee.speed = speed
    share(node)
    plan(node)
  }

  /// How fast a machine's cores are.
  @inline(__always)
  public func speed(of node: UInt32) -> Double { nodes[node].pointee.speed }

  /// Adds a group (a container) to a node; `weight` is its `cpu.shares`, at least 2.
  public func addGroup(node: UInt32, weight: Double, limit: Double = .infinity) -> UInt32 {
    precondition(limit > 0, "a group's limit must be positive, got \(limit)")
    return groups.insert(GroupRow(node: node, weight: max(2, weight), limit: limit))
  }

  /// Ends the group's threads without a word and removes it.
  public func removeGroup(_ group: UInt32) {
    removeThreads(of: group)
    groups[group].pointee.threads.destroy()
    groups.remove(group)
  }

  /// Starts a thread that needs `work` nanoseconds of a core of speed 1.
  ///
  /// `token` comes back from `nextFinished` when it has got them.
  public func start(work: Double, group: UInt32, token: UInt64) {
    let row = groups[group]
    let node = row.pointee.node
    advance(node)
    let machine = nodes[node]
    if row.pointee.threads.count == 0 { activate(group) }
    let mark = row.pointee.virtual + max(0, work)
    row.pointee.threads.insert(mark: mark, token: token)
    machine.pointee.runnable += 1
    if machine.pointee.isSettling { return }
    if isRoomy(machine, row) {
      let speed = machine.pointee.speed
      row.pointee.rate = speed
      row.pointee.share = Double(row.pointee.threads.count)
      let wait = (max(0, work) / speed).rounded(.up)
      let end = timeline.now.nanoseconds &+ Int64(min(wait, 9e18))
      if end < machine.pointee.nextAt { plan(node, at: end) }
    } else {
      share(node)
      plan(node)
    }
  }

  /// Begins to hand out what has finished on a node, at its event or at any other time.
  public func beginSettling(_ node: UInt32) {
    advance(node)
    nodes[node].pointee.isSettling = true
    if nodes[node].pointee.nextAt <= timeline.now.nanoseconds {
      nodes[node].pointee.nextAt = .max
      nodes[node].pointee.event = .none
    }
  }

  /// The token of a thread that has finished; nil when there is none left.
  public func nextFinished(_ node: UInt32) -> UInt64? {
    var group = nodes[node].pointee.firstActive
    while group != ProcessorBank.none {
      let row = groups[group]
      if row.pointee.threads.firstMark <= row.pointee.virtual + ProcessorBank.tolerance {
        let token = row.pointee.threads.removeFirst()
        nodes[node].pointee.runnable -= 1
        if row.pointee.threads.count == 0 { deactivate(group) }
        return token
      }
      group = row.pointee.next
    }
    return nil
  }

  /// Ends the handing out: divides the cores anew and plans the node's next event.
  public func endSettling(_ node: UInt32) {
    nodes[node].pointee.isSettling = false
    share(node)
    plan(node)
  }

  /// Ends all threads of a group without a word, as SIGKILL does.
  public func removeThreads(of group: UInt32) {
    let row = groups[group]
    let node = row.pointee.node
    if row.pointee.threads.count == 0 { return }
    advance(node)
    nodes[node].pointee.runnable -= row.pointee.threads.count
    row.pointee.threads.removeAll()
    deactivate(group)
    if nodes[node].pointee.isSettling { return }
    share(node)
    plan(node)
  }

  /// Ends one thread without a word; false when the group has none of that token.
  ///
  /// - Complexity: O(threads of the group).
  @discardableResult
  public func removeThread(_ token: UInt64, group: UInt32) -> Bool {
    let row = groups[group]
    let node = row.pointee.node
    advance(node)
    guard row.pointee.threads.remove(token: token) else { return false }
    nodes[node].pointee.runnable -= 1
    if row.pointee.threads.count == 0 { deactivate(group) }
    if nodes[node].pointee.isSettling { return true }
    share(node)
    plan(node)
    return true
  }

  /// Work closer to its end than this many nanoseconds counts as done: far above the rounding of
  /// sums of up to an hour, far below the clock's nanosecond.
  @inline(__always) static var tolerance: Double { 0.01 }
}
