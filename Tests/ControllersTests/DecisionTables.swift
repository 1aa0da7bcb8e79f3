import ControllerRuntime
import Controllers
import KubeAPI
import Testing
import Units

/// A pod as the decision tables need it.
func tablePod(
  _ name: String, uid: String? = nil, node: String = "n", phase: PodStatus.Phase = .running,
  readySince: Int64? = 0, created: Int64 = 0, cost: String? = nil, restarts: Int32 = 0,
  labels: StringMap = [:]
) -> Pod {
  var spec = PodSpec(containers: [Container(name: "c", image: "i")])
  spec.nodeName = node
  var pod = Pod(metadata: ObjectMeta(name: name, namespace: "default", labels: labels), spec: spec)
  pod.metadata.uid = uid ?? name
  pod.metadata.creationTimestamp = .start + .seconds(created)
  if let cost { pod.metadata.annotations["controller.kubernetes.io/pod-deletion-cost"] = cost }
  pod.status.phase = phase
  pod.status.podIP = "10.0.0.1"
  if let readySince {
    pod.status.conditions = [Condition("Ready", .isTrue, since: .start + .seconds(readySince))]
  }
  var status = ContainerStatus(name: "c", image: "i", waitingFor: "")
  status.restartCount = restarts
  pod.status.containerStatuses = [status]
  return pod
}

struct DeletionRankTests {
  /// Each row: the pod that goes first, then the other.
  static let rules: [(String, Pod, Pod)] = [
    ("unassigned before assigned", tablePod("z", node: "", phase: .pending, readySince: nil),
      tablePod("a", phase: .pending, readySince: nil)),
    ("pending before running", tablePod("z", phase: .pending, readySince: nil), tablePod("a")),
    ("unknown before running", tablePod("z", phase: .unknown), tablePod("a")),
    ("not ready before ready", tablePod("z", readySince: nil), tablePod("a")),
    ("cheap before dear", tablePod("z", cost: "-10"), tablePod("a")),
    ("no cost is zero", tablePod("z"), tablePod("a", cost: "100")),
    ("a cost that is no number is none", tablePod("z", cost: "-1"), tablePod("a", cost: "x")),
    ("younger bucket first", tablePod("z", readySince: 980), tablePod("a", readySince: 100)),
    ("smaller uid in one bucket", tablePod("a", readySince: 100),
      tablePod("z", readySince: 200)),
    ("more restarts first", tablePod("z", restarts: 3), tablePod("a", restarts: 1)),
    ("younger creation first", tablePod("z", created: 990), tablePod("a", created: 10)),
    ("cost before age", tablePod("z", readySince: 0, cost: "-1"), tablePod("a", readySince: 999)),
  ]

  @Test(arguments: rules.indices)
  func `each rule decides alone`(index: Int) {
    let (rule, first, second) = Self.rules[index]
    let rank = DeletionRank(now: .start + .seconds(1_000))
    #expect(rank.sorted([first, second]).first?.key == first.key, "\(rule)")
    #expect(rank.sorted([second, first]).first?.key == first.key, "\(rule), other way round")
  }

  @Test(arguments: [(Int64(0), -1), (1, 0), (2, 1), (1_000_000_000, 29), (1_073_741_824, 30),
    (34_359_738_368, 35), (35_600_000_000, 35), (67_700_000_000, 35), (68_800_000_000, 36)])
  func `ages are compared by powers of two of nanoseconds`(age: Int64, magnitude: Int) {
    #expect(DeletionRank.magnitude(TimeSpan(nanoseconds: age)) == magnitude)
  }

  @Test func `five pods that differ in age within a bucket go by uid`() {
    let pods = zip(["53", "63", "24", "47", "77"], [0, 5, 10, 15, 21]).map {
      tablePod($0, readySince: $1)
    }
    let order = DeletionRank(now: .start + .milliseconds(56_600)).sorted(pods)
    #expect(order.map(\.metadata.uid) == ["24", "47", "53", "63", "77"])
  }
}

struct ReplicaDecisionTests {
  @Test(arguments: [(3, 0, "create 3"), (3, 3, "nothing"), (700, 0, "create 500"),
    (0, 3, "delete 3"), (1, 3, "delete 2"), (0, 700, "delete 500"), (0, 0, "nothing")])
  func `as many as wanted, 500 at a time`(wanted: Int, there: Int, expected: String) {
    let pods = (0..<there).map { tablePod("p\($0)") }
    let decision = ReplicaDecision(
      wanted: wanted, active: pods, burst: 500, now: .start + .seconds(9))
    let text = switch decision {
    case .nothing: "nothing"
    case .create(let count): "create \(count)"
    case .delete(let pods): "delete \(pods.count)"
    }
    #expect(text == expected)
  }

  @Test func `claims keep, adopt and release by selector and owner`() {
    var controller = ReplicationController(
      metadata: ObjectMeta(name: "rc", namespace: "default"),
      spec: ReplicationControllerSpec(
        replicas: 1, selector: ["app": "x"],
        template: PodTemplate(metadata: ObjectMeta(), spec: PodSpec(containers: []))))
    controller.metadata.uid = "rc"
    func owned(_ name: String, by uid: String?, _ app: String) -> Pod {
      var pod = tablePod(name, labels: ["app": app])
      if let uid {
        pod.metadata.ownerReferences = [
          OwnerReference(kind: .replicationController, name: uid, uid: uid)
        ]
      }
      return pod
    }
    let pods = [
      owned("kept", by: "rc", "x"), owned("released", by: "rc", "y"),
      owned("adopted", by: nil, "x"), owned("foreign", by: "other", "x"),
      owned("unrelated", by: nil, "y"),
    ]
    let claims = Claims(controller, selector: controller.podSelector, candidates: pods)
    #expect(claims.owned.map(\.metadata.name) == ["kept"])
    #expect(claims.toAdopt.map(\.metadata.name) == ["adopted"])
    #expect(claims.toRelease.map(\.metadata.name) == ["released"])
    controller.metadata.deletionTimestamp = .start
    let last = Claims(controller, selector: controller.podSelector, candidates: pods)
    #expect(last.owned.count == 1)
    #expect(last.toAdopt.isEmpty)
    #expect(last.toRelease.isEmpty)
  }
}

struct TaintToleranceTests {
  static let unreachable = Taint(key: "node.kubernetes.io/unreachable", effect: .noExecute)
  static let own = Taint(key: "own", effect: .noExecute)
  static func tolerating(_ key: String, _ seconds: Int64?) -> Toleration {
    Toleration(
      key: key, comparison: .exists, effect: .noExecute, tolerationSeconds: seconds)
  }

  @Test(arguments: [
    ([unreachable], [], TaintTolerance.none),
    ([unreachable], [tolerating("own", nil)], .none),
    ([unreachable], [tolerating("node.kubernetes.io/unreachable", 300)], .lasting(.seconds(300))),
    ([unreachable], [tolerating("node.kubernetes.io/unreachable", nil)], .forever),
    ([unreachable], [tolerating("node.kubernetes.io/unreachable", -5)], .lasting(.zero)),
    ([unreachable, own], [tolerating("node.kubernetes.io/unreachable", 300)], .none),
    ([unreachable, own],
      [tolerating("node.kubernetes.io/unreachable", 300), tolerating("own", 20)],
      .lasting(.seconds(20))),
    ([unreachable, own],
      [tolerating("node.kubernetes.io/unreachable", nil), tolerating("own", 20)],
      .lasting(.seconds(20))),
  ])
  func `the least patience counts, and one taint too many is too many`(
    taints: [Taint], tolerations: [Toleration], expected: TaintTolerance
  ) {
    #expect(TaintTolerance(taints: taints, tolerations: tolerations) == expected)
  }
}

struct ZoneTests {
  @Test(arguments: [
    (5, 0, ZoneState.normal), (0, 1, .fullDisruption), (1, 3, .partialDisruption),
    (1, 2, .normal), (3, 3, .normal), (2, 3, .partialDisruption), (0, 0, .normal),
    (20, 40, .partialDisruption),
  ])
  func `a zone is disrupted by the share and number of its dead nodes`(
    ready: Int, notReady: Int, state: ZoneState
  ) {
    #expect(ZoneState(ready: ready, notReady: notReady, threshold: 0.55) == state)
  }

  @Test(arguments: [
    (ZoneState.normal, 4, 0.1), (.fullDisruption, 4, 0.1), (.partialDisruption, 50, 0),
    (.partialDisruption, 51, 0.01),
  ])
  func `small disrupted zones are not emptied, large ones slowly`(
    state: ZoneState, size: Int, rate: Double
  ) {
    #expect(state.evictionRate(size: size, NodeLifecycleParameters()) == rate)
  }

  @Test func `a limiter lets one through at once and one each ten seconds`() {
    var limiter = EvictionLimiter(rate: 0.1)
    func take(at instant: Instant) -> Bool { limiter.take(at: instant) }
    #expect(take(at: .start))
    #expect(!take(at: .start + .milliseconds(9_999)))
    #expect(take(at: .start + .seconds(10)))
  }

  /// Trace s3i_large_zone_partial: the first node after the change waits for a whole new token.
  @Test func `a limiter that changes while it is empty begins empty`() {
    var limiter = EvictionLimiter(rate: 0.1)
    func take(at instant: Instant) -> Bool { limiter.take(at: instant) }
    #expect(take(at: .start))
    limiter.swap(rate: 0.01, at: .start + .seconds(5))
    #expect(!take(at: .start + .milliseconds(104_999)))
    #expect(take(at: .start + .seconds(105)))
    limiter.swap(rate: 0, at: .start + .seconds(106))
    #expect(!take(at: .start + .seconds(99_999)))
  }

  @Test func `a node is handled once until it was well in between`() {
    var queue = EvictionQueue(rate: 0.1)
    func next(at instant: Instant) -> String? { queue.next(at: instant) }
    queue.add("a", at: .start)
    queue.add("a", at: .start)
    #expect(next(at: .start) == "a")
    queue.finish("a", succeeded: true, at: .start)
    queue.add("a", at: .start)
    #expect(queue.isEmpty)
    queue.remove("a")
    queue.add("a", at: .start + .seconds(20))
    #expect(next(at: .start + .seconds(20)) == "a")
    queue.finish("a", succeeded: false, at: .start + .seconds(20))
    #expect(!queue.isEmpty)
  }

  @Test func `taints follow conditions and cordons`() {
    var node = Node(metadata: ObjectMeta(name: "n"))
    node.spec.taints = [
      Taint(key: "node.kubernetes.io/not-ready", effect: .noSchedule),
      Taint(key: "mine", effect: .noSchedule),
    ]
    node.status.conditions = [
      Condition("Ready", .unknown, since: .start),
      Condition("DiskPressure", .isTrue, since: .start),
    ]
    node.spec.isUnschedulable = true
    let (add, remove) = NodeTaints.scheduleChanges(of: node)
    #expect(add.map(\.key) == ["node.kubernetes.io/unreachable",
      "node.kubernetes.io/disk-pressure", "node.kubernetes.io/unschedulable"])
    #expect(remove.map(\.key) == ["node.kubernetes.io/not-ready"])
    let taints = NodeTaints.change(node.spec.taints, add: add, remove: remove)
    #expect(taints.map(\.key).first == "mine")
    #expect(taints.count == 4)
  }

  @Test(arguments: [(49.9, false), (50.0, false), (50.001, true)])
  func `silence counts from the last renewal that was noticed`(age: Double, isDead: Bool) {
    var node = Node(metadata: ObjectMeta(name: "n"))
    node.status.conditions = [Condition("Ready", .isTrue, since: .start)]
    var health = NodeHealth(node, now: .start)
    let parameters = NodeLifecycleParameters()
    let noticed = Instant.start + .seconds(13)
    _ = health.observe(node, renewal: .start + .seconds(10), now: noticed, parameters)
    let later = noticed + TimeSpan(seconds: age)
    let sight = health.observe(
      node, renewal: .start + .seconds(10), now: later, parameters)
    #expect((sight.verdict != nil) == isDead)
    #expect(sight.observed == .isTrue)
    #expect(sight.current == (isDead ? .unknown : .isTrue))
    #expect(sight.verdict?.map(\.reason) ?? []
      == (isDead ? ["NodeStatusUnknown"] + Array(repeating: "NodeStatusNeverUpdated", count: 3)
        : []))
  }
}

struct PodGCTests {
  @Test func `it picks the oldest ended pods, the unscheduled and those of missing nodes`() {
    let ended = (0..<5).map { tablePod("e\($0)", phase: .succeeded, created: Int64(10 - $0)) }
    #expect(
      PodGCDecision.terminated(ended, threshold: 3).map(\.metadata.name) == ["e4", "e3"])
    #expect(PodGCDecision.terminated(ended, threshold: 5).isEmpty)
    var going = tablePod("going", node: "")
    going.metadata.deletionTimestamp = .start
    #expect(PodGCDecision.unscheduled([going, tablePod("p")]).count == 1)
    let node = Node(metadata: ObjectMeta(name: "n"))
    let pods = [tablePod("a"), tablePod("b", node: "x"), tablePod("c", node: "w")]
    #expect(PodGCDecision.missingNodes(pods + [going], nodes: [node]) == ["w", "x"])
  }
}

struct OwnerGraphTests {
  func meta(_ uid: String, owner: String? = nil, finalizer: String? = nil) -> ObjectMeta {
    var meta = ObjectMeta(name: uid, namespace: "default")
    meta.uid = uid
    if let owner {
      meta.ownerReferences = [
        OwnerReference(kind: .replicationController, name: owner, uid: owner)
      ]
    }
    if let finalizer {
      meta.finalizers = [finalizer]
      meta.deletionTimestamp = .start
    }
    return meta
  }

  @Test func `a lost owner sends its dependents to be looked at`() {
    var graph = OwnerGraph()
    func show(_ kind: Kind, _ meta: ObjectMeta) -> OwnerGraph.Consequences {
      graph.show(kind, meta)
    }
    func drop(_ uid: String) -> OwnerGraph.Consequences { graph.drop(uid) }
    #expect(show(.replicationController, meta("rc")) == .init())
    #expect(show(.pod, meta("a", owner: "rc")) == .init())
    #expect(show(.pod, meta("b", owner: "rc")) == .init())
    #expect(drop("rc") == .init(toDelete: ["a", "b"]))
  }

  @Test func `an owner that nobody has seen must be asked for`() {
    var graph = OwnerGraph()
    func show(_ kind: Kind, _ meta: ObjectMeta) -> OwnerGraph.Consequences {
      graph.show(kind, meta)
    }
    func drop(_ uid: String) -> OwnerGraph.Consequences { graph.drop(uid) }
    #expect(show(.pod, meta("a", owner: "rc")) == .init(toDelete: ["rc"]))
    #expect(graph["rc"]?.isVirtual == true)
    #expect(show(.replicationController, meta("rc")) == .init())
    #expect(graph["rc"]?.isVirtual == false)
    #expect(graph["rc"]?.dependents == ["a"])
  }

  @Test func `an owner waits in the foreground until its last dependent is gone`() {
    var graph = OwnerGraph()
    func show(_ kind: Kind, _ meta: ObjectMeta) -> OwnerGraph.Consequences {
      graph.show(kind, meta)
    }
    func drop(_ uid: String) -> OwnerGraph.Consequences { graph.drop(uid) }
    _ = graph.show(.replicationController, meta("rc"))
    _ = graph.show(.pod, meta("a", owner: "rc"))
    let waiting = meta("rc", finalizer: "foregroundDeletion")
    #expect(show(.replicationController, waiting) == .init(toDelete: ["a", "rc"]))
    #expect(show(.replicationController, waiting) == .init())
    #expect(graph.blockingDependents(of: "rc").count == 1)
    #expect(drop("a") == .init(toDelete: ["rc"]))
    #expect(graph.blockingDependents(of: "rc").isEmpty)
  }

  @Test func `an owner that leaves orphans goes to the other queue`() {
    var graph = OwnerGraph()
    func show(_ kind: Kind, _ meta: ObjectMeta) -> OwnerGraph.Consequences {
      graph.show(kind, meta)
    }
    func drop(_ uid: String) -> OwnerGraph.Consequences { graph.drop(uid) }
    _ = graph.show(.replicationController, meta("rc"))
    _ = graph.show(.pod, meta("a", owner: "rc"))
    #expect(
      show(.replicationController, meta("rc", finalizer: "orphan"))
        == .init(toOrphan: ["rc"]))
    #expect(show(.pod, meta("a")) == .init())
    #expect(graph["rc"]?.dependents == [])
  }
}
