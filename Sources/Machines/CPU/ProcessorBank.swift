public import EventKernel
public import Units

/// The CPUs of all nodes, shared among the threads that want to run.
///
/// A fluid model of the kernel's fair scheduler. Groups (containers) divide a node's cores by
/// weight, but no group gets more cores than it has runnable threads; what it leaves goes to the
/// others (water-filling). Inside a group all threads run equally fast (processor sharing). Time
/// slices, caches and migrations are not modelled: they matter over milliseconds, requests over
/// tens of them. Groups are flat, without the QoS level in between.
///
/// A group's limit is a quota of CPU time a period of 100 ms, as in the kernel: threads may burn it
/// early, and then stand still until the next period (`ProcessorBank+Quota`).
///
/// Source of the weights: kernel/sched/fair.c; `cpu.shares` from requests, at least 2:
/// pkg/kubelet/cm/helpers_linux.go, v1.36.
///
/// Each group has a virtual time, the work that every thread of it has received; a thread ends when
/// that reaches its mark, so progress costs nothing per thread. One event is pending a node.
///
/// While every thread has a core of its own, a change touches only its group; otherwise all groups
/// of the node that have runnable threads.
///
/// - Complexity: starting or ending a thread costs O(log threads of its group), and O(groups with
///   runnable threads on that node), of which there are no more than cores while none has to wait.
public final class ProcessorBank {
  @usableFromInline static var none: UInt32 { .max }

  struct NodeRow {
    var cores: Double
    var speed: Double
    /// First of the groups with runnable threads.
    var firstActive = ProcessorBank.none
    var runnable = 0
    /// Whether some group gets less than it has threads, so that a change touches all groups.
    var isContended = false
    /// Whether the cores must be divided anew.
    var isStale = false
    /// Whether a completion is being handed out, after which the next event is planned once.
    var isSettling = false
    /// Sum of the groups' shares, and since when.
    var inUse = 0.0
    var updated: Int64 = 0
    /// Core-nanoseconds used up to then.
    var busy = 0.0
    /// When the first thread ends, and its group.
    var nextAt = Int64.max
    var nextGroup = ProcessorBank.none
    var event = EventHandle.none
  }

  struct GroupRow {
    var node: UInt32
    var weight: Double
    /// Cores that the group may use now: none while it is throttled or frozen, else without a
    /// bound.
    var ceiling = Double.infinity
    /// Whether somebody has stopped its threads.
    var isFrozen = false
    /// The account of its quota; none without.
    var bandwidth = ProcessorBank.none
    var next = ProcessorBank.none
    var previous = ProcessorBank.none
    /// Cores that its threads could use.
    var wanted = 0.0
    /// Cores that the group has now.
    var share = 0.0
    /// Work that each of its threads gets in a nanosecond, in nanoseconds of a core of speed 1.
    var rate = 0.0
    /// Work that each of its threads had got at `updated` since the group was last idle.
    var virtual = 0.0
    var updated: Int64 = 0
    /// When its first thread ends if nothing changes.
    var endAt = Int64.max
    var threads = ThreadHeap()
    /// Core-nanoseconds used up to `updated`.
    var busy = 0.0
  }

  let nodes = Table<NodeRow>()
  let groups = Slab<GroupRow>()
  let bandwidths = Slab<BandwidthRow>()
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
    bandwidths.destroy()
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
    nodes[node].pointee.speed = speed
    nodes[node].pointee.isStale = true
    conclude(node)
  }

  /// How fast a machine's cores are.
  @inline(__always)
  public func speed(of node: UInt32) -> Double { nodes[node].pointee.speed }

  /// Adds a group (a container) to a node; `weight` is its `cpu.shares`, at least 2.
  ///
  /// - Parameters:
  ///   - limit: Cores that it may use on average over each period; one that the node could not
  ///     exceed anyway is none.
  ///   - phase: Where the timer of its periods stands.
  public func addGroup(
    node: UInt32, weight: Double, limit: Double = .infinity, phase: TimeSpan = .zero
  ) -> UInt32 {
    precondition(limit > 0, "a group's limit must be positive, got \(limit)")
    var row = GroupRow(node: node, weight: max(2, weight))
    if limit < nodes[node].pointee.cores {
      row.bandwidth = addBandwidth(limit: limit, phase: phase)
    }
    return groups.insert(row)
  }

  /// Ends the group's threads without a word and removes it.
  public func removeGroup(_ group: UInt32) {
    removeThreads(of: group)
    groups[group].pointee.threads.destroy()
    let bandwidth = groups[group].pointee.bandwidth
    if bandwidth != ProcessorBank.none { bandwidths.remove(bandwidth) }
    groups.remove(group)
  }

  /// Starts a thread that needs `work` nanoseconds of a core of speed 1.
  ///
  /// `token` comes back from `takeFinished` when it has got them.
  public func start(work: Double, group: UInt32, token: UInt64) {
    let row = groups[group]
    let node = row.pointee.node
    let machine = nodes[node]
    if row.pointee.threads.count == 0 {
      activate(group, row, machine)
    } else {
      advance(row)
    }
    row.pointee.threads.insert(mark: row.pointee.virtual + max(0, work), token: token)
    machine.pointee.runnable &+= 1
    change(row, machine)
    if machine.pointee.isSettling { return }
    if machine.pointee.isStale { return conclude(node) }
    if row.pointee.endAt < machine.pointee.nextAt {
      machine.pointee.nextGroup = group
      plan(node, at: row.pointee.endAt)
    }
  }

  /// Takes out one thread that has finished, at a node's event, and returns its token.
  ///
  /// `concludeEvent` must follow when the caller has acted on it. Threads that end at the same
  /// instant each get an event of their own.
  public func takeFinished(_ node: UInt32) -> UInt64? {
    let machine = nodes[node]
    let now = timeline.now.nanoseconds
    machine.pointee.isSettling = true
    machine.pointee.nextAt = .max
    machine.pointee.event = .none
    let row = groups[machine.pointee.nextGroup]
    advance(row)
    guard row.pointee.threads.firstMark <= row.pointee.virtual + ProcessorBank.tolerance else {
      if row.pointee.bandwidth == ProcessorBank.none {
        row.pointee.endAt = end(of: row, timeline.now.nanoseconds)
      } else {
        settleQuota(row)
        change(row, machine)
      }
      return nil
    }
    let token = row.pointee.threads.removeFirst()
    machine.pointee.runnable &-= 1
    if row.pointee.threads.count == 0 { deactivate(row, machine) }
    change(row, machine)
    return token
  }

  /// Ends the handing out: divides the cores anew if need be and plans the node's next event.
  public func concludeEvent(_ node: UInt32) {
    nodes[node].pointee.isSettling = false
    conclude(node)
  }

  /// Ends all threads of a group without a word, as SIGKILL does.
  public func removeThreads(of group: UInt32) {
    let row = groups[group]
    let count = row.pointee.threads.count
    if count == 0 { return }
    let machine = nodes[row.pointee.node]
    advance(row)
    machine.pointee.runnable -= count
    row.pointee.threads.removeAll()
    deactivate(row, machine)
    change(row, machine)
    if !machine.pointee.isSettling { conclude(row.pointee.node) }
  }

  /// Ends one thread without a word; false when the group has none of that token.
  ///
  /// - Complexity: O(threads of the group).
  @discardableResult
  public func removeThread(_ token: UInt64, group: UInt32) -> Bool {
    let row = groups[group]
    let machine = nodes[row.pointee.node]
    advance(row)
    guard row.pointee.threads.remove(token: token) else { return false }
    machine.pointee.runnable -= 1
    if row.pointee.threads.count == 0 { deactivate(row, machine) }
    change(row, machine)
    if !machine.pointee.isSettling { conclude(row.pointee.node) }
    return true
  }

  /// Work closer to its end than this many nanoseconds counts as done: far above the rounding of
  /// sums of up to an hour, far below the clock's nanosecond.
  @inline(__always) static var tolerance: Double { 0.01 }
}
