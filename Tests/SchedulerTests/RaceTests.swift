import ControllerRuntime
import KubeAPI
import Randomness
import Scheduler
import Testing
import Units

/// A way to the server that takes any time and loses calls and answers now and then.
private final class Rough: APITransport {
  private var stream: RandomStream
  init(_ stream: RandomStream) { self.stream = stream }

  private func delay(_ milliseconds: UInt32) -> TimeSpan {
    .microseconds(Int64(stream.uniform(below: milliseconds * 1_000)))
  }
  func requestDelay() -> TimeSpan? { stream.bernoulli(0.02) ? nil : delay(40) }
  func responseDelay() -> TimeSpan? { stream.bernoulli(0.05) ? nil : delay(40) }
  func watchDelay() -> TimeSpan { delay(200) }
}

struct RaceTests {
  /// Pods come and go, nodes fill up, come, go and are cordoned, another binder snatches pods away,
  /// answers get lost: whatever the scheduler believes at the moment, no node is ever promised more
  /// than it has.
  @Test(arguments: UInt64(1)...20)
  func `no node is ever over-committed`(seed: UInt64) throws {
    let streams = Streams(seed: seed)
    var stream = streams.stream("race")
    let fixture = try ClusterFixture(
      transport: Rough(streams.stream("transport")),
      ties: .random(streams.stream("scheduler/ties")))
    for index in 0..<4 { try fixture.add(Samples.node("n\(index)", cpu: 2_000, pods: 6)) }
    try fixture.add(Samples.node("theirs", cpu: 1_000_000, pods: 10_000, taints: [
      Taint(key: "theirs", effect: .noSchedule)
    ]))
    fixture.start()
    var made = 0
    for _ in 0..<400 {
      try act(fixture, &stream, &made)
      fixture.clock.advance(by: .microseconds(Int64(stream.uniform(below: 60_000))))
      let wrong = fixture.overcommitted()
      #expect(wrong == [], "seed \(seed) at \(fixture.clock.now.seconds) s")
      if !wrong.isEmpty { return }
    }
    // Left in peace, the scheduler comes to know the truth and uses what there is.
    for _ in 0..<80 {
      try endTerminating(fixture)
      fixture.clock.advance(by: .seconds(5))
    }
    #expect(fixture.overcommitted() == [])
    #expect(fixture.scheduler.boundCount > 20, "seed \(seed)")
    let assigned = fixture.store.all(Pod.self).filter { !$0.spec.nodeName.isEmpty }
    #expect(fixture.scheduler.cache.podCount == assigned.count, "seed \(seed)")
    try expectNoneLeftOut(fixture, seed)
  }

  private func act(
    _ fixture: ClusterFixture, _ stream: inout RandomStream, _ made: inout Int
  ) throws {
    let pods = fixture.store.all(Pod.self)
    switch stream.uniform(below: 20) {
    case 0...9:
      made += 1
      try fixture.add(
        Samples.pod(
          "p\(made)", cpu: Int64(100 + 100 * stream.uniform(below: 10)),
          priority: Int32(stream.uniform(below: 3))))
    case 10...14:
      guard !pods.isEmpty else { return }
      let gone = pods[Int(stream.uniform(below: UInt32(pods.count)))]
      try fixture.delete(.pod, gone.metadata.name)
    case 15...17:
      let waiting = pods.filter { $0.spec.nodeName.isEmpty }
      guard !waiting.isEmpty else { return }
      let taken = waiting[Int(stream.uniform(below: UInt32(waiting.count)))]
      _ = fixture.store.perform(.bind(pod: taken.key, uid: "", node: "theirs"))
    case 18:
      let name = "n\(stream.uniform(below: 6))"
      let key = ObjectKey(name: name)
      if fixture.store.get(Node.self, key) == nil {
        try fixture.add(Samples.node(name, cpu: 2_000, pods: 6))
      } else if !pods.contains(where: { $0.spec.nodeName == name }) {
        try fixture.delete(.node, name)
      }
    default:
      let key = ObjectKey(name: "n\(stream.uniform(below: 6))")
      guard var node = fixture.store.get(Node.self, key) else { return }
      node.spec.isUnschedulable.toggle()
      _ = fixture.store.perform(.update(node))
    }
  }

  /// Does what a kubelet does for pods whose grace is over: pods that had to go are gone.
  private func endTerminating(_ fixture: ClusterFixture) throws {
    for pod in fixture.store.all(Pod.self) where pod.metadata.isTerminating {
      try fixture.delete(.pod, pod.metadata.name)
    }
  }

  /// Nobody who still waits would fit.
  private func expectNoneLeftOut(_ fixture: ClusterFixture, _ seed: UInt64) throws {
    let pods = fixture.store.all(Pod.self)
    let engine = try PlacementEngine(nodes: fixture.store.all(Node.self), bound: pods)
    for pod in pods where pod.spec.nodeName.isEmpty {
      #expect(engine.explain(pod).feasible == [], "seed \(seed): \(pod.key) waits in vain")
    }
  }
}
