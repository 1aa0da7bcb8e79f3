import ControllerRuntime
import KubeAPI
import NodeAgents
import Testing
import Units

struct NodeTests {
  private let lease = ObjectKey(namespace: "kube-node-lease", name: "n1")

  @Test func `a kubelet registers its node, ready, with labels and what pods may have`() {
    let bench = NodeBench(reserve: .gke)
    let node = bench.store.get(Node.self, ObjectKey(name: "n1"))
    #expect(node?.isReady == true)
    #expect(node?.metadata.labels["kubernetes.io/hostname"] == "n1")
    #expect(node?.metadata.labels["topology.kubernetes.io/zone"] == "a")
    #expect(node?.status.capacity.cpu == MilliCPU(4_000))
    #expect(node?.status.allocatable.cpu == MilliCPU(3_920))
    #expect(node?.status.allocatable["pods"] == 110)
    #expect(
      node?.status.conditions.map { "\($0.type)=\($0.status.rawValue)" } == [
        "MemoryPressure=False", "DiskPressure=False", "PIDPressure=False", "Ready=True",
      ])
  }

  @Test(arguments: [
    // Cores and GiB of a machine, and what GKE's formula keeps of it.
    (1_000, 4.0, 60, 1_024 + 100), (2_000, 8, 70, 1_024 + 819 + 100),
    (4_000, 16, 80, 1_024 + 819 + 819 + 100), (16_000, 64, 110, 5_611 + 100),
    (250, 0.5, 15, 255 + 100),
  ] as [(Int64, Double, Int64, Int64)])
  func `the managed reserve grows with the machine`(
    _ cpu: Int64, _ gibibytes: Double, _ keptCPU: Int64, _ keptMebibytes: Int64
  ) {
    let memory = Bytes(Int64(gibibytes * 1_073_741_824))
    #expect(NodeReserve.gke.cpu(of: MilliCPU(cpu)) == MilliCPU(keptCPU))
    let kept = NodeReserve.gke.memory(of: memory).count >> 20
    #expect(abs(kept - keptMebibytes) <= 1, "\(kept)")
  }

  @Test func `the lease is renewed every ten seconds, the status posted every five minutes`() {
    let bench = NodeBench()
    var renewals: [Double] = []
    var posts: [Double] = []
    let since = bench.store.resourceVersion
    _ = try? bench.store.watch(.lease, after: since) { _ in
      renewals.append(bench.clock.now.seconds.rounded(to: 1))
    }
    _ = try? bench.store.watch(.node, after: since) { _ in
      posts.append(bench.clock.now.seconds)
    }
    bench.run(.seconds(60))
    #expect(renewals == [10, 20, 30, 40, 50, 60])
    #expect(posts.isEmpty)
    bench.runtime.imageNames = ["new:1"]
    bench.run(.seconds(20))
    #expect(posts.count == 1, "a new image changes the status")
  }

  @Test func `a node whose network comes up later registers unready`() {
    var parameters = NodeBench.sharp
    parameters.networkReady = .seconds(5)
    let bench = NodeBench(parameters)
    let key = ObjectKey(name: "n1")
    #expect(bench.store.get(Node.self, key)?.isReady == false)
    bench.run(.seconds(5))
    #expect(bench.store.get(Node.self, key)?.isReady == true)
  }

  @Test func `a condition that somebody else has set is put right at the next update`() {
    let bench = NodeBench()
    let patch = Patch("unknown", isStatus: true) { object throws(APIError) in
      guard var node = object as? Node else { return }
      node.status.conditions.set(Condition("Ready", .unknown, since: .start))
      object = node
    }
    _ = bench.store.perform(
      .patch(ObjectReference(.node, ObjectKey(name: "n1")), patch))
    bench.run(.seconds(11))
    #expect(bench.store.get(Node.self, ObjectKey(name: "n1"))?.isReady == true)
  }

  @Test func `a dead kubelet does nothing; when it is back its containers start again`() {
    let bench = NodeBench()
    bench.runtime.imageNames = ["app:1"]
    let key = bench.create()
    bench.run(.seconds(20))
    #expect(bench.pod(key)?.isReady == true)
    bench.kubelet.crash()
    bench.runtime.isDead = true
    let renewed = bench.store.get(Lease.self, lease)?.renewTime
    bench.create("missed")
    bench.run(.seconds(100))
    #expect(bench.store.get(Lease.self, lease)?.renewTime == renewed)
    #expect(bench.pod(key)?.isReady == true, "nobody has said otherwise")
    bench.runtime.isDead = false
    bench.kubelet.resume()
    bench.run(.seconds(20))
    #expect(bench.store.get(Lease.self, lease)?.renewTime != renewed)
    #expect(bench.runtime.launches.count == 3)
    let status = bench.pod(key)?.status.containerStatuses.first
    #expect(status?.restartCount == 1)
    #expect(status?.lastTermination?.exitCode == 255)
    #expect(bench.pod(key)?.isReady == true)
    #expect(bench.pod(ObjectKey(namespace: "default", name: "missed"))?.isReady == true)
  }

  @Test func `a pod deleted while its node was dead vanishes when the node is back`() {
    let bench = NodeBench()
    bench.runtime.imageNames = ["app:1"]
    let key = bench.create()
    bench.run(.seconds(20))
    bench.kubelet.crash()
    bench.delete(key)
    bench.run(.seconds(100))
    #expect(bench.pod(key)?.metadata.isTerminating == true)
    bench.kubelet.resume()
    bench.run(.seconds(10))
    #expect(bench.pod(key) == nil)
    #expect(bench.runtime.launches.count == 1)
  }

  @Test func `a node that is cut off misses changes and catches up`() {
    let bench = NodeBench()
    bench.runtime.imageNames = ["app:1"]
    let gone = bench.create("gone")
    bench.run(.seconds(20))
    bench.router.cutOff("n1")
    bench.delete(gone, grace: 0)
    let new = bench.create("new")
    bench.run(.seconds(30))
    #expect(bench.runtime.times("TERM app").isEmpty)
    #expect(bench.runtime.launches.count == 1)
    bench.router.reconnect("n1")
    bench.run(.seconds(30))
    #expect(bench.runtime.times("TERM app").count == 1)
    #expect(bench.pod(new)?.isReady == true)
    #expect(bench.kubelet.pods.map(\.metadata.name) == ["new"])
  }

  @Test func `pods of other nodes are no business of this one`() {
    let bench = NodeBench()
    bench.create { $0.nodeName = "n2" }
    bench.run(.seconds(20))
    #expect(bench.runtime.log.isEmpty)
    #expect(bench.kubelet.pods.isEmpty)
  }
}
