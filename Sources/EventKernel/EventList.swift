import Units

/// The pending events of a run in the total order (time, insertion).
///
/// A radix wheel over integer nanoseconds: an event lies at the level of the highest 6-bit digit
/// in which its time differs from the time of the last event taken (Ahuja, Mehlhorn, Orlin and
/// Tarjan, "Faster algorithms for the shortest path problem", 1990, doi:10.1145/77600.77615, with
/// radix 64), and each level has 64 doubly linked lists. Two events of one time always share a
/// list, so ties are first in, first out by construction and no sequence number is stored.
///
/// The struct is a plain pointer to memory that an `Engine` or the creator owns: copying it copies
/// the reference, and it costs no reference counting.
///
/// - Complexity: `insert`, `cancel` and `move` are O(1); taking the first event is O(1) amortised
///   over at most 11 moves in the life of an event.
@frozen
public struct EventList {
  @usableFromInline let core: UnsafeMutablePointer<Core>

  /// One pending event, or a free place of the slab.
  @frozen
  @usableFromInline
  struct Node {
    @usableFromInline var time: UInt64
    @usableFromInline var next: UInt32
    @usableFromInline var previous: UInt32
    @usableFromInline var generation: UInt32
    @usableFromInline var event: Event

    @inlinable
    init(time: UInt64, next: UInt32, previous: UInt32, generation: UInt32, event: Event) {
      self.time = time
      self.next = next
      self.previous = previous
      self.generation = generation
      self.event = event
    }
  }

  @frozen
  @usableFromInline
  struct Bucket {
    @usableFromInline var head: UInt32
    @usableFromInline var tail: UInt32

    @inlinable
    init(head: UInt32, tail: UInt32) {
      self.head = head
      self.tail = tail
    }
  }

  @frozen
  @usableFromInline
  struct Core {
    /// Time of the last event taken; every pending time is at or after it.
    @usableFromInline var base: UInt64 = 0
    @usableFromInline var nodes: UnsafeMutablePointer<Node>
    @usableFromInline let buckets: UnsafeMutablePointer<Bucket>
    /// Which lists of each level hold events, a bit each.
    @usableFromInline let slots: UnsafeMutablePointer<UInt64>
    /// Which levels hold events, a bit each.
    @usableFromInline var levels: UInt32 = 0
    @usableFromInline var firstFree: UInt32 = EventList.none
    @usableFromInline var capacity: UInt32
    @usableFromInline var count = 0

    @inlinable
    init(
      nodes: UnsafeMutablePointer<Node>, buckets: UnsafeMutablePointer<Bucket>,
      slots: UnsafeMutablePointer<UInt64>, capacity: UInt32
    ) {
      self.nodes = nodes
      self.buckets = buckets
      self.slots = slots
      self.capacity = capacity
    }
  }

  @usableFromInline static var none: UInt32 { @inlinable get { .max } }
  @usableFromInline static var levelCount: Int { @inlinable get { 11 } }

  /// An empty list; `destroy()` gives its memory back.
  public init() {
    let capacity: UInt32 = 1_024
    let listCount = EventList.levelCount * 64
    let buckets = UnsafeMutablePointer<Bucket>.allocate(capacity: listCount)
    buckets.initialize(
      repeating: Bucket(head: EventList.none, tail: EventList.none), count: listCount)
    let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: EventList.levelCount)
    slots.initialize(repeating: 0, count: EventList.levelCount)
    core = .allocate(capacity: 1)
    core.initialize(
      to: Core(
        nodes: .allocate(capacity: Int(capacity)), buckets: buckets, slots: slots,
        capacity: capacity))
    linkFree(from: 0, to: capacity)
  }

  /// Gives the memory back; neither this value nor any copy of it may be used afterwards.
  public func destroy() {
    core.pointee.nodes.deallocate()
    core.pointee.buckets.deallocate()
    core.pointee.slots.deallocate()
    core.deallocate()
  }

  /// How many events are pending.
  @inlinable
  public var count: Int { core.pointee.count }

  /// The time of the last event taken, before which nothing can be inserted.
  @inlinable
  public var base: Instant { Instant(nanoseconds: Int64(core.pointee.base)) }

  /// Adds `event` behind all pending events of the same time.
  ///
  /// `time` must not lie before the last event taken.
  @inlinable
  @discardableResult
  public func insert(_ event: Event, at time: Instant) -> EventHandle {
    let ticks = UInt64(bitPattern: time.nanoseconds)
    precondition(
      ticks >= core.pointee.base,
      "event at \(ticks) ns would lie before the last one taken, at \(core.pointee.base) ns")
    if core.pointee.firstFree == EventList.none { grow() }
    let index = core.pointee.firstFree
    let node = core.pointee.nodes + Int(index)
    core.pointee.firstFree = node.pointee.next
    node.pointee.time = ticks
    node.pointee.event = event
    core.pointee.count &+= 1
    append(index, time: ticks)
    return EventHandle(index: index, generation: node.pointee.generation)
  }

  /// Whether the event of `handle` is still pending.
  @inlinable
  public func contains(_ handle: EventHandle) -> Bool {
    handle.index < core.pointee.capacity
      && core.pointee.nodes[Int(handle.index)].generation == handle.generation
  }

  /// The pending event of `handle` and its time, or nil once it has run or been cancelled.
  @inlinable
  public func lookUp(_ handle: EventHandle) -> (event: Event, time: Instant)? {
    guard contains(handle) else { return nil }
    let node = core.pointee.nodes[Int(handle.index)]
    return (node.event, Instant(nanoseconds: Int64(node.time)))
  }

  /// Takes the event out; false when it has run or been cancelled already.
  @inlinable
  @discardableResult
  public func cancel(_ handle: EventHandle) -> Bool {
    guard contains(handle) else { return false }
    unlink(handle.index)
    release(handle.index)
    return true
  }

  /// Moves the event to `time`, behind all events of that time; false when it is not pending.
  ///
  /// The handle stays valid. The order is that of cancelling and inserting anew.
  @inlinable
  @discardableResult
  public func move(_ handle: EventHandle, to time: Instant) -> Bool {
    guard contains(handle) else { return false }
    let ticks = UInt64(bitPattern: time.nanoseconds)
    precondition(
      ticks >= core.pointee.base,
      "event moved to \(ticks) ns, before the last one taken at \(core.pointee.base) ns")
    unlink(handle.index)
    core.pointee.nodes[Int(handle.index)].time = ticks
    append(handle.index, time: ticks)
    return true
  }
}
