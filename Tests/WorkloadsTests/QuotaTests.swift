import EventKernel
import Machines
import Randomness
import Testing
import Units
import Workloads

/// CPU quotas against what follows from their definition: so much CPU time in each period of 100 ms
/// of the group's own timer.
@Suite struct QuotaTests {
  struct Burst: Sendable {
    var limit: Double
    var cores = 4.0
    /// When it begins and where the timer stands, in milliseconds.
    var start: Double
    var phase: Double
    /// Threads and the CPU time of each, in milliseconds.
    var threads: Int
    var work: Double

    /// When it ends, from the definition: in each period the threads together get the quota, at a
    /// core each, until it or the period is used up.
    var end: Double {
      var now = start
      var left = Double(threads) * work
      let quota = max(1, limit * 100)
      let speed = min(Double(threads), cores)
      while true {
        let periodEnd = phase + 100 * (((now - phase) / 100).rounded(.down) + 1)
        let part = min(left, quota, (periodEnd - now) * speed)
        if part >= left - 1e-9 { return now + left / speed }
        left -= part
        now = periodEnd
      }
    }
  }

  static let bursts: [Burst] = [
    // One thread and a period of its own: whole periods, and the rest at full speed.
    Burst(limit: 0.5, start: 0, phase: 0, threads: 1, work: 40),
    Burst(limit: 0.5, start: 0, phase: 0, threads: 1, work: 50),
    Burst(limit: 0.5, start: 0, phase: 0, threads: 1, work: 130),
    Burst(limit: 0.2, start: 0, phase: 0, threads: 1, work: 214),
    // A start late in a period gets what is left of it, and all of the next quota.
    Burst(limit: 0.5, start: 70, phase: 0, threads: 1, work: 80),
    Burst(limit: 0.5, start: 70, phase: 40, threads: 1, work: 80),
    Burst(limit: 0.5, start: 1_234.5, phase: 99, threads: 1, work: 123.25),
    // Threads that burn the quota together, and then wait together.
    Burst(limit: 1, start: 0, phase: 0, threads: 4, work: 100),
    Burst(limit: 1.5, start: 30, phase: 10, threads: 4, work: 90),
    Burst(limit: 2.5, start: 0, phase: 0, threads: 8, work: 70),
    // Less than the kubelet's least quota of 1 ms.
    Burst(limit: 0.001, start: 5, phase: 0, threads: 1, work: 3.5),
  ]

  @Test(arguments: bursts.indices)
  func `a burst ends when its quotas let it`(index: Int) {
    let burst = Self.bursts[index]
    let world = ThreadWorld()
    let node = world.processors.addNode(cores: burst.cores)
    let group = world.processors.addGroup(
      node: node, weight: 1_024, limit: burst.limit,
      phase: TimeSpan(nanoseconds: Int64(burst.phase * 1e6)))
    world.run(to: Int64(burst.start * 1e6))
    for thread in 0..<burst.threads {
      world.processors.start(work: burst.work * 1e6, group: group, token: UInt64(thread))
    }
    world.run()
    #expect(world.ended.count == burst.threads)
    for end in world.ended.values { #expect(abs(Double(end) - burst.end * 1e6) <= 4) }
    let used = world.processors.busyCoreSeconds(group: group) * 1e3
    #expect(abs(used - Double(burst.threads) * burst.work) < 1e-4)
  }

  /// The closed form for a burst of `w` at the start of a period: ⌈w/Q⌉ − 1 whole periods, then
  /// what is left of it.
  @Test(arguments: [10.0, 50, 50.5, 100, 149, 500, 1_234])
  func `one thread follows the closed form`(work: Double) {
    let quota = 50.0
    let whole = (work / quota).rounded(.up) - 1
    let burst = Burst(limit: 0.5, start: 0, phase: 0, threads: 1, work: work)
    let world = ThreadWorld()
    let group = world.processors.addGroup(
      node: world.processors.addNode(cores: 2), weight: 2, limit: 0.5)
    world.processors.start(work: work * 1e6, group: group, token: 1)
    world.run()
    let expected = whole * 100 + (work - whole * quota)
    #expect(abs(burst.end - expected) < 1e-9)
    #expect(abs(Double(world.ended[1] ?? 0) - expected * 1e6) <= 2)
    let use = world.processors.bandwidth(ofGroup: group)
    #expect(use?.throttledPeriods == Int(whole))
    #expect(use?.throttled == .milliseconds(Int64(whole * 50)))
  }

  @Test(arguments: [0.1, 0.25, 0.7, 1, 1.5, 2.75])
  func `a group that always wants more gets its limit and no more`(limit: Double) {
    let world = ThreadWorld()
    let node = world.processors.addNode(cores: 4)
    let group = world.processors.addGroup(node: node, weight: 512, limit: limit)
    let other = world.processors.addGroup(node: node, weight: 512)
    for thread in 0..<4 {
      world.processors.start(work: 1e15, group: group, token: UInt64(thread))
      world.processors.start(work: 1e15, group: other, token: UInt64(8 + thread))
    }
    world.run(to: 10_000_000_000)
    let used = world.processors.busyCoreSeconds(group: group)
    // Half of four cores is what its weight gives it.
    #expect(abs(used - min(limit, 2) * 10) < 1e-6)
    // What it leaves goes to the other.
    #expect(abs(world.processors.busyCoreSeconds(group: other) - (40 - used)) < 1e-6)
    let use = world.processors.bandwidth(ofGroup: group)
    #expect(use?.periods == 100)
    #expect(use?.throttledPeriods == (limit < 2 ? 100 : 0))
  }

  @Test func `a limit that the node cannot exceed is none, and idle periods are not counted`() {
    let world = ThreadWorld()
    let node = world.processors.addNode(cores: 2)
    let wide = world.processors.addGroup(node: node, weight: 2, limit: 2)
    #expect(world.processors.bandwidth(ofGroup: wide) == nil)
    let group = world.processors.addGroup(node: node, weight: 2, limit: 1)
    world.processors.start(work: 1e6, group: group, token: 1)
    world.run(to: 5_050_000_000)
    world.processors.start(work: 1e6, group: group, token: 2)
    world.run(to: 6_000_000_000)
    // The period of each thread and the one after it, in which the timer finds nothing to do.
    #expect(world.processors.bandwidth(ofGroup: group)?.periods == 4)
  }

  @Test func `a thread that starts while its group is throttled waits for the next period`() {
    let world = ThreadWorld()
    let node = world.processors.addNode(cores: 2)
    let group = world.processors.addGroup(node: node, weight: 2, limit: 0.2)
    world.processors.start(work: 20e6, group: group, token: 1)
    world.processors.start(work: 20e6, group: group, token: 2)
    world.run(to: 15_000_000)
    #expect(world.ended.isEmpty)
    world.processors.removeThreads(of: group)
    world.run(to: 60_000_000)
    world.processors.start(work: 5e6, group: group, token: 3)
    world.run()
    #expect(world.ended == [3: 105_000_000])
  }

  @Test func `a request says how long its container's quota held it back`() {
    let world = Fixture(cores: 2)
    var server = PlainServerParameters(
      service: .deterministic(TimeSpan.milliseconds(130)), isCPUBound: true)
    server.boot = .deterministic(TimeSpan.zero)
    let pod = world.world.addPod(
      name: "pod", node: world.nodes[0], weight: 1_024, limit: 0.5, quotaPhase: .zero,
      version: world.world.version(named: "v1"))
    world.world.startServer(world.world.addServer(.plain(server)), pod: pod)
    world.expose([pod])
    world.traceAll()
    // One request a second, at whole periods.
    let load = ClientLoad.constant(.constant(Rate(perSecond: 1)))
    _ = world.client(load) { $0.stop = .start + .seconds(15) }
    world.run(to: 20)
    let records = world.world.ledger.takeTraced()
    #expect(records.count == 4)
    for record in records {
      // 50 ms of each of two periods and 30 ms of the third.
      #expect(record.latency == .milliseconds(230))
      #expect(record.stages.cpu == 130_000_000)
      #expect(record.stages.cpuThrottled == 100_000_000)
      #expect(record.stages.cpuContention == 0)
    }
  }
}
