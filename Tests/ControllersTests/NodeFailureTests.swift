import ControllerRuntime
import Controllers
import KubeAPI
import Testing
import Units

struct NodeFailureTests {
  func cluster(
    _ nodes: [ClusterHarness.Node], pods: Int, oneWay: TimeSpan = .milliseconds(4),
    edit: (inout PodSpec) -> Void = { _ in }
  ) throws -> ClusterHarness {
    let cluster = try ClusterHarness(nodes, oneWay: oneWay)
    try cluster.createService("app", selector: ["name": "app"])
    try cluster.createController("app", pods, labels: ["name": "app"], edit: edit)
    cluster.advance(.seconds(15))
    return cluster
  }

  func nodes(_ count: Int, zone: String = "z1") -> [ClusterHarness.Node] {
    (1...count).map {
      .init(name: "\(zone)-\($0)", labels: ["topology.kubernetes.io/zone": zone])
    }
  }

  func taintTimes(_ cluster: ClusterHarness, _ effect: Taint.Effect, key: String)
    -> [(node: String, ms: Double)]
  {
    var seen: [String] = []
    return cluster.changes(Node.self).compactMap { ms, _, node in
      let isTainted = node.spec.taints.contains { $0.effect == effect && $0.key == key }
      guard isTainted, !seen.contains(node.metadata.name) else { return nil }
      seen.append(node.metadata.name)
      return (node.metadata.name, ms)
    }
  }

  @Test func `a new node loses its taint when it is ready`() throws {
    let cluster = try ClusterHarness()
    #expect(cluster.node("n1")?.spec.taints == [])
    #expect(cluster.events("RegisteredNode").count == 3)
  }

  @Test func `a silent node is taken for dead, and emptied five minutes later`() throws {
    let cluster = try cluster(nodes(3), pods: 6)
    #expect(cluster.readyAddresses == 6)
    let silence = cluster.clock.now.seconds
    cluster.kubelets.stop("z1-1")
    cluster.advance(.seconds(70))
    let unknown = cluster.changes(Node.self) {
      $0.metadata.name == "z1-1" && $0.status.conditions.first("Ready")?.status == .unknown
    }
    let dead = try #require(unknown.first)
    let after = dead.ms / 1_000 - silence
    #expect((40...60).contains(after), "taken for dead after \(after) s")
    let schedule = taintTimes(cluster, .noSchedule, key: "node.kubernetes.io/unreachable")
    let execute = taintTimes(cluster, .noExecute, key: "node.kubernetes.io/unreachable")
    #expect(schedule.count == 1)
    #expect((0...600).contains((schedule.first?.ms ?? -1) - dead.ms))
    #expect((0...700).contains((execute.first?.ms ?? -1) - dead.ms))
    #expect(cluster.readyAddresses == 4)
    #expect(cluster.pods.count == 6)
    #expect(cluster.pods.allSatisfy { $0.status.phase == .running })
    let tainted = try #require(execute.first?.ms) / 1_000
    cluster.clock.run(until: .start + TimeSpan(seconds: tainted + 299.5))
    #expect(cluster.pods.count == 6)
    cluster.advance(.seconds(4))
    #expect(cluster.pods.count == 8)
    #expect(cluster.readyAddresses == 6)
    let gone = cluster.pods.filter { $0.metadata.isTerminating }
    #expect(gone.count == 2)
    #expect(gone.allSatisfy { $0.status.conditions.holds("DisruptionTarget") })
    #expect(cluster.events("TaintManagerEviction").count == 2)
    cluster.advance(.minutes(10))
    #expect(cluster.pods.count == 8, "pods of a dead node stay until it is back")
    cluster.kubelets.resume("z1-1")
    cluster.advance(.seconds(10))
    #expect(cluster.pods.count == 6)
    #expect(cluster.node("z1-1")?.spec.taints == [])
  }

  @Test func `a node back before the eviction keeps its pods`() throws {
    let cluster = try cluster(nodes(3), pods: 6)
    let before = cluster.pods.map(\.metadata.uid)
    cluster.kubelets.stop("z1-1")
    cluster.advance(.seconds(120))
    cluster.kubelets.resume("z1-1")
    cluster.advance(.minutes(10))
    #expect(cluster.pods.map(\.metadata.uid) == before)
    let notes = cluster.events("TaintManagerEviction").map(\.event.message)
    #expect(notes.count == 2)
    #expect(notes.allSatisfy { $0.hasPrefix("Cancelling deletion of Pod default/app-") })
  }

  @Test func `half a minute of silence has no effect at all`() throws {
    let cluster = try cluster(nodes(3), pods: 6)
    cluster.kubelets.stop("z1-1")
    cluster.advance(.seconds(30))
    cluster.kubelets.resume("z1-1")
    cluster.advance(.minutes(2))
    #expect(cluster.changes(Node.self).allSatisfy { $0.object.isReady })
  }

  /// Trace s3d_zone_partial_disruption, whose machine took a tenth of a second and more for a call:
  /// that long, a pass of the eviction queue falls before the end of the monitor's round.
  @Test func `a zone mostly dead is left alone but for one node`() throws {
    let cluster = try cluster(nodes(4), pods: 8, oneWay: .milliseconds(50)) { spec in
      spec.tolerations = ["not-ready", "unreachable"].map {
        Toleration(
          key: "node.kubernetes.io/\($0)", comparison: .exists, effect: .noExecute,
          tolerationSeconds: 5)
      }
    }
    for name in ["z1-1", "z1-2", "z1-3"] { cluster.kubelets.stop(name) }
    cluster.advance(.seconds(150))
    let key = "node.kubernetes.io/unreachable"
    #expect(taintTimes(cluster, .noSchedule, key: key).count == 3)
    #expect(taintTimes(cluster, .noExecute, key: key).count == 1)
    cluster.kubelets.resume("z1-2")
    cluster.kubelets.resume("z1-3")
    cluster.advance(.seconds(60))
    #expect(cluster.node("z1-2")?.spec.taints == [])
  }

  /// Trace s3e_zone_full_disruption.
  @Test func `a zone wholly dead beside a living one is emptied, a node each ten seconds`() throws {
    let cluster = try cluster(nodes(3) + nodes(2, zone: "z2"), pods: 10)
    for name in ["z1-1", "z1-2", "z1-3"] { cluster.kubelets.stop(name) }
    cluster.advance(.seconds(100))
    let times = taintTimes(cluster, .noExecute, key: "node.kubernetes.io/unreachable").map(\.ms)
    #expect(times.count == 3)
    for (a, b) in zip(times, times.dropFirst()) {
      #expect((9_900...10_300).contains(b - a), "\(b - a) ms apart")
    }
  }

  @Test func `when everything is silent next to nothing is emptied`() throws {
    let cluster = try cluster(nodes(2) + nodes(2, zone: "z2"), pods: 4)
    for node in cluster.store.all(Node.self) { cluster.kubelets.stop(node.metadata.name) }
    cluster.advance(.minutes(8))
    let tainted = taintTimes(cluster, .noExecute, key: "node.kubernetes.io/unreachable")
    #expect(tainted.count <= 1)
    #expect(cluster.store.all(Node.self).allSatisfy { !$0.isReady })
    for node in cluster.store.all(Node.self) { cluster.kubelets.resume(node.metadata.name) }
    cluster.advance(.seconds(30))
    #expect(cluster.store.all(Node.self).allSatisfy { $0.spec.taints.isEmpty })
  }

  @Test func `a deleted node's pods are cleared away after the quarantine`() throws {
    let cluster = try cluster(nodes(3), pods: 6)
    let removed = cluster.clock.now.seconds
    cluster.kubelets.stop("z1-1")
    try cluster.delete(.node, "z1-1")
    cluster.advance(.seconds(39))
    #expect(cluster.pods.filter { $0.spec.nodeName == "z1-1" }.count == 2)
    cluster.advance(.seconds(45))
    #expect(cluster.pods.filter { $0.spec.nodeName == "z1-1" }.isEmpty)
    #expect(cluster.readyAddresses == 6)
    let failed = cluster.changes(Pod.self) { $0.status.phase == .failed }
    let after = (failed.first?.ms ?? 0) / 1_000 - removed
    #expect((40...80).contains(after), "cleared away after \(after) s")
    #expect(failed.first?.object.status.conditions.first("DisruptionTarget")?.reason
      == "DeletionByPodGC")
  }

  @Test func `a pod that does not tolerate a taint goes at once`() throws {
    let cluster = try cluster(nodes(2), pods: 2)
    let patch = Patch("taint") { (object) throws(APIError) in
      guard var node = object as? Node else { return }
      node.spec.taints.append(Taint(key: "maintenance", effect: .noExecute))
      object = node
    }
    try cluster.perform(.patch(ClusterHarness.reference(.node, "z1-1"), patch))
    cluster.advance(.milliseconds(100))
    #expect(cluster.pods.filter { $0.metadata.isTerminating }.map(\.spec.nodeName) == ["z1-1"])
    cluster.advance(.seconds(6))
    #expect(cluster.pods.map(\.spec.nodeName) == ["z1-2", "z1-2"])
  }
}
