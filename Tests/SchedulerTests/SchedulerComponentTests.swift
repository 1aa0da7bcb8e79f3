import ControllerRuntime
import KubeAPI
import Randomness
import Scheduler
import Testing
import Units

/// The scheduler as a component beside an API server.
struct SchedulerComponentTests {
  @Test func `a pod is decided about, bound and told of`() throws {
    let fixture = try ClusterFixture()
    try fixture.add(Samples.node("n1"))
    try fixture.add(Samples.node("n2", cpu: 2_000))
    fixture.start()
    let created = fixture.clock.now
    try fixture.add(Samples.pod("p", cpu: 1_000))
    fixture.clock.run(until: { fixture.node(of: "p") == "n1" }, limit: .seconds(1))
    // Watch 2 ms, decision 0.4 ms and 2.36 µs for each of two nodes, call 1 ms.
    let expected = TimeSpan(nanoseconds: 2_000_000 + 400_000 + 2 * 2_360 + 1_000_000)
    #expect(fixture.clock.now - created == expected)
    fixture.clock.advance(by: .milliseconds(20))
    #expect(fixture.pod("p")?.status.conditions.holds("PodScheduled") == true)
    #expect(fixture.events("p") == ["Scheduled: Successfully assigned default/p to n1"])
    #expect(fixture.scheduler.boundCount == 1)
    #expect(fixture.decisions.map(\.chosen) == ["n1"])
    #expect(fixture.decisions[0].best == ["n1"])
    #expect(fixture.scheduler.cache.isAssumed(fixture.pod("p")?.metadata.uid ?? "") == false)
  }

  @Test func `a pod that fits nowhere says why, and goes when there is room`() throws {
    let fixture = try ClusterFixture()
    for name in ["a", "b", "c"] { try fixture.add(Samples.node(name, cpu: 500)) }
    fixture.start()
    try fixture.add(Samples.pod("p", cpu: 1_000))
    fixture.clock.advance(by: .seconds(20))
    let text =
      "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: "
      + "3 Preemption is not helpful for scheduling."
    #expect(fixture.events("p") == ["FailedScheduling: \(text)"])
    let condition = fixture.pod("p")?.status.conditions.first("PodScheduled")
    #expect(condition?.status == .isFalse)
    #expect(condition?.reason == "Unschedulable")
    #expect(condition?.message == text)
    // Its own condition did not wake it.
    #expect(fixture.decisions.count == 1)
    try fixture.add(Samples.node("d"))
    fixture.clock.advance(by: .seconds(1))
    #expect(fixture.node(of: "p") == "d")
  }

  @Test func `an important pod gets the room of lesser ones that go for it`() throws {
    let fixture = try ClusterFixture()
    try fixture.add(Samples.node("a", cpu: 1_000))
    try fixture.add(Samples.node("b", cpu: 1_000))
    fixture.start()
    var keeper = Samples.pod("keeper", cpu: 1_000)
    keeper.spec.priority = 5
    try fixture.add(keeper)
    var lesser = Samples.pod("lesser", cpu: 1_000)
    lesser.spec.priority = 1
    try fixture.add(lesser)
    fixture.clock.advance(by: .seconds(2))
    let node = try #require(fixture.node(of: "lesser"))
    var important = Samples.pod("important", cpu: 600)
    important.spec.priority = 10
    try fixture.add(important)
    fixture.clock.advance(by: .seconds(1))
    #expect(fixture.pod("important")?.status.nominatedNodeName == node)
    #expect(fixture.pod("lesser")?.metadata.isTerminating != false)
    #expect(fixture.pod("keeper")?.metadata.isTerminating == false)
    // A pod as small, and less important than the one that waits, does not take the room.
    var thief = Samples.pod("thief", cpu: 600)
    thief.spec.priority = 1
    try fixture.add(thief)
    try fixture.delete(.pod, "lesser")
    fixture.clock.advance(by: .seconds(30))
    #expect(fixture.node(of: "important") == node)
    #expect(fixture.node(of: "thief") == "")
    #expect(fixture.overcommitted() == [])
  }

  @Test func `a pod that may push nobody aside waits`() throws {
    let fixture = try ClusterFixture()
    try fixture.add(Samples.node("a", cpu: 1_000))
    fixture.start()
    try fixture.add(Samples.pod("lesser", cpu: 1_000))
    fixture.clock.advance(by: .seconds(2))
    var polite = Samples.pod("polite", cpu: 600)
    polite.spec.priority = 10
    polite.spec.mayPreempt = false
    try fixture.add(polite)
    fixture.clock.advance(by: .seconds(30))
    #expect(fixture.pod("lesser")?.metadata.isTerminating == false)
    #expect(fixture.events("polite").first?.hasSuffix(
      "preemption: not eligible due to preemptionPolicy=Never.") == true)
  }

  @Test func `a cluster without nodes is told of as such, and tried again and again`() throws {
    let fixture = try ClusterFixture()
    fixture.start()
    try fixture.add(Samples.pod("p"))
    fixture.clock.advance(by: .seconds(20))
    #expect(fixture.events("p") == ["FailedScheduling: no nodes available to schedule pods"])
    // Waits of 1, 2, 4 and 8 s, cut down to whole seconds and let go one second later.
    #expect(fixture.decisions.map { Int($0.time.seconds) } == [0, 2, 5, 10, 19])
    try fixture.add(Samples.node("n"))
    fixture.clock.advance(by: .seconds(12))
    #expect(fixture.node(of: "p") == "n")
  }

  @Test func `pods of another scheduler are left alone`() throws {
    let fixture = try ClusterFixture()
    try fixture.add(Samples.node("n"))
    fixture.start()
    var pod = Samples.pod("p")
    pod.spec.schedulerName = "other"
    try fixture.add(pod)
    fixture.clock.advance(by: .seconds(5))
    #expect(fixture.node(of: "p") == "")
    #expect(fixture.decisions.isEmpty)
  }

  @Test func `a pod counts on its node while its binding is under way`() throws {
    let slow = ConstantTransport(oneWay: .milliseconds(500), watch: .milliseconds(2))
    let fixture = try ClusterFixture(transport: slow)
    try fixture.add(Samples.node("n", cpu: 1_000))
    fixture.start()
    fixture.clock.advance(by: .seconds(1))
    try fixture.add(Samples.pod("a", cpu: 600))
    try fixture.add(Samples.pod("b", cpu: 600))
    fixture.clock.advance(by: .milliseconds(100))
    #expect(fixture.node(of: "a") == "")
    #expect(fixture.decisions.map(\.chosen) == ["n", nil])
    fixture.clock.advance(by: .seconds(5))
    #expect(fixture.node(of: "a") == "n")
    #expect(fixture.overcommitted() == [])
  }

  @Test func `a pod that somebody else has bound meanwhile is let go`() throws {
    let slow = ConstantTransport(oneWay: .milliseconds(500), watch: .milliseconds(2))
    let fixture = try ClusterFixture(transport: slow)
    try fixture.add(Samples.node("n", cpu: 1_000))
    try fixture.add(Samples.node("o", cpu: 900))
    fixture.start()
    fixture.clock.advance(by: .seconds(1))
    let key = try fixture.add(Samples.pod("a", cpu: 800))
    fixture.clock.advance(by: .milliseconds(100))
    #expect(fixture.decisions.map(\.chosen) == ["n"])
    _ = try fixture.store.perform(.bind(pod: key, uid: "", node: "o")).get()
    try fixture.add(Samples.pod("b", cpu: 800))
    fixture.clock.advance(by: .seconds(5))
    #expect(fixture.node(of: "a") == "o")
    #expect(fixture.node(of: "b") == "n")
    #expect(fixture.overcommitted() == [])
    #expect(fixture.scheduler.cache.podCount == 2)
  }

  @Test func `bindings go out at 50 a second after a burst of 100`() throws {
    let fixture = try ClusterFixture()
    try fixture.add(Samples.node("n", cpu: 1_000_000, pods: 1_000))
    fixture.start()
    for index in 0..<200 { try fixture.add(Samples.pod("p\(index)", cpu: 1)) }
    func bound() -> Int { fixture.store.all(Pod.self).count { !$0.spec.nodeName.isEmpty } }
    // 200 decisions take 81 ms; the tokens refill at one each 20 ms meanwhile.
    fixture.clock.advance(by: .milliseconds(85))
    #expect((100...106).contains(bound()))
    fixture.clock.advance(by: .seconds(1))
    #expect((150...156).contains(bound()))
    fixture.clock.advance(by: .seconds(1))
    #expect(bound() == 200)
  }

  @Test func `a pod that is being deleted is not scheduled`() throws {
    var settings = SchedulerSettings()
    settings.cost = SchedulingCost(perPod: .milliseconds(50), perNode: .zero)
    let fixture = try ClusterFixture(settings: settings)
    try fixture.add(Samples.node("n"))
    fixture.start()
    try fixture.add(Samples.pod("first"))
    var held = Samples.pod("held")
    held.metadata.finalizers = ["example.com/hold"]
    try fixture.add(held)
    try fixture.delete(.pod, "held", grace: 30)
    fixture.clock.advance(by: .seconds(1))
    #expect(fixture.node(of: "held") == "")
    #expect(
      fixture.events("held") == [
        "FailedScheduling: skip schedule deleting pod: default/held"
      ])
  }

  @Test func `a pod that has ended frees its node`() throws {
    let fixture = try ClusterFixture()
    try fixture.add(Samples.node("n", cpu: 1_000))
    fixture.start()
    try fixture.add(Samples.pod("a", cpu: 800))
    fixture.clock.advance(by: .seconds(1))
    try fixture.add(Samples.pod("b", cpu: 800))
    fixture.clock.advance(by: .seconds(1))
    #expect(fixture.node(of: "b") == "")
    var done = try #require(fixture.pod("a"))
    done.status.phase = .succeeded
    _ = try fixture.store.perform(.updateStatus(done)).get()
    fixture.clock.advance(by: .seconds(1))
    #expect(fixture.node(of: "b") == "n")
  }

  @Test func `a binding that is never seen is disbelieved after its lifetime`() throws {
    var settings = SchedulerSettings()
    settings.assumedPodLifetime = .seconds(30)
    let blind = ConstantTransport(oneWay: .milliseconds(1), watch: .seconds(60))
    let fixture = try ClusterFixture(settings: settings, transport: blind)
    try fixture.add(Samples.node("n"))
    try fixture.add(Samples.pod("p"))
    fixture.start()
    fixture.clock.run(until: { fixture.node(of: "p") == "n" }, limit: .seconds(70))
    let uid = fixture.pod("p")?.metadata.uid ?? ""
    fixture.clock.advance(by: .seconds(29))
    #expect(fixture.scheduler.cache.isAssumed(uid))
    fixture.clock.advance(by: .seconds(2))
    #expect(fixture.scheduler.cache.podCount == 0)
    fixture.clock.advance(by: .seconds(60))
    #expect(fixture.scheduler.cache.podCount == 1)
  }

  @Test func `gates are told of, and the pod goes when they are gone`() throws {
    let fixture = try ClusterFixture()
    try fixture.add(Samples.node("n"))
    fixture.start()
    var pod = Samples.pod("p")
    pod.spec.schedulingGates = ["example.com/gate"]
    try fixture.add(pod)
    fixture.clock.advance(by: .seconds(1))
    #expect(
      fixture.decisions.map(\.message) == ["waiting for scheduling gates: [example.com/gate]"])
    var open = try #require(fixture.pod("p"))
    open.spec.schedulingGates = []
    _ = try fixture.store.perform(.update(open)).get()
    fixture.clock.advance(by: .seconds(1))
    #expect(fixture.node(of: "p") == "n")
  }
}
