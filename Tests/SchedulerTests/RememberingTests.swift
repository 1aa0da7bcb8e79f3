import KubeAPI
import Scheduler
import Testing

/// What is remembered for which pods, and when it is given up.
struct RememberingTests {
  private static func kinds(of pods: [Pod]) throws -> Int {
    let engine = try PlacementEngine(nodes: [Samples.node("a"), Samples.node("b")])
    for pod in pods { _ = engine.place(pod) }
    return engine.remembered("default-scheduler").kinds
  }

  @Test func `pods that differ in what no scheduler minds are of one kind`() throws {
    var other = Samples.pod("q")
    other.spec.containers[0].env = [EnvVar(name: "A", source: .value("1"))]
    other.spec.containers[0].command = ["/bin/true"]
    other.spec.containers[0].resources.limits["cpu"] = 1_000
    other.spec.volumes = [Volume(name: "kube-api-access-x7f2p", source: .emptyDir)]
    other.spec.terminationGracePeriodSeconds = 5
    other.metadata.annotations = ["a": "b"]
    #expect(try Self.kinds(of: [Samples.pod("p"), other]) == 1)
  }

  @Test(arguments: [
    { $0.metadata.labels["app"] = "x" }, { $0.metadata.namespace = "elsewhere" },
    { $0.spec.containers[0].resources.requests["memory"] = 1 }, { $0.spec.priority = 3 },
    { $0.spec.containers[0].image = "other:v1" }, { $0.metadata.deletionTimestamp = .start },
    {
      $0.metadata.ownerReferences = [OwnerReference(kind: .replicaSet, name: "r", uid: "u")]
    },
    { $0.spec.tolerations = [Toleration(key: "a", comparison: .exists)] },
  ] as [@Sendable (inout Pod) -> Void])
  func `pods that differ in what a plugin may mind are of two kinds`(
    change: @Sendable (inout Pod) -> Void
  ) throws {
    var other = Samples.pod("q")
    change(&other)
    #expect(try Self.kinds(of: [Samples.pod("p"), other]) == 2)
  }

  @Test func `a kind that has missed more than the journal keeps is asked about anew`() throws {
    let nodes = (0..<5).map { Samples.node("n\($0)") }
    let (fast, plain) = (try PlacementEngine(nodes: nodes), try PlacementEngine(nodes: nodes))
    plain.isPlain = true
    for engine in [fast, plain] {
      _ = engine.place(Samples.pod("first"))
      for index in 0..<9_000 {
        let pod = Samples.pod("q\(index)", cpu: 700)
        engine.count(pod, on: "n\(index % 5)")
        if index % 5 != 0 || index > 20 { engine.remove(pod) }
      }
    }
    let (a, b) = (
      fast.placeInDetail(Samples.pod("last")), plain.placeInDetail(Samples.pod("last"))
    )
    #expect(a.isRemembered && !b.isRemembered)
    #expect(a.feasible == b.feasible && a.totals == b.totals)
    #expect(a.placement.node == b.placement.node)
  }

  /// Lets pods on every other node by a count of its own.
  private final class Moody: FilterPlugin {
    static let name = "Moody"
    private var asked = 0
    func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
      asked += 1
      return asked % 2 == 0 ? .success : Status(.unschedulable, reasons: ["not now"])
    }
  }

  @Test func `a plugin that does not say that it is local is asked each time`() throws {
    var registry = PluginRegistry.builtIn
    registry.entries.append(PluginRegistry.Entry("Moody", "Changes its mind.") { _, _ in Moody() })
    var profile = Profile.standard
    profile.plugins.append(.init("Moody"))
    let nodes = (0..<4).map { Samples.node("n\($0)") }
    let engine = try PlacementEngine(nodes: nodes, profile: profile, registry: registry)
    for index in 0..<4 {
      let details = engine.placeInDetail(Samples.pod("p\(index)"))
      #expect(!details.isRemembered && details.feasible == ["n1", "n3"])
    }
  }

  @Test func `a pod that fits nowhere is told so as the plain way does`() throws {
    var nodes = (0..<6).map { Samples.node("n\($0)", cpu: $0 < 3 ? 1_000 : 200) }
    nodes[0].spec.isUnschedulable = true
    nodes[1].spec.taints = [Taint(key: "a", value: "b", effect: .noSchedule)]
    let engine = try PlacementEngine(nodes: nodes)
    let details = engine.placeInDetail(Samples.pod("p", cpu: 2_000))
    #expect(details.isRemembered)
    #expect(
      details.placement.message == "0/6 nodes are available: 1 node(s) had untolerated taint "
        + "{a: b}, 1 node(s) were unschedulable, 4 Insufficient cpu.")
  }
}
