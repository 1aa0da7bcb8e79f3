import ControllerRuntime
import Controllers
import KubeAPI
import Testing
import Units

struct ReplicationControllerTests {
  let orange: StringMap = ["name": "app", "colour": "orange"]

  @Test func `three pods come, are bound, and are reported`() throws {
    let cluster = try ClusterHarness()
    try cluster.createController("app-orange", 3, labels: orange)
    cluster.advance(.seconds(4))
    #expect(cluster.pods.count == 3)
    #expect(Set(cluster.pods.map(\.spec.nodeName)) == ["n1", "n2", "n3"])
    let status = try #require(cluster.controller("app-orange")?.status)
    #expect(status.replicas == 3)
    #expect(status.readyReplicas == 3)
    #expect(status.availableReplicas == 3)
    #expect(status.fullyLabeledReplicas == 3)
    #expect(status.observedGeneration == 1)
    #expect(cluster.events("SuccessfulCreate").count == 3)
    #expect(cluster.reportedReplicas("app-orange") == [0, 3])
  }

  @Test func `a deleted pod is replaced when its deletion begins, not when it ends`() throws {
    let cluster = try ClusterHarness(termination: .seconds(10))
    try cluster.createController("app-orange", 3, labels: orange)
    cluster.advance(.seconds(4))
    let victim = try #require(cluster.pods.first)
    let began = cluster.clock.now
    try cluster.delete(.pod, victim.metadata.name)
    cluster.advance(.milliseconds(100))
    #expect(cluster.pods.count == 4)
    let added = cluster.changes(Pod.self).filter { $0.change == .added }
    let reaction = (added.last?.ms ?? 0) - began.seconds * 1_000
    #expect((1...45).contains(reaction), "took \(reaction) ms")
    #expect(cluster.reportedReplicas("app-orange") == [0, 3, 2, 3])
  }

  /// Without expectations the second look would answer the same need again.
  @Test func `pods that were asked for and not seen yet are not asked for again`() throws {
    let transport = BumpyTransport()
    let cluster = try ClusterHarness(transport: transport)
    try cluster.createController("app-orange", 3, labels: orange)
    cluster.advance(.milliseconds(8))
    transport.watch = .milliseconds(800)
    cluster.clock.run(until: { cluster.pods.count == 3 }, limit: .seconds(1))
    transport.watch = .milliseconds(5)
    let nudge = Patch("nudge") { (object) throws(APIError) in
      object.metadata.annotations["nudge"] = "1"
    }
    try cluster.perform(
      .patch(ClusterHarness.reference(.replicationController, "app-orange"), nudge))
    cluster.advance(.milliseconds(200))
    #expect(cluster.pods.count == 3)
    cluster.advance(.seconds(5))
    #expect(cluster.pods.count == 3)
    #expect(cluster.controller("app-orange")?.status.readyReplicas == 3)
  }

  @Test func `a deletion counts as seen when it begins`() throws {
    let cluster = try ClusterHarness(termination: .seconds(20))
    try cluster.createController("app-orange", 3, labels: orange)
    cluster.advance(.seconds(4))
    try cluster.scale("app-orange", to: 1)
    cluster.advance(.milliseconds(200))
    try cluster.scale("app-orange", to: 3)
    cluster.advance(.milliseconds(200))
    #expect(cluster.pods.filter(\.isActive).count == 3)
    #expect(cluster.pods.count == 5)
  }

  @Test func `a burst of pods takes what 20 calls a second allow`() throws {
    let cluster = try ClusterHarness()
    try cluster.createController("big", 100, labels: ["name": "big"])
    cluster.advance(.seconds(30))
    let times = cluster.changes(Pod.self).filter { $0.change == .added }.map(\.ms)
    #expect(times.count == 100)
    let spread = ((times.last ?? 0) - (times.first ?? 0)) / 1_000
    // (100 + 9 events − 30) / 20, give or take the calls of its status.
    #expect((3.4...4.4).contains(spread), "took \(spread) s")
  }

  @Test func `an orphan that matches is adopted, one that no longer matches is released`() throws {
    let cluster = try ClusterHarness()
    var stray = Pod(
      metadata: ObjectMeta(name: "stray", namespace: "default", labels: orange),
      spec: PodSpec(containers: [Container(name: "c", image: "app:1")]))
    stray.spec.nodeName = ""
    try cluster.perform(.create(stray))
    cluster.advance(.seconds(3))
    try cluster.createController("app-orange", 2, labels: orange)
    cluster.advance(.seconds(4))
    #expect(cluster.pods.count == 2)
    let uid = try #require(cluster.controller("app-orange")?.metadata.uid)
    #expect(cluster.pods.allSatisfy { $0.metadata.controller?.uid == uid })
    let relabel = Patch("relabel") { (object) throws(APIError) in
      object.metadata.labels["colour"] = "blue"
    }
    try cluster.perform(.patch(ClusterHarness.reference(.pod, "stray"), relabel))
    cluster.advance(.seconds(1))
    let released = cluster.pods.first { $0.metadata.name == "stray" }
    #expect(released?.metadata.ownerReferences == [])
    #expect(cluster.pods.count == 3)
  }

  @Test func `a pod that ends is replaced and counts no more`() throws {
    let cluster = try ClusterHarness()
    try cluster.createController("app-orange", 2, labels: orange)
    cluster.advance(.seconds(4))
    var ended = try #require(cluster.pods.first)
    ended.status.phase = .failed
    try cluster.perform(.updateStatus(ended))
    cluster.advance(.seconds(3))
    #expect(cluster.pods.count == 3)
    #expect(cluster.pods.filter(\.isActive).count == 2)
  }

  @Test func `refused creations stop the batch, are noted and tried again`() throws {
    let cluster = try ClusterHarness()
    var created = 0
    cluster.store.admit = { (object, admission) throws(APIError) in
      guard case .create = admission, object is Pod else { return }
      if created == 20 { throw APIError(.forbidden, "exceeded quota") }
      created += 1
    }
    try cluster.createController("quota", 50, labels: ["name": "quota"])
    cluster.advance(.seconds(2))
    #expect(cluster.pods.count == 20)
    let status = try #require(cluster.controller("quota")?.status)
    #expect(status.conditions.holds("ReplicaFailure"))
    #expect(status.conditions.first("ReplicaFailure")?.reason == "FailedCreate")
    #expect(cluster.events("FailedCreate").last?.event.message.hasSuffix("exceeded quota") == true)
    cluster.store.admit = nil
    cluster.advance(.minutes(3))
    #expect(cluster.pods.count == 50)
    #expect(cluster.controller("quota")?.status.conditions.isEmpty == true)
  }

  @Test(arguments: [
    (DeleteOptions.Propagation?.none, true), (.orphan, true), (.background, false),
    (.foreground, false),
  ])
  func `the propagation decides what becomes of the pods`(
    propagation: DeleteOptions.Propagation?, areKept: Bool
  ) throws {
    let cluster = try ClusterHarness()
    try cluster.createController("app-orange", 3, labels: orange)
    cluster.advance(.seconds(4))
    try cluster.delete(.replicationController, "app-orange", propagation)
    #expect((cluster.controller("app-orange") == nil) == (propagation == .background))
    cluster.advance(.milliseconds(800))
    #expect((cluster.controller("app-orange") == nil) == (propagation != .foreground))
    cluster.advance(.seconds(5))
    #expect(cluster.controller("app-orange") == nil)
    #expect(cluster.pods.count == (areKept ? 3 : 0))
    #expect(cluster.pods.allSatisfy { $0.metadata.ownerReferences.isEmpty })
    cluster.store.checkInvariants()
  }

  @Test func `minReadySeconds holds availability back, to the second`() throws {
    let cluster = try ClusterHarness()
    try cluster.createController("app-orange", 1, labels: orange)
    let patch = Patch("min ready") { (object) throws(APIError) in
      guard var controller = object as? ReplicationController else { return }
      controller.spec.minReadySeconds = 10
      object = controller
    }
    try cluster.perform(
      .patch(ClusterHarness.reference(.replicationController, "app-orange"), patch))
    cluster.advance(.seconds(6))
    #expect(cluster.controller("app-orange")?.status.readyReplicas == 1)
    #expect(cluster.controller("app-orange")?.status.availableReplicas == 0)
    let ready = try #require(cluster.pods.first?.status.conditions.first("Ready"))
    cluster.clock.run(until: ready.lastTransitionTime + .milliseconds(10_100))
    #expect(cluster.controller("app-orange")?.status.availableReplicas == 1)
  }
}

/// A way whose watch events take as long as it is told.
final class BumpyTransport: APITransport {
  var watch = TimeSpan.milliseconds(5)
  func requestDelay() -> TimeSpan? { .milliseconds(4) }
  func responseDelay() -> TimeSpan? { .milliseconds(4) }
  func watchDelay() -> TimeSpan { watch }
}
