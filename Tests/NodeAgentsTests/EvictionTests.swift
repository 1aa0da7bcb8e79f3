import ControllerRuntime
import KubeAPI
import NodeAgents
import Testing
import Units

/// Memory as a test sets it.
final class FakeMemory: NodeMemory {
  var available = Bytes.gibibytes(1)
  /// By pod, what its container `app` uses.
  var uses: [String: Bytes] = [:]
  func use(ofPod uid: String) -> [(container: String, bytes: Bytes)] {
    uses[uid].map { [("app", $0)] } ?? []
  }
}

@Suite struct EvictionTests {
  /// A node whose memory the test sets, looked at every 10 s from second 0.
  private func bench(_ memory: FakeMemory) -> NodeBench { NodeBench(memory: memory) }

  private func pod(
    _ bench: NodeBench, _ name: String, request: Int64? = nil, priority: Int32 = 0
  ) -> ObjectKey {
    bench.create(name) { spec in
      spec.priority = priority
      if let request { spec.containers[0].resources.requests["memory"] = request << 20 }
    }
  }

  private func use(_ bench: NodeBench, _ memory: FakeMemory, _ key: ObjectKey, _ mebibytes: Int64) {
    if let uid = bench.pod(key)?.metadata.uid { memory.uses[uid] = .mebibytes(mebibytes) }
  }

  @Test func `a node short of memory ends the pod that is furthest above its request`() {
    let memory = FakeMemory()
    let bench = bench(memory)
    let modest = pod(bench, "modest", request: 300)
    let greedy = pod(bench, "greedy", request: 100)
    let greedier = pod(bench, "greedier", request: 100)
    bench.run(.seconds(20))
    use(bench, memory, modest, 290)
    use(bench, memory, greedy, 150)
    use(bench, memory, greedier, 200)
    memory.available = .mebibytes(90)
    bench.run(.milliseconds(9_500))
    memory.available = .gibibytes(1)
    bench.run(.seconds(10))
    #expect(bench.pod(greedier)?.status.phase == .failed)
    #expect(bench.pod(greedier)?.status.reason == "Evicted")
    #expect(
      bench.pod(greedier)?.status.message
        == "The node was low on resource: memory. Threshold quantity: 100Mi, available: 90Mi. "
        + "Container app was using 200Mi, request is 100Mi, has larger consumption of memory. ")
    #expect(bench.pod(greedier)?.status.conditions.first("DisruptionTarget")?.reason
      == "TerminationByKubelet")
    #expect(bench.pod(greedier)?.status.conditions.holds("Ready") == false)
    #expect(bench.events(greedier).contains("Evicted"))
    for key in [modest, greedy] { #expect(bench.pod(key)?.isReady == true) }
  }

  @Test func `a pod that ignores SIGTERM gets one second, and the next pass waits for its end`() {
    let memory = FakeMemory()
    let bench = bench(memory)
    bench.runtime.stopTimes = ["app": nil]
    let keys = ["a", "b"].map { pod(bench, $0) }
    bench.run(.seconds(20))
    use(bench, memory, keys[0], 300)
    use(bench, memory, keys[1], 200)
    memory.available = .mebibytes(10)
    bench.run(.seconds(25))
    let terms = bench.runtime.times("TERM app")
    let kills = bench.runtime.times("KILL app")
    #expect(terms.count == 2 && kills.count == 2)
    guard terms.count == 2, kills.count == 2 else { return }
    // SIGTERM gets 2 s at least, as after every preStop.
    #expect(kills[0] - terms[0] <= 2.01)
    #expect(terms[1] >= kills[0])
    #expect(terms[1] - kills[0] < 2.1)
  }

  @Test func `pressure lasts five minutes, in which pods that ask for nothing are refused`() {
    let memory = FakeMemory()
    let bench = bench(memory)
    bench.run(.seconds(20))
    memory.available = .mebibytes(10)
    bench.run(.seconds(10))
    memory.available = .gibibytes(1)
    bench.run(.seconds(15))
    let isUnderPressure = { bench.store.get(Node.self, ObjectKey(name: "n1"))?
      .status.conditions.holds("MemoryPressure") }
    #expect(isUnderPressure() == true)
    let careless = pod(bench, "careless")
    let careful = pod(bench, "careful", request: 10)
    bench.run(.seconds(20))
    #expect(bench.pod(careless)?.status.reason == "Evicted")
    #expect(bench.pod(careful)?.isReady == true)
    bench.run(.seconds(245))
    #expect(isUnderPressure() == true)
    bench.run(.seconds(40))
    #expect(isUnderPressure() == false)
  }

  @Test func `critical pods are never evicted, and lower priority goes first`() {
    let memory = FakeMemory()
    let bench = bench(memory)
    let critical = pod(bench, "critical", priority: 2_000_000_000)
    let low = pod(bench, "low", priority: 1)
    let high = pod(bench, "high", priority: 2)
    bench.run(.seconds(20))
    use(bench, memory, critical, 900)
    use(bench, memory, low, 100)
    use(bench, memory, high, 500)
    memory.available = .mebibytes(10)
    bench.run(.seconds(9))
    memory.available = .gibibytes(1)
    bench.run(.seconds(20))
    #expect(bench.pod(low)?.status.reason == "Evicted")
    for key in [critical, high] { #expect(bench.pod(key)?.isReady == true) }
  }

  struct Score: Sendable {
    var request: Int64?
    var limit: Int64?
    var expected: Int64
  }

  /// `pkg/kubelet/qos/policy.go`, worked by hand for a machine of 4 GiB.
  static let scores = [
    Score(expected: 1_000), Score(request: 1_024, expected: 750),
    Score(request: 4_096, expected: 3), Score(request: 1, expected: 999),
    Score(request: 1_024, limit: 1_024, expected: -997),
  ]

  @Test(arguments: scores.indices)
  func `the kernel is told whom to kill first by what was asked for`(index: Int) {
    let score = Self.scores[index]
    var container = Container(name: "c", image: "i")
    if let request = score.request { container.resources.requests["memory"] = request << 20 }
    if let limit = score.limit {
      for list in [\ResourceRequirements.requests, \.limits] {
        container.resources[keyPath: list]["memory"] = limit << 20
        container.resources[keyPath: list]["cpu"] = 100
      }
    }
    let pod = Pod(
      metadata: ObjectMeta(name: "p", namespace: "default"), spec: PodSpec(containers: [container]))
    let adjustment = pod.oomScoreAdjustment(of: container, memoryCapacity: .gibibytes(4))
    #expect(adjustment == score.expected)
  }
}
