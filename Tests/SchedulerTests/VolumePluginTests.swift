import KubeAPI
import Scheduler
import Testing
import Units

/// What pods' volumes keep them from, beyond the cases of the recorded corpus.
///
/// Inputs and outcomes are those of upstream's own tables:
/// `pkg/scheduler/framework/plugins/volumerestrictions/volume_restrictions_test.go`,
/// `nodevolumelimits/csi_test.go`, `volumezone/volume_zone_test.go` and
/// `volumebinding/binder_test.go`, v1.34.
struct VolumePluginTests {
  // MARK: Objects

  static func claim(
    _ name: String, volume: String = "", modes: [String] = ["ReadWriteOnce"],
    storageClass: String? = nil
  ) -> PersistentVolumeClaim {
    var claim = PersistentVolumeClaim(
      metadata: ObjectMeta(name: name, namespace: "default"), request: Bytes(1 << 30),
      accessModes: modes)
    claim.metadata.uid = "uid-" + name
    claim.volumeName = volume
    claim.storageClassName = storageClass
    if !volume.isEmpty {
      claim.metadata.annotations[PersistentVolumeClaim.bindCompleted] = "yes"
      claim.status.phase = .bound
    }
    return claim
  }

  static func volume(
    _ name: String, _ source: PersistentVolumeSource, labels: StringMap = [:],
    storageClass: String = ""
  ) -> PersistentVolume {
    var volume = PersistentVolume(
      metadata: ObjectMeta(name: name, labels: labels), capacity: Bytes(1 << 30),
      accessModes: ["ReadWriteOnce"], storageClassName: storageClass, source: source)
    volume.status.phase = .available
    return volume
  }

  static func csi(_ name: String, _ driver: String = "d") -> PersistentVolume {
    volume(name, .csi(driver: driver, handle: "h-" + name))
  }

  static func limits(_ node: String, _ counts: [(String, Int32?)]) -> CSINode {
    CSINode(
      metadata: ObjectMeta(name: node),
      drivers: counts.map { CSINode.Driver(name: $0.0, allocatableCount: $0.1) })
  }

  static func pod(
    _ name: String, _ sources: [Volume.Source], on node: String = "", priority: Int32 = 0
  ) -> Pod {
    var pod = Samples.pod(name, cpu: 0, priority: priority, on: node)
    pod.spec.volumes = sources.enumerated().map { Volume(name: "v\($0)", source: $1) }
    return pod
  }

  static func claims(_ names: String...) -> [Volume.Source] {
    names.map { .persistentVolumeClaim($0) }
  }

  private func decision(
    _ pod: Pod, nodes: [Node] = [Samples.node("n")], bound: [Pod] = [],
    _ objects: [any KubeObject] = []
  ) throws -> SchedulingDecision {
    try PlacementEngine(nodes: nodes, bound: bound, volumes: VolumeCache(objects)).explain(pod)
  }

  private func refusal(_ decision: SchedulingDecision, _ node: String = "n") -> String? {
    guard let found = decision.nodes.first(where: { $0.name == node }),
      case .rejected(let status, let stage) = found.verdict
    else { return nil }
    return "\(status.plugin) \(status.code.rawValue) \(stage.rawValue) \(status.message)"
  }

  // MARK: Disks that pods name

  struct Pair: Sendable {
    let wanted: InlineDisk
    let taken: InlineDisk
    let areInConflict: Bool
  }

  private static func rbd(
    _ monitors: [String], _ image: String = "bar", pool: String = "foo", reads: Bool = false
  ) -> InlineDisk {
    .rbd(monitors: monitors, pool: pool, image: image, isReadOnly: reads)
  }

  static let pairs: [Pair] = [
    Pair(
      wanted: .gcePersistentDisk("foo", isReadOnly: false),
      taken: .gcePersistentDisk("foo", isReadOnly: false), areInConflict: true),
    Pair(
      wanted: .gcePersistentDisk("foo", isReadOnly: false),
      taken: .gcePersistentDisk("bar", isReadOnly: false), areInConflict: false),
    Pair(
      wanted: .gcePersistentDisk("foo", isReadOnly: true),
      taken: .gcePersistentDisk("foo", isReadOnly: false), areInConflict: true),
    Pair(
      wanted: .gcePersistentDisk("foo", isReadOnly: true),
      taken: .gcePersistentDisk("foo", isReadOnly: true), areInConflict: false),
    Pair(
      wanted: .awsElasticBlockStore("foo"), taken: .awsElasticBlockStore("foo"),
      areInConflict: true),
    Pair(
      wanted: .awsElasticBlockStore("foo"), taken: .gcePersistentDisk("foo", isReadOnly: false),
      areInConflict: false),
    Pair(wanted: rbd(["a", "b"]), taken: rbd(["b", "c"]), areInConflict: true),
    Pair(wanted: rbd(["a", "b"]), taken: rbd(["c", "d"]), areInConflict: false),
    Pair(wanted: rbd(["a"]), taken: rbd(["a"], "other"), areInConflict: false),
    Pair(wanted: rbd(["a"]), taken: rbd(["a"], pool: "other"), areInConflict: false),
    Pair(wanted: rbd(["a"], reads: true), taken: rbd(["a"], reads: true), areInConflict: false),
    Pair(
      wanted: .iscsi("iqn.1", isReadOnly: false), taken: .iscsi("iqn.1", isReadOnly: true),
      areInConflict: true),
    Pair(
      wanted: .iscsi("iqn.1", isReadOnly: false), taken: .iscsi("iqn.2", isReadOnly: false),
      areInConflict: false),
    Pair(wanted: .azureDisk("a"), taken: .azureDisk("a"), areInConflict: false),
  ]

  @Test(arguments: pairs)
  func `a disk that cannot be shared keeps the second pod away`(pair: Pair) throws {
    let other = Self.pod("other", [.disk(pair.taken)], on: "n")
    let found = try decision(
      Self.pod("p", [.disk(pair.wanted)]), bound: [other],
      [Self.limits("n", [("disk.csi.azure.com", 9)])])
    #expect(
      refusal(found)
        == (pair.areInConflict
          ? "VolumeRestrictions Unschedulable Filter node(s) had no available disk" : nil))
  }

  // MARK: Claims for one pod

  @Test func `a claim for one pod at a time keeps the second pod off all nodes`() throws {
    let objects: [any KubeObject] = [
      Self.claim("c", volume: "v", modes: ["ReadWriteOncePod"]), Self.csi("v"),
    ]
    let nodes = [Samples.node("a"), Samples.node("b")]
    let user = Self.pod("user", Self.claims("c"), on: "a")
    let text =
      "VolumeRestrictions Unschedulable Filter node(s) unavailable due to PersistentVolumeClaim "
      + "with ReadWriteOncePod access mode already in-use by another pod"
    let late = try decision(Self.pod("p", Self.claims("c")), nodes: nodes, bound: [user], objects)
    #expect(refusal(late, "a") == text)
    #expect(refusal(late, "b") == text)
    #expect(late.preemption?.trials?.candidates.count == 0)
    // A more important pod may have it, but only by pushing the other aside where that one is.
    let strong = try decision(
      Self.pod("p", Self.claims("c"), priority: 5), nodes: nodes, bound: [user], objects)
    #expect(strong.preemption?.nominated == "a")
    #expect(strong.preemption?.victims.map(\.name) == ["user"])
    #expect(strong.preemption?.trials?.candidates.map(\.node) == ["a"])
    // The same name in another namespace is another claim.
    var foreign = user
    foreign.metadata.namespace = "elsewhere"
    foreign.metadata.uid = "uid-foreign"
    let apart = try decision(
      Self.pod("p", Self.claims("c")), nodes: nodes, bound: [foreign], objects)
    #expect(apart.feasible == ["a", "b"])
  }

  // MARK: Limits of nodes

  struct Limit: Sendable {
    let what: String
    var wanted: [Volume.Source]
    var others: [[Volume.Source]] = []
    var limit: Int32? = 2
    var driver = "d"
    var attached: [String] = []
    let fits: Bool
  }

  static let cases: [Limit] = [
    Limit(what: "as many as there is room", wanted: claims("a", "b"), fits: true),
    Limit(what: "one too many", wanted: claims("a", "b", "c"), fits: false),
    Limit(what: "no limit", wanted: claims("a", "b", "c"), limit: nil, fits: true),
    Limit(what: "a limit of 0", wanted: claims("a"), limit: 0, fits: false),
    Limit(what: "another driver's limit", wanted: claims("a", "b", "c"), driver: "x", fits: true),
    Limit(
      what: "those of others count", wanted: claims("a"), others: [claims("b"), claims("c")],
      fits: false),
    Limit(
      what: "a shared disk counts once", wanted: claims("a", "b"),
      others: [claims("a"), claims("b")], fits: true),
    Limit(
      what: "disks that are there already need no room", wanted: claims("a"),
      others: [claims("a", "b", "c")], fits: true),
    Limit(
      what: "a claim without a volume is one of its class", wanted: claims("wait", "a"),
      others: [claims("b")], fits: false),
    Limit(
      what: "a claim that is gone counts for nothing", wanted: claims("a", "b"),
      others: [claims("gone")], fits: true),
    Limit(
      what: "a disk still attached counts", wanted: claims("a", "b"),
      attached: ["kubernetes.io/csi/d^h-c"], fits: false),
    Limit(
      what: "an attached disk of a pod counts once", wanted: claims("a"), others: [claims("b")],
      attached: ["kubernetes.io/csi/d^h-b"], fits: true),
    Limit(
      what: "a folder counts for nothing", wanted: [.hostPath("/x")] + claims("a", "b"),
      fits: true),
    Limit(
      what: "a former disk of Amazon is its driver's",
      wanted: [.disk(.awsElasticBlockStore("vol-1")), .persistentVolumeClaim("ebs")], limit: 1,
      driver: "ebs.csi.aws.com", fits: false),
    Limit(
      what: "the same disk in two ways is one",
      wanted: [.disk(.awsElasticBlockStore("aws://zone/vol-2")), .persistentVolumeClaim("ebs")],
      limit: 1, driver: "ebs.csi.aws.com", fits: true),
    Limit(
      what: "a former provisioner is its driver",
      wanted: [.persistentVolumeClaim("new-ebs"), .disk(.awsElasticBlockStore("vol-1"))], limit: 1,
      driver: "ebs.csi.aws.com", fits: false),
  ]

  @Test(arguments: cases)
  func `a node takes so many disks of a driver`(one: Limit) throws {
    func storage(_ name: String, _ provisioner: String) -> StorageClass {
      var storage = StorageClass(metadata: ObjectMeta(name: name), provisioner: provisioner)
      storage.bindingMode = .waitForFirstConsumer
      return storage
    }
    var objects: [any KubeObject] = [
      storage("s", "d"), Self.claim("wait", storageClass: "s"),
      storage("old", "kubernetes.io/aws-ebs"), Self.claim("new-ebs", storageClass: "old"),
      Self.claim("ebs", volume: "ebs"), Self.volume("ebs", .awsElasticBlockStore("vol-2")),
      Self.limits("n", [("other", 0), (one.driver, one.limit)]),
    ]
    for name in ["a", "b", "c"] { objects += [Self.claim(name, volume: name), Self.csi(name)] }
    var node = Samples.node("n")
    node.status.volumesAttached = one.attached
    let bound = one.others.enumerated().map { Self.pod("o\($0)", $1, on: "n") }
    let found = try decision(Self.pod("p", one.wanted), nodes: [node], bound: bound, objects)
    #expect(
      refusal(found)
        == (one.fits
          ? nil : "NodeVolumeLimits Unschedulable Filter node(s) exceed max volume count"),
      "\(one.what)")
  }

  // MARK: Claims and zones

  @Test func `claims that are not as they should be refuse the pod`() throws {
    var lost = Self.claim("lost", volume: "v")
    lost.status.phase = .lost
    lost.metadata.deletionTimestamp = .start
    var leaving = Self.claim("leaving", volume: "v")
    leaving.metadata.deletionTimestamp = .start
    let objects: [any KubeObject] = [
      lost, leaving, Self.csi("v"), Self.claim("none", storageClass: "missing"),
      Self.claim("dangling", volume: "nowhere"),
    ]
    let texts = [
      ("gone", "VolumeRestrictions", "persistentvolumeclaim \"gone\" not found"),
      (
        "lost", "VolumeBinding",
        "persistentvolumeclaim \"lost\" bound to non-existent persistentvolume \"v\""
      ),
      ("leaving", "VolumeBinding", "persistentvolumeclaim \"leaving\" is being deleted"),
      ("none", "VolumeBinding", "pod has unbound immediate PersistentVolumeClaims"),
      ("dangling", "VolumeZone", "persistentvolume \"nowhere\" not found"),
    ]
    for (name, plugin, text) in texts {
      let found = try decision(Self.pod("p", Self.claims(name)), objects)
      #expect(refusal(found) == "\(plugin) UnschedulableAndUnresolvable PreFilter \(text)")
    }
  }

  @Test(arguments: [
    ("topology.kubernetes.io/zone", "z1", true), ("topology.kubernetes.io/zone", "z2", false),
    ("topology.kubernetes.io/zone", "z2__z1", true),
    ("failure-domain.beta.kubernetes.io/zone", "z1", true),
    ("failure-domain.beta.kubernetes.io/zone", "z2", false),
    ("topology.kubernetes.io/region", "r", false),
    // A list with an empty part is no list and counts for nothing.
    ("topology.kubernetes.io/zone", "z2__", true), ("other/zone", "z2", true),
  ])
  func `a volume's zone keeps its pods there`(label: String, value: String, fits: Bool) throws {
    let zoned = Self.volume("v", .csi(driver: "d", handle: "h"), labels: [label: value])
    let node = Samples.node("n", labels: ["topology.kubernetes.io/zone": "z1"])
    let objects: [any KubeObject] = [Self.claim("c", volume: "v"), zoned]
    let found = try decision(Self.pod("p", Self.claims("c")), nodes: [node], objects)
    #expect((found.chosen != nil) == fits)
    // A node that is nowhere takes volumes of every zone.
    #expect(try decision(Self.pod("p", Self.claims("c")), objects).chosen == "n")
  }

  @Test func `a volume kept for a claim counts only if it is of the claim's class`() throws {
    var storage = StorageClass(
      metadata: ObjectMeta(name: "local"), provisioner: StorageClass.noProvisioner)
    storage.bindingMode = .waitForFirstConsumer
    let claim = Self.claim("c", storageClass: "local")
    for (name, fits) in [("local", true), ("other", false)] {
      var kept = Self.volume("v", .local("/x"), storageClass: name)
      kept.claim = ClaimReference(claim.key, uid: claim.metadata.uid)
      let found = try decision(Self.pod("p", Self.claims("c")), [storage, claim, kept])
      #expect((found.chosen == "n") == fits)
    }
  }

  @Test func `volumes are made where the class allows it`() throws {
    var storage = StorageClass(metadata: ObjectMeta(name: "s"), provisioner: "d")
    storage.bindingMode = .waitForFirstConsumer
    var here = NodeSelectorTerm()
    here.matchExpressions = [
      SelectorRequirement(key: "zone", comparison: .isIn, values: ["z1", "z2"])
    ]
    let pod = Self.pod("p", Self.claims("c"))
    for (terms, label, fits) in [
      ([here], "z1", true), ([here], "z3", false), ([NodeSelectorTerm()], "z1", false),
      ([NodeSelectorTerm(), here], "z2", true),
    ] {
      storage.allowedTopologies = terms
      let node = Samples.node("n", labels: ["zone": label])
      let found = try decision(pod, nodes: [node], [storage, Self.claim("c", storageClass: "s")])
      #expect((found.chosen == "n") == fits)
    }
  }
}
