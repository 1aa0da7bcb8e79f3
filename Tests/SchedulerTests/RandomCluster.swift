import KubeAPI
import Randomness
import Scheduler

/// Draws nodes, pods and changes of a small cluster in which nearly everything occurs that plugins
/// mind.
struct RandomCluster {
  var stream: RandomStream
  private var made = 0
  let zones: Int
  let isSparse: Bool
  private(set) var templates: [Pod] = []

  init(_ stream: RandomStream) {
    self.stream = stream
    zones = Int(self.stream.uniform(below: 4)) + 1
    isSparse = self.stream.bernoulli(0.5)
    for _ in 0..<(2 + below(7)) { templates.append(template()) }
  }

  mutating func below(_ bound: Int) -> Int { Int(stream.uniform(below: UInt32(bound))) }
  mutating func happens(_ p: Double) -> Bool { stream.bernoulli(p) }
  mutating func any<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  // MARK: Nodes

  mutating func node(_ name: String) -> Node {
    var node = Samples.node(
      name, cpu: Int64(1 + below(8)) * 1_000, memory: Int64(1 + below(16)) << 30,
      pods: Int64(2 + below(20)))
    if happens(0.9) { node.metadata.labels["kubernetes.io/hostname"] = name }
    if happens(0.9) { node.metadata.labels["topology.kubernetes.io/zone"] = "z\(below(zones))" }
    if happens(0.1) { node.metadata.labels["topology.kubernetes.io/zone"] = "" }
    if happens(0.6) { node.metadata.labels["rack"] = "r\(below(6))" }
    if happens(0.5) { node.metadata.labels["disk"] = any(["ssd", "hdd"]) }
    if happens(0.4) { node.metadata.labels["size"] = "\(below(5))" }
    if happens(0.3) { node.status.allocatable["example.com/gpu"] = Int64(below(5)) }
    if happens(0.3) { node.status.allocatable["ephemeral-storage"] = Int64(below(9)) << 30 }
    for _ in 0..<below(3) where happens(0.4) { node.spec.taints.append(taint()) }
    node.spec.isUnschedulable = happens(0.05)
    for image in 0..<4 where happens(0.3) {
      node.status.images.append(
        NodeImage(
          names: ["docker.io/library/i\(image):v1"], sizeBytes: Int64(image + 1) * 300_000_000))
    }
    return node
  }

  mutating func taint() -> Taint {
    Taint(
      key: any(["a", "b"]), value: any(["", "x"]),
      effect: any([.noSchedule, .preferNoSchedule, .preferNoSchedule, .noExecute]))
  }

  // MARK: Pods

  /// A pod like one of the templates, or now and then like none.
  mutating func pod() -> Pod {
    var pod = happens(0.9) ? any(templates) : template()
    made += 1
    pod.metadata.name = "p\(made)"
    pod.metadata.uid = happens(0.8) ? "uid-\(made)" : ""
    return pod
  }

  mutating func labels() -> StringMap {
    var labels: StringMap = [:]
    if happens(0.9) { labels["app"] = any(["a", "b", "c"]) }
    if happens(0.4) { labels["tier"] = any(["x", "y"]) }
    return labels
  }

  mutating func template() -> Pod {
    var pod = Samples.pod("t", cpu: Int64(below(4)) * 150, memory: Int64(below(4)) << 28)
    pod.metadata.namespace = any(["n1", "n1", "n2", "n3"])
    pod.metadata.labels = labels()
    pod.spec.schedulerName = any(["default-scheduler", "default-scheduler", "second"])
    pod.spec.containers[0].image = "i\(below(5)):v1"
    if happens(0.15) { pod.spec.containers[0].resources.requests["example.com/gpu"] = 1 }
    if happens(0.1) { pod.spec.containers[0].resources.requests["ephemeral-storage"] = 1 << 30 }
    if happens(0.15) {
      var port = ContainerPort(80)
      port.hostPort = Int32(8_000 + below(2))
      pod.spec.containers[0].ports = [port]
    }
    for _ in 0..<below(3) where happens(0.5) {
      pod.spec.tolerations.append(
        Toleration(
          key: any(["a", "b", ""]), comparison: .exists, effect: any([nil, .noSchedule])))
    }
    if happens(0.15) { pod.spec.nodeSelector["disk"] = "ssd" }
    affinity(&pod.spec)
    for _ in 0..<below(4) where happens(isSparse ? 0.2 : 0.6) {
      pod.spec.topologySpreadConstraints.append(constraint())
    }
    if happens(0.02) { pod.spec.nodeName = "n1" }
    if happens(0.1) {
      pod.metadata.ownerReferences = [OwnerReference(kind: .replicaSet, name: "rs", uid: "u")]
    }
    return pod
  }

  mutating func selector() -> LabelSelector? {
    if happens(0.04) { return nil }
    if happens(0.04) { return LabelSelector() }
    if happens(0.2) {
      return LabelSelector(matchExpressions: [
        SelectorRequirement(
          key: "app", comparison: any([.isIn, .notIn]), values: [any(["a", "b"]), "c"])
      ])
    }
    return LabelSelector(matchLabels: ["app": any(["a", "b", "c"])])
  }

  mutating func topologyKey() -> String {
    any([
      "kubernetes.io/hostname", "kubernetes.io/hostname", "topology.kubernetes.io/zone", "rack",
      "nothing",
    ])
  }

  mutating func constraint() -> TopologySpreadConstraint {
    var constraint = TopologySpreadConstraint(
      maxSkew: Int32(1 + below(3)), topologyKey: topologyKey(),
      whenUnsatisfiable: any([.doNotSchedule, .scheduleAnyway, .scheduleAnyway]),
      labelSelector: selector())
    if happens(0.2) { constraint.minDomains = Int32(1 + below(4)) }
    constraint.nodeAffinityPolicy = any([.honor, .honor, .ignore])
    constraint.nodeTaintsPolicy = any([.ignore, .ignore, .honor])
    return constraint
  }

  private mutating func affinity(_ spec: inout PodSpec) {
    var affinity = Affinity()
    if happens(0.15) { affinity.requiredNodeTerms = [nodeTerm()] }
    for _ in 0..<below(3) where happens(0.4) {
      affinity.preferredNodeTerms.append(
        PreferredNodeTerm(weight: Int32(1 + below(100)), term: nodeTerm()))
    }
    let p = isSparse ? 0.06 : 0.25
    if happens(p) { affinity.podAffinity.required.append(podTerm()) }
    if happens(p) { affinity.podAntiAffinity.required.append(podTerm()) }
    for _ in 0..<2 where happens(p) {
      affinity.podAffinity.preferred.append(
        WeightedPodAffinityTerm(weight: Int32(1 + below(100)), term: podTerm()))
    }
    for _ in 0..<2 where happens(p * 1.5) {
      affinity.podAntiAffinity.preferred.append(
        WeightedPodAffinityTerm(weight: Int32(1 + below(100)), term: podTerm()))
    }
    if affinity != Affinity() { spec.affinity = affinity }
  }

  mutating func nodeTerm() -> NodeSelectorTerm {
    var term = NodeSelectorTerm()
    let kind = below(10)
    if kind == 0 {
      term.matchFields = [
        SelectorRequirement(
          key: "metadata.name", comparison: .isIn, values: ["n\(below(8))"])
      ]
    } else if kind < 4 {
      term.matchExpressions = [
        SelectorRequirement(key: "size", comparison: .greaterThan, values: ["\(below(4))"])
      ]
    } else {
      term.matchExpressions = [
        SelectorRequirement(key: "disk", comparison: any([.isIn, .notIn]), values: ["ssd"])
      ]
    }
    return term
  }

  mutating func podTerm() -> PodAffinityTerm {
    var term = PodAffinityTerm(topologyKey: topologyKey(), labelSelector: selector())
    if happens(0.2) { term.namespaces = [any(["n1", "n2"])] }
    if happens(0.2) {
      term.namespaceSelector = happens(0.3) ? LabelSelector() : LabelSelector(
        matchLabels: ["team": any(["red", "blue"])])
    }
    return term
  }
}

/// Namespaces, Services and owners that change.
final class ChangingDirectory: ClusterDirectory {
  var namespaces: [String: StringMap] = ["n1": ["team": "red"], "n2": ["team": "blue"], "n3": [:]]
  var services: [StringMap] = []
  var owner: LabelSelector?

  func namespaceLabels(_ name: String) -> StringMap? { namespaces[name] }
  func namespaces(matching selector: LabelSelector) -> [String] {
    namespaces.keys.sorted().filter { selector.matches(namespaces[$0] ?? [:]) }
  }
  func serviceSelectors(in namespace: String) -> [StringMap] {
    namespace == "n1" ? services : []
  }
  func ownerSelector(of pod: Pod) -> LabelSelector? {
    pod.metadata.controller == nil ? nil : owner
  }
  var disruptionBudgets: [BudgetView] { [] }
}
