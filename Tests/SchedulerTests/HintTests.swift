import KubeAPI
import Scheduler
import Testing
import Units

/// Which changes wake pods that were turned down for the pods around or for their volumes.
///
/// Source of the facts: the tables of `plugin_test.go` in
/// `pkg/scheduler/framework/plugins/podtopologyspread`, `interpodaffinity` and `volumezone`, v1.34.
struct HintTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let plugin: String
    let wakes: Bool
    let event: ClusterEvent
    let objects: ChangedObjects
    var testDescription: String { "\(plugin): \(what)" }

    init(
      _ plugin: String, _ what: String, wakes: Bool, _ resource: ClusterEvent.Resource,
      _ action: ClusterEvent.Action, _ objects: ChangedObjects
    ) {
      self.plugin = plugin
      self.what = what
      self.wakes = wakes
      event = ClusterEvent(resource, action)
      self.objects = objects
    }
  }

  private static func pod(
    _ name: String, _ labels: StringMap = [:], on node: String = "n",
    in namespace: String = "default"
  ) -> Pod {
    var pod = Samples.pod(name, on: node)
    pod.metadata.labels = labels
    pod.metadata.namespace = namespace
    return pod
  }

  private static func node(_ labels: StringMap, taints: [Taint] = []) -> Node {
    Samples.node("n", labels: labels, taints: taints)
  }

  // MARK: Spreading

  private static let foo: StringMap = ["foo": ""]
  private static let both: StringMap = ["zone": "z1", "node": "n1"]
  private static let spread = "PodTopologySpread"

  /// Spread over zones and nodes among pods labelled `foo`; nodes whose taints it does not tolerate
  /// do not count.
  private static let spreading: Pod = {
    var pod = Samples.pod("p")
    let selector = LabelSelector(
      matchExpressions: [SelectorRequirement(key: "foo", comparison: .exists, values: [])])
    pod.spec.topologySpreadConstraints = ["zone", "node"].map {
      TopologySpreadConstraint(
        maxSkew: 1, topologyKey: $0, whenUnsatisfiable: .doNotSchedule, labelSelector: selector)
    }
    pod.spec.topologySpreadConstraints[0].nodeTaintsPolicy = .honor
    return pod
  }()

  private static let tolerant: Pod = {
    var pod = spreading
    pod.spec.tolerations = [Toleration(comparison: .exists)]
    return pod
  }()

  static let spreadCases: [Case] = [
    Case(spread, "a counted pod comes", wakes: true, .assignedPod, .add,
      .pod(old: nil, new: pod("x", foo))),
    Case(spread, "another pod comes", wakes: false, .assignedPod, .add,
      .pod(old: nil, new: pod("x", ["bar": ""]))),
    Case(spread, "a pod of another namespace comes", wakes: false, .assignedPod, .add,
      .pod(old: nil, new: pod("x", foo, in: "other"))),
    Case(spread, "a counted pod goes", wakes: true, .assignedPod, .delete,
      .pod(old: pod("x", foo), new: nil)),
    Case(spread, "a waiting pod goes", wakes: false, .assignedPod, .delete,
      .pod(old: pod("x", foo, on: ""), new: nil)),
    Case(spread, "a pod counts no more", wakes: true, .assignedPod, .updatePodLabel,
      .pod(old: pod("x", foo), new: pod("x"))),
    Case(spread, "a label changes that nothing asks for", wakes: false, .assignedPod,
      .updatePodLabel, .pod(old: pod("x", foo), new: pod("x", ["foo": "", "bar": ""]))),
    Case(spread, "it tolerates more, and taints count", wakes: true, .unscheduledPod,
      .updatePodToleration, .pod(old: spreading, new: tolerant)),
    Case(spread, "a node in a place of each rule comes", wakes: true, .node, .add,
      .node(old: nil, new: node(both))),
    Case(spread, "a node that lacks a place comes", wakes: false, .node, .add,
      .node(old: nil, new: node(["zone": "z1"]))),
    Case(spread, "a node gets its second place", wakes: true, .node, .updateNodeLabel,
      .node(old: node(["zone": "z1"]), new: node(both))),
    Case(spread, "a node moves to another zone", wakes: true, .node, .updateNodeLabel,
      .node(old: node(both), new: node(["zone": "z2", "node": "n1"]))),
    Case(spread, "a node changes another label", wakes: false, .node, .updateNodeLabel,
      .node(old: node(both), new: node(["zone": "z1", "node": "n1", "a": "b"]))),
    Case(spread, "a node in its places loses a taint", wakes: true, .node, .updateNodeTaint,
      .node(old: node(both, taints: [Taint(key: "k", effect: .noSchedule)]), new: node(both))),
    Case(spread, "a node in its places goes", wakes: true, .node, .delete,
      .node(old: node(both), new: nil)),
    Case(spread, "a node without places goes", wakes: false, .node, .delete,
      .node(old: node([:]), new: nil)),
  ]

  // MARK: Affinity between pods

  private static let near: StringMap = ["service": "near"]
  private static let far: StringMap = ["service": "far"]
  private static let affinity = "InterPodAffinity"

  /// Near pods of one service by zone, and far from those of another by rack.
  private static let choosy: Pod = {
    var pod = Samples.pod("p")
    pod.spec.affinity = Affinity()
    pod.spec.affinity?.podAffinity.required = [
      PodAffinityTerm(topologyKey: "zone", labelSelector: LabelSelector(matchLabels: near))
    ]
    pod.spec.affinity?.podAntiAffinity.required = [
      PodAffinityTerm(topologyKey: "rack", labelSelector: LabelSelector(matchLabels: far))
    ]
    return pod
  }()

  /// Only far from those of another service.
  private static let shy: Pod = {
    var pod = choosy
    pod.spec.affinity?.podAffinity.required = []
    return pod
  }()

  static let affinityCases: [Case] = [
    Case(affinity, "a pod comes that it wants near", wakes: true, .assignedPod, .add,
      .pod(old: nil, new: pod("x", near))),
    Case(affinity, "another pod comes", wakes: false, .assignedPod, .add,
      .pod(old: nil, new: pod("x", far))),
    Case(affinity, "a pod without a node comes", wakes: false, .unscheduledPod, .add,
      .pod(old: nil, new: pod("x", near, on: ""))),
    Case(affinity, "a pod goes that it does not want near", wakes: true, .assignedPod, .delete,
      .pod(old: pod("x", far), new: nil)),
    Case(affinity, "a pod goes that it wants near", wakes: false, .assignedPod, .delete,
      .pod(old: pod("x", near), new: nil)),
    Case(affinity, "a pod becomes one that it wants near", wakes: true, .assignedPod,
      .updatePodLabel, .pod(old: pod("x"), new: pod("x", near))),
    Case(affinity, "a pod is no longer unwanted", wakes: true, .assignedPod, .updatePodLabel,
      .pod(old: pod("x", far), new: pod("x"))),
    Case(affinity, "a pod becomes unwanted", wakes: false, .assignedPod, .updatePodLabel,
      .pod(old: pod("x"), new: pod("x", far))),
    Case(affinity, "a node in a zone comes", wakes: true, .node, .add,
      .node(old: nil, new: node(["zone": "z1"]))),
    Case(affinity, "a node changes its zone", wakes: true, .node, .updateNodeLabel,
      .node(old: node(["zone": "z1"]), new: node(["zone": "z2"]))),
    Case(affinity, "a node leaves its rack", wakes: true, .node, .updateNodeLabel,
      .node(old: node(["rack": "r1"]), new: node([:]))),
    Case(affinity, "a node gets a rack", wakes: false, .node, .updateNodeLabel,
      .node(old: node([:]), new: node(["rack": "r1"]))),
    Case(affinity, "a node changes another label", wakes: false, .node, .updateNodeLabel,
      .node(old: node(both), new: node(["zone": "z1", "node": "n2"]))),
  ]

  private func expect(_ one: Case, _ pod: Pod) throws {
    for isInFlight in [false, true] {
      let fixture = try QueueFixture(QueueFixture.strict)
      fixture.add(pod)
      let taken = try #require(fixture.queue.pop())
      if isInFlight { fixture.queue.moveAll(one.event, one.objects) }
      taken.reject(by: [one.plugin])
      fixture.queue.addUnschedulable(taken)
      if !isInFlight { fixture.queue.moveAll(one.event, one.objects) }
      #expect(fixture.counts == (one.wakes ? [0, 1, 0] : [0, 0, 1]), "in flight: \(isInFlight)")
    }
  }

  @Test(arguments: spreadCases)
  func `a pod spread among its like wakes when the spread may be evener`(one: Case) throws {
    try expect(one, Self.spreading)
  }

  @Test(arguments: affinityCases)
  func `a pod that minds the pods around wakes when they change to its liking`(one: Case) throws {
    try expect(one, Self.choosy)
  }

  @Test func `any new node may be far enough from unwanted pods`() throws {
    for labels in [[:], ["rack": "r9"]] as [StringMap] {
      let one = Case(
        Self.affinity, "a node comes", wakes: true, .node, .add,
        .node(old: nil, new: Self.node(labels)))
      try expect(one, Self.shy)
    }
  }

  @Test func `taints that do not count wake nobody`() throws {
    var careless = Self.spreading
    careless.spec.topologySpreadConstraints[0].nodeTaintsPolicy = .ignore
    var tolerant = careless
    tolerant.spec.tolerations = [Toleration(comparison: .exists)]
    let one = Case(
      Self.spread, "it tolerates more", wakes: false, .unscheduledPod, .updatePodToleration,
      .pod(old: careless, new: tolerant))
    try expect(one, careless)
  }

  @Test func `a volume wakes pods by its zone, a class by what may be made where`() throws {
    func volume(_ zone: String?) -> PersistentVolume {
      var volume = PersistentVolume(
        metadata: ObjectMeta(name: "v"), capacity: .gibibytes(1), accessModes: [],
        source: .hostPath("/data"))
      if let zone { volume.metadata.labels["topology.kubernetes.io/zone"] = zone }
      return volume
    }
    func storage(_ mode: StorageClass.BindingMode, zones: [String] = []) -> StorageClass {
      var storage = StorageClass(metadata: ObjectMeta(name: "c"), provisioner: "p")
      storage.bindingMode = mode
      if !zones.isEmpty {
        var term = NodeSelectorTerm()
        term.matchExpressions = [
          SelectorRequirement(key: "zone", comparison: .isIn, values: zones)
        ]
        storage.allowedTopologies = [term]
      }
      return storage
    }
    let delayed = storage(.waitForFirstConsumer)
    let cases = [
      Case("VolumeZone", "comes", wakes: true, .persistentVolume, .add,
        .volume(old: nil, new: volume(nil))),
      Case("VolumeZone", "moves", wakes: true, .persistentVolume, .updateOther,
        .volume(old: volume("a"), new: volume("b"))),
      Case("VolumeZone", "stays", wakes: false, .persistentVolume, .updateOther,
        .volume(old: volume("a"), new: volume("a"))),
      Case("VolumeZone", "delayed", wakes: true, .storageClass, .add,
        .storageClass(old: nil, new: delayed)),
      Case("VolumeZone", "immediate", wakes: false, .storageClass, .add,
        .storageClass(old: nil, new: storage(.immediate))),
      Case("VolumeBinding", "any class", wakes: true, .storageClass, .add,
        .storageClass(old: nil, new: storage(.immediate))),
      Case("VolumeBinding", "other places", wakes: true, .storageClass, .updateOther,
        .storageClass(old: delayed, new: storage(.waitForFirstConsumer, zones: ["z"]))),
      Case("VolumeBinding", "the same places", wakes: false, .storageClass, .updateOther,
        .storageClass(old: delayed, new: delayed)),
      Case("VolumeBinding", "a node's taint", wakes: false, .node, .updateNodeTaint,
        .node(old: Self.node([:]), new: Self.node([:]))),
    ]
    for one in cases { try expect(one, Samples.pod("p")) }
  }
}
