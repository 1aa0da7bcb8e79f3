import ControllerRuntime
import Controllers
import KubeAPI
import Testing
import Units

/// Claims, volumes and disks under the controllers that look after them.
struct VolumeTests {
  private static func volume(
    _ name: String, _ gibibytes: Int64, _ modes: [String] = ["ReadWriteOnce"],
    source: PersistentVolumeSource = .hostPath("/none")
  ) -> PersistentVolume {
    PersistentVolume(
      metadata: ObjectMeta(name: name), capacity: .gibibytes(gibibytes), accessModes: modes,
      storageClassName: "manual", source: source)
  }

  private static func claim(
    _ name: String, _ gibibytes: Int64, class className: String? = "manual"
  ) -> PersistentVolumeClaim {
    var claim = PersistentVolumeClaim(
      metadata: ObjectMeta(name: name, namespace: "default"), request: .gibibytes(gibibytes),
      accessModes: ["ReadWriteOnce"])
    claim.storageClassName = className
    return claim
  }

  private static func pod(_ name: String, claim: String, on node: String) -> Pod {
    var spec = PodSpec(containers: [Container(name: "c", image: "app:1")])
    spec.volumes = [Volume(name: "v", source: .persistentVolumeClaim(claim))]
    spec.nodeName = node
    return Pod(metadata: ObjectMeta(name: name, namespace: "default"), spec: spec)
  }

  private static func get<Object: KubeObject>(
    _ type: Object.Type, _ name: String, _ cluster: ClusterHarness
  ) throws -> Object {
    let namespace = Object.kind.isClusterScoped ? "" : "default"
    return try #require(
      cluster.store.get(type, ObjectKey(namespace: namespace, name: name)))
  }

  /// As recorded (trace s7b_pv_binding): the volume, its phase, the claim, its phase.
  @Test func `a claim is bound in four writes, to the volume that suits best`() throws {
    let cluster = try ClusterHarness()
    for volume in [
      Self.volume("pv-10", 10), Self.volume("pv-1", 1), Self.volume("pv-5", 5),
      Self.volume("pv-rwx-3", 3, ["ReadWriteMany", "ReadWriteOnce"]),
    ] { try cluster.perform(.create(volume)) }
    cluster.advance(.seconds(2))
    #expect(
      cluster.store.all(PersistentVolume.self).allSatisfy { $0.status.phase == .available })
    try cluster.perform(.create(Self.claim("c-3", 3)))
    cluster.advance(.seconds(1))
    let volume = try Self.get(PersistentVolume.self, "pv-5", cluster)
    let claim = try Self.get(PersistentVolumeClaim.self, "c-3", cluster)
    #expect(volume.status.phase == .bound && volume.claim?.uid == claim.metadata.uid)
    #expect(claim.status.phase == .bound && claim.volumeName == "pv-5" && claim.isFullyBound)
    #expect(claim.status.capacity == .gibibytes(5))
    let order =
      cluster.changes(PersistentVolume.self) { $0.claim != nil }
      .map { (ms: $0.ms, what: "volume \($0.object.status.phase.rawValue)") }
      + cluster.changes(PersistentVolumeClaim.self) { !$0.volumeName.isEmpty }
      .map { (ms: $0.ms, what: "claim \($0.object.status.phase.rawValue)") }
    #expect(
      order.sorted { $0.ms < $1.ms }.map(\.what)
        == ["volume Available", "volume Bound", "claim Pending", "claim Bound"])
  }

  @Test func `a claim that waits finds a late volume at the next look, not at once`() throws {
    let cluster = try ClusterHarness()
    try cluster.perform(.create(Self.claim("c-20", 20)))
    cluster.advance(.seconds(4))
    #expect(
      cluster.events("ProvisioningFailed").first?.event.message
        == "storageclass.storage.k8s.io \"manual\" not found")
    let since = cluster.clock.now.seconds
    try cluster.perform(.create(Self.volume("pv-20", 20)))
    cluster.advance(.seconds(16))
    let bound = cluster.changes(PersistentVolumeClaim.self) { $0.status.phase == .bound }
    let wait = try #require(bound.first).ms / 1_000 - since
    // The looks are on a beat of 15 s that began with the controller.
    #expect(wait > 0.5 && wait < 15.2, "\(wait)")
  }

  @Test func `a claim in use outlives its deletion, then its volume is released and kept`() throws {
    let cluster = try ClusterHarness()
    try cluster.perform(.create(Self.volume("pv-1", 1)))
    cluster.advance(.seconds(1))
    try cluster.perform(.create(Self.claim("c-1", 1)))
    cluster.advance(.seconds(1))
    try cluster.perform(.create(Self.pod("user", claim: "c-1", on: "n1")))
    cluster.advance(.seconds(4))
    try cluster.delete(.persistentVolumeClaim, "c-1")
    cluster.advance(.seconds(10))
    #expect(try Self.get(PersistentVolumeClaim.self, "c-1", cluster).metadata.isTerminating)
    try cluster.delete(.pod, "user")
    cluster.advance(.seconds(10))
    #expect(cluster.store.count(.persistentVolumeClaim) == 0)
    #expect(try Self.get(PersistentVolume.self, "pv-1", cluster).status.phase == .released)
    // Nobody gets it before its claim is cleared.
    try cluster.perform(.create(Self.claim("c-1", 1)))
    cluster.advance(.seconds(20))
    #expect(try Self.get(PersistentVolumeClaim.self, "c-1", cluster).status.phase == .pending)
    let clear = Patch("clear") { (object) throws(APIError) in
      guard var volume = object as? PersistentVolume else { return }
      volume.claim = nil
      object = volume
    }
    try cluster.perform(
      .patch(ClusterHarness.reference(.persistentVolume, "pv-1"), clear))
    cluster.advance(.seconds(16))
    #expect(try Self.get(PersistentVolumeClaim.self, "c-1", cluster).status.phase == .bound)
  }

  @Test func `a claim of a class that waits says for whom`() throws {
    let cluster = try ClusterHarness()
    var storage = StorageClass(
      metadata: ObjectMeta(name: "wffc"), provisioner: StorageClass.noProvisioner)
    storage.bindingMode = .waitForFirstConsumer
    try cluster.perform(.create(storage))
    cluster.advance(.seconds(1))
    try cluster.perform(.create(Self.claim("w", 1, class: "wffc")))
    cluster.advance(.seconds(1))
    #expect(
      cluster.events("WaitForFirstConsumer").first?.event.message
        == "waiting for first consumer to be created before binding")
  }

  // MARK: Attaching and detaching

  struct Case: Sendable {
    var isInUse = true
    var unwanted = TimeSpan.zero
    var isReady = true
    var isOutOfService = false
    var isDue: Bool
  }

  /// Source: `pkg/controller/volume/attachdetach/reconciler/reconciler_test.go`, rewritten.
  @Test(arguments: [
    Case(isInUse: false, isDue: true),
    Case(isDue: false),
    // Never by force from a node that is well, however long it takes.
    Case(unwanted: .minutes(60), isDue: false),
    Case(unwanted: .minutes(6), isReady: false, isDue: false),
    Case(unwanted: .minutes(6) + .milliseconds(100), isReady: false, isDue: true),
    Case(isReady: false, isOutOfService: true, isDue: true),
    Case(isOutOfService: true, isDue: true),
  ])
  func `a disk goes when it is let go of, or by force from a dead node`(one: Case) {
    let decision = DetachDecision(
      isInUse: one.isInUse, unwantedFor: one.unwanted, isNodeReady: one.isReady,
      isOutOfService: one.isOutOfService)
    #expect(decision.isDue(patience: .minutes(6)) == one.isDue)
  }

  @Test func `a pod that is being deleted wants its disk while its status shows a container`() {
    var pod = Self.pod("p", claim: "c", on: "n1")
    pod.metadata.deletionTimestamp = .start
    var status = ContainerStatus(name: "c", image: "app:1", waitingFor: "ContainerCreating")
    #expect(WantedAttachments.hasEnded(pod))
    status.state = .running(since: .start)
    pod.status.containerStatuses = [status]
    #expect(!WantedAttachments.hasEnded(pod))
    status.state = .terminated(
      .init(exitCode: 0, reason: "Completed", startedAt: .start, finishedAt: .start))
    pod.status.containerStatuses = [status]
    #expect(WantedAttachments.hasEnded(pod))
  }
}
