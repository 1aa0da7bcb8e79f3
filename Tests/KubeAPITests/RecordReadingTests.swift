import Documents
import Testing
import Units

import KubeAPI

/// What a server's record of an object says beyond a person's manifest.
struct RecordReadingTests {
  private func object(
    _ text: String, _ origin: ValueReader.Origin
  ) throws -> (object: (any KubeObject)?, errors: [String]) {
    let file = SourceFile(name: "f.yaml", text: text)
    let log = ProblemLog(file: "f.yaml")
    let found = ManifestReader.objects(in: file, log: log, origin: origin)
    var errors: [String] = []
    do { try log.throwIfErrors() } catch { errors = error.errors.map(\.description) }
    return (found.first?.object, errors)
  }

  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata:
      name: a
      deletionTimestamp: 2025-01-01T00:00:30Z
      ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: s, uid: u, controller: true}]
    spec:
      priority: 5
      containers: [{name: c, image: i}]
    status:
      phase: Failed
      startTime: 2025-01-01T00:00:07Z
      nominatedNodeName: n
      conditions: [{type: DisruptionTarget, status: "True", reason: R, lastProbeTime: null}]
      qosClass: BestEffort
    """

  @Test func `a record tells status, deletion and all owners; a manifest does not`() throws {
    let record = try object(Self.pod, .record)
    #expect(record.errors == [])
    let pod = try #require(record.object as? Pod)
    #expect(pod.status.phase == .failed)
    let start = try #require(Instant(timestamp: "2025-01-01T00:00:00Z"))
    #expect(pod.status.startTime == start + .seconds(7))
    #expect(pod.metadata.deletionTimestamp == start + .seconds(30))
    #expect(pod.status.nominatedNodeName == "n")
    #expect(pod.status.conditions.first("DisruptionTarget")?.reason == "R")
    #expect(pod.metadata.controller?.kind == .statefulSet)
    let wish = try object(Self.pod, .wish)
    let asked = try #require(wish.object as? Pod)
    #expect(asked.status == PodStatus())
    #expect(!asked.metadata.isTerminating)
    #expect(asked.metadata.ownerReferences == [])
  }

  /// The server has held its rules, or, in a made-up cluster, nobody has.
  @Test func `rules for what people may ask do not hold for records`() throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: a}
      spec:
        resources: {requests: {cpu: 1}}
        containers:
        - {name: c, image: i, resources: {requests: {cpu: 2, odd: 1, a.b/gpu: 1500m}}}
      """
    #expect(try object(text, .wish).errors.count == 4)
    let record = try object(text, .record)
    #expect(record.errors == [])
    let pod = try #require(record.object as? Pod)
    #expect(pod.spec.containers[0].resources.requests["a.b/gpu"] == 2)
  }

  @Test func `what has no shape is an error in a record, too`() throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: a}
      spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1.5.Gi}}}]}
      status: {phase: Gone, startTime: yesterday}
      """
    let errors = try object(text, .record).errors
    let places = errors.map { $0.prefix { $0 != " " } }
    #expect(places == ["f.yaml:4:69:", "f.yaml:5:17:", "f.yaml:5:34:"])
  }

  @Test func `claims, volumes and budgets come with their status`() throws {
    let claim = try object(
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: a}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
      status: {phase: Lost}
      """, .record)
    #expect((claim.object as? PersistentVolumeClaim)?.status.phase == .lost)
    let volume = try object(
      """
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: a}
      spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /x}}
      status: {phase: Available}
      """, .record)
    #expect((volume.object as? PersistentVolume)?.status.phase == .available)
    let budget = try object(
      """
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: a}
      spec: {minAvailable: 1, selector: {matchLabels: {a: b}}}
      status: {disruptionsAllowed: 3, disruptedPods: {p: 2025-01-01T00:00:00Z}, expectedPods: 4}
      """, .record)
    let status = (budget.object as? PodDisruptionBudget)?.status
    #expect(status?.disruptionsAllowed == 3)
    #expect(status?.disruptedPods.map(\.name) == ["p"])
  }

  @Test func `the drivers of a node and classes of priority are read`() throws {
    let node = try object(
      """
      apiVersion: storage.k8s.io/v1
      kind: CSINode
      metadata: {name: n}
      spec:
        drivers:
        - {name: ebs.csi.aws.com, nodeID: i-1, topologyKeys: [zone], allocatable: {count: 25}}
        - {name: other, nodeID: x}
      """, .wish)
    #expect(node.errors == [])
    #expect((node.object as? CSINode)?.drivers.map(\.allocatableCount) == [25, nil])
    let one = try object(
      """
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: high}
      value: 1000
      globalDefault: true
      preemptionPolicy: Never
      description: for what matters
      """, .wish)
    #expect(one.errors == [])
    let found = try #require(one.object as? PriorityClass)
    #expect(found.value == 1_000)
    #expect(found.isGlobalDefault)
    #expect(!found.mayPreempt)
  }

  @Test(arguments: [
    ("2000-01-01T00:00:00Z", 0), ("2000-02-29T12:00:00Z", 59 * 86_400 + 43_200),
    ("2025-01-01T00:00:07Z", 789_004_807), ("2025-01-01T02:00:07+02:00", 789_004_807),
    ("2000-01-01T00:00:00-01:30", 5_400),
  ])
  func `times count from the start of the year 2000`(text: String, seconds: Int64) {
    #expect(Instant(timestamp: text) == Instant(nanoseconds: seconds * 1_000_000_000))
  }

  @Test(arguments: [
    "", "2025", "2025-01-01", "2025-13-01T00:00:00Z", "2025-01-01T00:00:00", "1999-12-31T00:00:00Z",
    "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00+2", "2025x01-01T00:00:00Z",
    "9999-01-01T00:00:00Z",
  ])
  func `what is no time is none`(text: String) {
    #expect(Instant(timestamp: text) == nil)
  }
}
