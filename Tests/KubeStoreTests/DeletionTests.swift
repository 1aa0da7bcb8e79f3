import ControllerRuntime
import KubeAPI
import KubeStore
import Testing
import Units

struct DeletionTests {
  let at = StoreFixture()

  @Test func `a bound pod stays for its grace, until the kubelet completes the deletion`() throws {
    try at.create(StoreFixture.pod("p", node: "n"))
    at.clock.advance(by: .milliseconds(10_600))
    let log = try at.log(.pod)
    try at.delete(.pod, "p")
    #expect(at.pod("p")?.metadata.deletionTimestamp == .start + .seconds(40))
    #expect(at.pod("p")?.metadata.deletionGracePeriodSeconds == 30)
    #expect(at.pod("p")?.metadata.generation == 2)
    #expect(log.lines == ["MODIFIED p"])
    try at.delete(.pod, "p")
    #expect(log.lines.count == 1, "a second deletion changes nothing")
    try at.delete(.pod, "p", grace: 0)
    #expect(at.pod("p") == nil)
    #expect(log.lines == ["MODIFIED p", "MODIFIED p", "DELETED p"])
    #expect(log.objects[1].metadata.deletionGracePeriodSeconds == 0)
    #expect(log.objects[1].metadata.deletionTimestamp == .start + .seconds(10))
    #expect(log.versions == log.versions.sorted())
  }

  @Test(arguments: [
    (node: "", phase: PodStatus.Phase.pending, grace: Int64?.none),
    (node: "n", phase: .running, grace: 0),
    (node: "n", phase: .succeeded, grace: nil),
    (node: "n", phase: .failed, grace: nil),
  ])
  func `unscheduled, ended and graceless pods vanish at once`(
    node: String, phase: PodStatus.Phase, grace: Int64?
  ) throws {
    var pod = try at.create(StoreFixture.pod("p", node: node))
    pod.status.phase = phase
    try at.updateStatus(pod)
    let log = try at.log(.pod)
    try at.delete(.pod, "p", grace: grace)
    #expect(log.lines == ["MODIFIED p", "DELETED p"])
  }

  @Test func `a grace can be shortened and not lengthened`() throws {
    try at.create(StoreFixture.pod("p", node: "n"))
    try at.delete(.pod, "p", grace: 20)
    #expect(at.pod("p")?.metadata.deletionTimestamp == .start + .seconds(20))
    try at.delete(.pod, "p", grace: 60)
    #expect(at.pod("p")?.metadata.deletionGracePeriodSeconds == 20)
    try at.delete(.pod, "p", grace: 5)
    #expect(at.pod("p")?.metadata.deletionTimestamp == .start + .seconds(5))
    #expect(at.pod("p")?.metadata.deletionGracePeriodSeconds == 5)
  }

  @Test(arguments: [
    (DeleteOptions.Propagation?.none, ["orphan"]), (.orphan, ["orphan"]),
    (.foreground, ["foregroundDeletion"]), (.background, []),
  ])
  func `a controller's dependents decide which finalizer holds it`(
    propagation: DeleteOptions.Propagation?, finalizers: [String]
  ) throws {
    try at.create(StoreFixture.controller("rc"))
    let log = try at.log(.replicationController)
    try at.delete(.replicationController, "rc", propagation)
    #expect(at.controller("rc")?.metadata.finalizers ?? [] == finalizers)
    #expect((at.controller("rc") == nil) == finalizers.isEmpty)
    guard var held = at.controller("rc") else { return #expect(log.lines == ["DELETED rc"]) }
    #expect(held.metadata.isTerminating)
    held.metadata.finalizers = ["other"]
    #expect(throws: APIError.self) { try at.update(held) }
    held.metadata.finalizers = []
    try at.update(held)
    #expect(at.controller("rc") == nil)
    #expect(log.lines == ["MODIFIED rc", "DELETED rc"])
  }

  @Test func `a pod without propagation is not orphaning anything`() throws {
    try at.create(StoreFixture.pod("p"))
    try at.delete(.pod, "p")
    #expect(at.pod("p") == nil)
  }

  @Test func `a finalizer holds an object until it is taken off`() throws {
    var pod = StoreFixture.pod("p", node: "n")
    pod.metadata.finalizers = ["batch.kubernetes.io/job-tracking"]
    try at.create(pod)
    try at.delete(.pod, "p", grace: 0)
    var held = try #require(at.pod("p"))
    #expect(held.metadata.deletionGracePeriodSeconds == 0)
    held.metadata.finalizers = []
    try at.update(held)
    #expect(at.pod("p") == nil)
  }

  @Test func `some namespaces cannot be deleted`() throws {
    #expect(
      throws: APIError(
        .forbidden, "namespaces \"default\" is forbidden: this namespace may not be deleted")
    ) { try at.delete(.namespace, "default") }
  }

  @Test func `events are forgotten an hour after their last change`() throws {
    let object = ObjectReference(.pod, ObjectKey(namespace: "default", name: "p"))
    func event(_ name: String) -> Event {
      Event(
        metadata: ObjectMeta(name: name, namespace: "default"), object: object,
        severity: .normal, reason: "R", message: "m", source: "s", time: at.clock.now)
    }
    try at.create(event("a"))
    var kept = try at.create(event("b"))
    at.clock.advance(by: .minutes(50))
    kept.count = 2
    try at.update(kept)
    at.clock.advance(by: .minutes(11))
    #expect(at.store.list(.event).map(\.metadata.name) == ["b"])
    at.clock.advance(by: .minutes(50))
    #expect(at.store.count(.event) == 0)
  }
}
