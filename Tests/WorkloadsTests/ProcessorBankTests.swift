import EventKernel
import Machines
import Testing
import Units

/// Runs nothing but threads, and notes when each ends.
final class ThreadWorld: World {
  let engine = Engine()
  let processors: ProcessorBank
  var ended: [UInt64: Int64] = [:]

  init() { processors = ProcessorBank(timeline: engine.timeline, eventKind: 1) }

  func handle(_ event: Event) {
    if let token = processors.takeFinished(event.a) { ended[token] = engine.now.nanoseconds }
    processors.concludeEvent(event.a)
    processors.checkInvariants()
  }

  func run(to nanoseconds: Int64 = 1_000_000_000_000) {
    engine.run(until: Instant(nanoseconds: nanoseconds), world: self)
  }
}

@Suite struct ProcessorBankTests {
  struct Share: Sendable {
    var cores: Double
    var groups: [(weight: Double, threads: Int, limit: Double)]
    var expected: [Double]
  }

  /// Worked by hand: each group gets at most its threads; the rest goes by weight.
  static let table: [Share] = [
    Share(cores: 4, groups: [(1_024, 2, .infinity), (512, 1, .infinity)], expected: [2, 1]),
    Share(cores: 2, groups: [(1_024, 4, .infinity), (1_024, 4, .infinity)], expected: [1, 1]),
    Share(
      cores: 2, groups: [(3_072, 4, .infinity), (1_024, 4, .infinity)], expected: [1.5, 0.5]),
    Share(
      cores: 4, groups: [(1_024, 1, .infinity), (1_024, 8, .infinity), (1_024, 8, .infinity)],
      expected: [1, 1.5, 1.5]),
    Share(
      cores: 3, groups: [(2, 8, .infinity), (1_022, 1, .infinity), (1_024, 1, .infinity)],
      expected: [1, 1, 1]),
    Share(
      cores: 1, groups: [(2, 1, .infinity), (998, 1, .infinity)], expected: [0.002, 0.998]),
    // A quota does not slow a thread down; it makes it stand still later.
    Share(cores: 4, groups: [(1_024, 4, 0.5), (1_024, 4, .infinity)], expected: [2, 2]),
    Share(cores: 4, groups: [(1_024, 1, 0.5), (1_024, 1, .infinity)], expected: [1, 1]),
  ]

  @Test(arguments: table.indices)
  func `cores are divided by weight, and what one cannot use goes to the others`(index: Int) {
    let share = Self.table[index]
    let world = ThreadWorld()
    let node = world.processors.addNode(cores: share.cores)
    let groups = share.groups.map {
      world.processors.addGroup(node: node, weight: $0.weight, limit: $0.limit)
    }
    for (group, wanted) in zip(groups, share.groups) {
      for thread in 0..<wanted.threads {
        world.processors.start(work: 1e9, group: group, token: UInt64(thread))
      }
    }
    world.processors.checkInvariants()
    for (group, expected) in zip(groups, share.expected) {
      #expect(abs(world.processors.cores(ofGroup: group) - expected) < 1e-9)
    }
  }

  @Test func `threads that share a core end when their work is done, to the nanosecond`() {
    let world = ThreadWorld()
    let node = world.processors.addNode(cores: 1)
    let group = world.processors.addGroup(node: node, weight: 1_024)
    world.processors.start(work: 10_000_000, group: group, token: 1)
    world.run(to: 4_000_000)
    world.processors.start(work: 3_000_000, group: group, token: 2)
    world.run()
    // Thread 1 alone for 4 ms, both for 6 ms at half speed, then thread 1 alone for 3 ms.
    #expect(world.ended[2] == 10_000_000)
    #expect(world.ended[1] == 13_000_000)
    #expect(abs(world.processors.busyCoreSeconds(node: node) - 0.013) < 1e-12)
    #expect(abs(world.processors.busyCoreSeconds(group: group) - 0.013) < 1e-12)
  }

  @Test func `a faster core ends sooner and killed threads never end`() {
    let world = ThreadWorld()
    let node = world.processors.addNode(cores: 2, speed: 2)
    let first = world.processors.addGroup(node: node, weight: 100)
    let second = world.processors.addGroup(node: node, weight: 100)
    world.processors.start(work: 10_000, group: first, token: 1)
    for token in 2...4 { world.processors.start(work: 40_000, group: second, token: UInt64(token)) }
    #expect(world.processors.removeThread(3, group: second))
    #expect(!world.processors.removeThread(3, group: second))
    world.run(to: 5_000)
    // A core each: thread 1 alone on its own, at twice the speed.
    #expect(world.ended[1] == 5_000)
    world.run(to: 7_000)
    world.processors.removeThreads(of: second)
    world.run()
    #expect(world.ended.keys.sorted() == [1])
    #expect(world.engine.isEmpty)
  }

  @Test(arguments: 1...10)
  func `no work is lost or made up in a random coming and going`(seed: Int) {
    var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15
    func draw(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    let world = ThreadWorld()
    let node = world.processors.addNode(cores: 3)
    let groups = (0..<5).map { world.processors.addGroup(node: node, weight: Double(2 + $0 * 300)) }
    var work = 0.0
    for token in 0..<2_000 {
      let amount = Double(1 + draw(1_000_000))
      work += amount
      world.processors.start(
        work: amount, group: groups[Int(draw(5))], token: UInt64(token))
      world.run(to: world.engine.now.nanoseconds + Int64(draw(300_000)))
    }
    world.run()
    #expect(world.ended.count == 2_000)
    let used = world.processors.busyCoreSeconds(node: node) * 1e9
    let byGroup = groups.reduce(0) { $0 + world.processors.busyCoreSeconds(group: $1) } * 1e9
    // Each thread ends on a whole nanosecond, so up to three cores run on for less than one.
    #expect(abs(used - work) < 3 * 2_000)
    #expect(abs(used - byGroup) < 1)
  }
}
