import KubeAPI
import Scheduler
import Testing
import Units

/// Rules that few pods ever meet, each as upstream v1.34 has it; the source is named where the rule
/// stands in the code.
struct FineRuleTests {
  private func decision(
    _ pod: Pod, _ nodes: [Node], bound: [Pod] = [],
    directory: any ClusterDirectory = EmptyDirectory()
  ) throws -> SchedulingDecision {
    try PlacementEngine(nodes: nodes, bound: bound, directory: directory, scoresSoleNode: true)
      .explain(pod)
  }

  private func pod(_ terms: [NodeSelectorTerm]) -> Pod {
    var pod = Samples.pod("p")
    var affinity = Affinity()
    affinity.requiredNodeTerms = terms
    pod.spec.affinity = affinity
    return pod
  }

  private func term(
    labels: [SelectorRequirement] = [], fields: [SelectorRequirement] = []
  ) -> NodeSelectorTerm {
    var term = NodeSelectorTerm()
    term.matchExpressions = labels
    term.matchFields = fields
    return term
  }

  private static let name = "metadata.name"

  @Test func `a term that cannot be read matches nothing, and the others still count`() throws {
    let node = Samples.node("n", labels: ["a": "x", "n": "7", "word": "many"])
    let cases: [(SelectorRequirement, Bool)] = [
      (.init(key: "a", comparison: .isIn, values: []), false),
      (.init(key: "a", comparison: .exists, values: ["x"]), false),
      (.init(key: "a", comparison: .notIn, values: ["no label!"]), false),
      (.init(key: "no key!", comparison: .doesNotExist), false),
      (.init(key: "n", comparison: .greaterThan, values: ["6"]), true),
      (.init(key: "n", comparison: .greaterThan, values: ["7"]), false),
      (.init(key: "n", comparison: .lessThan, values: ["+8"]), false),
      (.init(key: "n", comparison: .lessThan, values: ["08"]), true),
      (.init(key: "n", comparison: .lessThan, values: ["eight"]), false),
      (.init(key: "n", comparison: .lessThan, values: ["8", "9"]), false),
      (.init(key: "word", comparison: .greaterThan, values: ["-1"]), false),
      (.init(key: "missing", comparison: .lessThan, values: ["1"]), false),
      (.init(key: "missing", comparison: .notIn, values: ["x"]), true),
    ]
    for (requirement, fits) in cases {
      let one = term(labels: [requirement])
      #expect((try decision(pod([one]), [node]).chosen != nil) == fits, "\(requirement)")
      let rest = term(labels: [.init(key: "a", comparison: .exists)])
      #expect(try decision(pod([one, rest]), [node]).chosen == "n")
    }
    #expect(try decision(pod([term()]), [node]).chosen == nil)
  }

  @Test func `names in terms narrow the search before any node is looked at`() throws {
    let nodes = ["a", "b", "c"].map { Samples.node($0) }
    func names(_ values: [String]) -> SelectorRequirement {
      .init(key: Self.name, comparison: .isIn, values: values)
    }
    let (a, b) = (term(fields: [names(["a"])]), term(fields: [names(["b"])]))
    let either = try decision(pod([a, b]), nodes)
    #expect(either.feasible == ["a", "b"])
    let neither = try decision(pod([term(fields: [names(["a"]), names(["b"])])]), nodes)
    #expect(neither.message.hasPrefix("0/3 nodes are available: pod affinity terms conflict."))
    let missing = try decision(pod([term(fields: [names(["x"])])]), nodes)
    #expect(
      missing.message.hasPrefix(
        "0/3 nodes are available: 3 node(s) didn't satisfy plugin(s) [NodeAffinity]."))
    let not = try decision(
      pod([term(fields: [.init(key: Self.name, comparison: .notIn, values: ["a"])])]), nodes)
    #expect(not.feasible == ["b", "c"])
  }

  @Test func `a toleration without a key means every taint, by its value or at all`() throws {
    let taints = [Taint(key: "k", value: "v", effect: .noSchedule)]
    let node = Samples.node("n", taints: taints)
    let cases: [(Toleration, Bool)] = [
      (Toleration(comparison: .exists), true), (Toleration(value: "v"), true),
      (Toleration(value: "w"), false), (Toleration(comparison: .exists, effect: .noExecute), false),
      (Toleration(key: "k", comparison: .exists, effect: .noSchedule), true),
      (Toleration(key: "k"), false),
    ]
    for (toleration, fits) in cases {
      var pod = Samples.pod("p")
      pod.spec.tolerations = [toleration]
      #expect((try decision(pod, [node]).chosen != nil) == fits, "\(toleration)")
    }
  }

  @Test func `a node without allocatable resources takes no pod`() throws {
    let node = Node(metadata: ObjectMeta(name: "n"))
    #expect(
      try decision(Samples.pod("p", cpu: 0), [node]).message.hasPrefix(
        "0/1 nodes are available: 1 Too many pods."))
  }

  @Test func `asking for nothing fits on a node that has promised too much`() throws {
    let node = Samples.node("n", cpu: 1_000)
    let greedy = Samples.pod("g", cpu: 3_000, on: "n")
    #expect(try decision(Samples.pod("p", cpu: 0), [node], bound: [greedy]).chosen == "n")
    let more = try decision(Samples.pod("p", cpu: 1), [node], bound: [greedy])
    #expect(more.chosen == nil)
    #expect(more.message.hasPrefix("0/1 nodes are available: 1 Insufficient cpu."))
  }

  @Test func `a spread rule without a selector counts nobody, not even the pod itself`() throws {
    let nodes = ["a", "b"].map { Samples.node($0, labels: ["zone": $0]) }
    let others = (1...3).map { Samples.pod("o\($0)", on: "a") }
    var pod = Samples.pod("p")
    var rule = TopologySpreadConstraint(
      maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: .doNotSchedule)
    rule.matchLabelKeys = ["app"]
    pod.metadata.labels = ["app": "web"]
    pod.spec.topologySpreadConstraints = [rule]
    pod.mergeLabelKeys()
    #expect(try decision(pod, nodes, bound: others).feasible == ["a", "b"])
    // The empty selector counts the pod, though nobody else.
    pod.spec.topologySpreadConstraints[0].matchLabelKeys = []
    pod.spec.topologySpreadConstraints[0].labelSelector = LabelSelector()
    #expect(try decision(pod, nodes, bound: others).feasible == ["a", "b"])
  }

  @Test func `too few places count as an empty one`() throws {
    let nodes = ["a", "b"].map { Samples.node($0, labels: ["zone": $0]) }
    var pod = Samples.pod("p")
    pod.metadata.labels = ["app": "web"]
    var rule = TopologySpreadConstraint(
      maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: .doNotSchedule,
      labelSelector: LabelSelector(matchLabels: ["app": "web"]))
    rule.minDomains = 3
    pod.spec.topologySpreadConstraints = [rule]
    let others = nodes.map { node in
      var other = Samples.pod("o-\(node.metadata.name)", on: node.metadata.name)
      other.metadata.labels = ["app": "web"]
      return other
    }
    #expect(try decision(pod, nodes, bound: others).feasible == [])
    pod.spec.topologySpreadConstraints[0].minDomains = 2
    #expect(try decision(pod, nodes, bound: others).feasible == ["a", "b"])
  }

  @Test func `a pod that is going is not counted in the spread`() throws {
    let nodes = ["a", "b"].map { Samples.node($0, labels: ["zone": $0]) }
    var pod = Samples.pod("p")
    pod.metadata.labels = ["app": "web"]
    pod.spec.topologySpreadConstraints = [
      TopologySpreadConstraint(
        maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: .doNotSchedule,
        labelSelector: LabelSelector(matchLabels: ["app": "web"]))
    ]
    var other = Samples.pod("o", on: "a")
    other.metadata.labels = ["app": "web"]
    #expect(try decision(pod, nodes, bound: [other]).feasible == ["b"])
    other.metadata.deletionTimestamp = .start
    #expect(try decision(pod, nodes, bound: [other]).feasible == ["a", "b"])
  }

  @Test func `the pods of a stateful set are spread by its selector`() throws {
    let nodes = ["a", "b"].map { Samples.node($0, labels: ["kubernetes.io/hostname": $0]) }
    var pod = Samples.pod("s-1")
    pod.metadata.labels = ["app": "db"]
    pod.metadata.ownerReferences = [OwnerReference(kind: .statefulSet, name: "s", uid: "u")]
    var other = Samples.pod("s-0", on: "a")
    other.metadata.labels = ["app": "db"]
    let set = StatefulSet(
      metadata: ObjectMeta(name: "s", namespace: "default"),
      selector: LabelSelector(matchLabels: ["app": "db"]))
    let found = try decision(pod, nodes, bound: [other], directory: ObjectDirectory([set]))
    let place = try #require(found.scorePlugins.firstIndex(of: "PodTopologySpread"))
    let points = found.nodes.map { node -> Int64? in
      if case .fits(_, let points) = node.verdict { points[place] } else { nil }
    }
    // One pod weighs ln 4, and the rule's skew of 3 adds 2 to both: 3 and 2, of which 66 and 100
    // points are made, which count twice.
    #expect(points == [132, 200])
    let alone = try decision(pod, nodes, bound: [other])
    #expect(alone.best == ["b"])
    guard case .fits(_, let unspread)? = alone.nodes.first?.verdict else { return }
    #expect(unspread[place] == nil)
  }

  @Test func `a replication controller's labels win over those of services`() {
    var pod = Samples.pod("p")
    pod.metadata.labels = ["app": "web", "tier": "front"]
    pod.metadata.ownerReferences = [
      OwnerReference(kind: .replicationController, name: "r", uid: "u")
    ]
    let service = Service(
      metadata: ObjectMeta(name: "s", namespace: "default"),
      spec: ServiceSpec(selector: ["app": "web"], ports: []))
    let controller = ReplicationController(
      metadata: ObjectMeta(name: "r", namespace: "default"),
      spec: ReplicationControllerSpec(
        replicas: 1, selector: ["tier": "front"],
        template: PodTemplate(metadata: ObjectMeta(), spec: PodSpec(containers: []))))
    let directory = ObjectDirectory([service, controller])
    #expect(directory.serviceSelectors(in: "default") == [["app": "web"]])
    #expect(directory.ownerSelector(of: pod) == LabelSelector(matchLabels: ["tier": "front"]))
    #expect(directory.serviceSelectors(in: "other") == [])
  }
}
