import KubeAPI

/// A spread constraint made ready for counting.
///
/// Source: `pkg/scheduler/framework/plugins/podtopologyspread/common.go`, v1.34.
struct SpreadRule: Sendable {
  /// How much fuller than the emptiest a place may be.
  let maxSkew: Int64
  /// The node label whose equal values make nodes one place.
  let topologyKey: String
  /// The pods that count; nil: none.
  let selector: LabelSelector?
  /// With fewer places than this the emptiest counts as empty.
  let minDomains: Int
  private let honorsAffinity: Bool
  /// Whether nodes whose taints the pod does not tolerate do not count.
  let honorsTaints: Bool

  /// The rule of `constraint`; `selector`, if given, in the place of its own.
  init(_ constraint: TopologySpreadConstraint, selector: LabelSelector? = nil) {
    maxSkew = Int64(constraint.maxSkew)
    topologyKey = constraint.topologyKey
    self.selector = selector ?? constraint.labelSelector
    minDomains = Int(constraint.minDomains ?? 1)
    honorsAffinity = constraint.nodeAffinityPolicy == .honor
    honorsTaints = constraint.nodeTaintsPolicy == .honor
  }

  /// Whether the rule counts a pod with these labels.
  func counts(_ labels: StringMap) -> Bool { selector?.matches(labels) ?? false }

  /// How many pods on `node` the rule counts, for a pod in `namespace`; as upstream, none where the
  /// selector is empty, though such a rule counts the pod itself.
  func count(on node: NodeInfo, in namespace: String) -> Int64 {
    if selector?.isEmpty ?? true { return 0 }
    var count: Int64 = 0
    for other in node.pods where finds(other.kind, in: namespace) { count += 1 }
    return count
  }

  /// Whether the rule counts pods of this kind on nodes, for a pod in `namespace`.
  func finds(_ other: PodKind, in namespace: String) -> Bool {
    if selector?.isEmpty ?? true || other.isTerminating { return false }
    return other.namespace == namespace && counts(other.labels)
  }

  /// Whether `node` counts for `pod`, as the rule's policies have it.
  func includes(_ node: NodeInfo, for pod: PodInfo) -> Bool {
    if honorsAffinity, pod.kind.selectsNodes, !NodeAffinity.matches(pod, node.node) { return false }
    guard honorsTaints else { return true }
    return node.hardTaints.allSatisfy { taint in
      pod.spec.tolerations.contains { $0.tolerates(taint) }
    }
  }
}
