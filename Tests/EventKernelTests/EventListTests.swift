import EventKernel
import Testing
import Units

/// SplitMix64: a seeded generator of the tests' own, so that they depend on nothing else.
struct TestGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

@Suite struct EventListTests {
  /// Delays that are unkind to wheels: ties, far apart scales, bursts.
  static func delay(_ shape: Int, _ generator: inout TestGenerator) -> Int64 {
    switch shape {
    case 0: Int64.random(in: 0..<20_000_000, using: &generator)
    case 1: Int64.random(in: 0...3, using: &generator)
    case 2: Int64.random(in: 0...20, using: &generator) * 1_000_000
    case 3: Int64(1) << Int64.random(in: 0...40, using: &generator)
    default: Bool.random(using: &generator) ? 10_000_000 : 3_600_000_000_000
    }
  }

  @Test(arguments: 0...4)
  func `the wheel runs, cancels and moves 200,000 events exactly as the heap`(shape: Int) {
    var generator = TestGenerator(state: 42 + UInt64(shape))
    let wheel = EventList()
    defer { wheel.destroy() }
    var heap = ReferenceHeap()
    var live: [(wheel: EventHandle, heap: UInt64, event: Event)] = []
    var now = Instant.start
    for step in 0..<200_000 {
      let draw = Int.random(in: 0..<100, using: &generator)
      if draw < 45 || live.isEmpty {
        let time = now + TimeSpan(nanoseconds: Self.delay(shape, &generator))
        let event = Event(kind: 1, a: UInt32(step), b: UInt32(draw))
        live.append((wheel.insert(event, at: time), heap.insert(event, at: time), event))
      } else if draw < 60 {
        let index = Int.random(in: 0..<live.count, using: &generator)
        let victim = live[index]
        let isPending = wheel.contains(victim.wheel)
        #expect(wheel.cancel(victim.wheel) == isPending)
        #expect(!wheel.cancel(victim.wheel))
        if isPending { heap.cancel(victim.heap) }
        live.swapAt(index, live.count - 1)
        live.removeLast()
      } else if draw < 70 {
        let index = Int.random(in: 0..<live.count, using: &generator)
        let time = now + TimeSpan(nanoseconds: Self.delay(shape, &generator))
        if wheel.move(live[index].wheel, to: time) {
          heap.cancel(live[index].heap)
          live[index].heap = heap.insert(live[index].event, at: time)
        }
      } else {
        let limit = now + TimeSpan(nanoseconds: Self.delay(shape, &generator))
        let expected = heap.popFirst(notAfter: limit)
        let found = wheel.popFirst(notAfter: limit)
        guard found?.event == expected?.event, found?.time == expected?.time else {
          Issue.record("step \(step): wheel \(String(describing: found)), heap \(expected as Any)")
          return
        }
        now = found?.time ?? limit
      }
      if step % 5_000 == 0 { wheel.checkInvariants() }
    }
    #expect(wheel.count == heap.count)
    while let expected = heap.popFirst(notAfter: .never) {
      let found = wheel.popFirst(notAfter: .never)
      #expect(found?.event == expected.event)
    }
    #expect(wheel.popFirst(notAfter: .never) == nil)
    wheel.checkInvariants()
  }

  @Test func `events of one instant leave in the order in which they came`() {
    let list = EventList()
    defer { list.destroy() }
    let time = Instant(nanoseconds: 1_000_000_007)
    for index in 0..<3_000 { list.insert(Event(kind: 2, a: UInt32(index)), at: time) }
    for index in 0..<3_000 {
      #expect(list.popFirst(notAfter: .never)?.event.a == UInt32(index))
    }
  }

  @Test func `looking for an event before a limit does not shut out earlier ones`() {
    let list = EventList()
    defer { list.destroy() }
    list.insert(Event(kind: 1, a: 1), at: Instant(nanoseconds: 10_000_000))
    list.insert(Event(kind: 1, a: 2), at: Instant(nanoseconds: 10_000_001))
    #expect(list.popFirst(notAfter: Instant(nanoseconds: 9_999_999)) == nil)
    list.insert(Event(kind: 1, a: 3), at: Instant(nanoseconds: 5))
    #expect(list.firstTime == Instant(nanoseconds: 5))
    #expect(list.popFirst(notAfter: .never)?.event.a == 3)
    #expect(list.popFirst(notAfter: .never)?.event.a == 1)
  }

  @Test func `the handle of a place that is used again does not touch the new event`() {
    let list = EventList()
    defer { list.destroy() }
    let old = list.insert(Event(kind: 1, a: 1), at: Instant(nanoseconds: 1))
    _ = list.popFirst(notAfter: .never)
    let new = list.insert(Event(kind: 1, a: 2), at: Instant(nanoseconds: 2))
    #expect(!list.cancel(old))
    #expect(!list.move(old, to: Instant(nanoseconds: 9)))
    #expect(!list.cancel(.none))
    #expect(list.contains(new))
    #expect(list.lookUp(new)?.event.a == 2)
  }
}
