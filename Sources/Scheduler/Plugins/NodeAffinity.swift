import KubeAPI

/// What a profile adds to the node affinity of all its pods.
public struct NodeAffinityArguments: PluginArguments, Hashable {
  /// Terms of which one must match, on top of each pod's own; nil adds nothing.
  public var addedRequiredTerms: [NodeSelectorTerm]?
  /// Terms that are worth points, on top of each pod's own.
  public var addedPreferredTerms: [PreferredNodeTerm] = []

  /// Nothing added.
  public init() {}
}

/// Keeps a pod to the nodes that its node selector and required node affinity name, and prefers
/// those that its preferred terms name.
///
/// Source: `pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go`, v1.34.
final class NodeAffinity: PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin,
  LocalPlugin, EventfulPlugin
{
  static let name = "NodeAffinity"
  let mindsPods = false
  let scale = PointScale.share(reversed: false)
  /// What users see when the pod's own terms fail.
  static let podReason = "node(s) didn't match Pod's node affinity/selector"
  /// What users see when the profile's added terms fail.
  static let enforcedReason = "node(s) didn't match scheduler-enforced node affinity"
  /// What users see when no node can have all of the names that the terms ask for.
  static let conflictReason = "pod affinity terms conflict"

  private static let podRefusal = Status(.unschedulableAndUnresolvable, reasons: [podReason])
  private static let enforcedRefusal = Status(
    .unschedulableAndUnresolvable, reasons: [enforcedReason])

  private let addedRequired: NodeTerms?
  private let addedPreferred: [(weight: Int64, terms: NodeTerms)]

  /// - Throws: a term of the profile that cannot be read.
  init(_ arguments: NodeAffinityArguments) throws(PluginError) {
    addedRequired = arguments.addedRequiredTerms.map(NodeTerms.init)
    addedPreferred = arguments.addedPreferredTerms.compactMap {
      $0.weight == 0 ? nil : (Int64($0.weight), NodeTerms([$0.term]))
    }
    let problem = addedRequired?.problem ?? addedPreferred.compactMap(\.terms.problem).first
    if let problem { throw PluginError(plugin: Self.name, "addedAffinity: \(problem)") }
  }

  func preFilter(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState
  ) -> PreFilterVerdict {
    let spec = pod.spec
    let terms = spec.affinity?.requiredNodeTerms
    if terms == nil && addedRequired == nil && spec.nodeSelector.isEmpty { return .skip }
    guard let terms, !terms.isEmpty else { return .proceed(only: nil) }
    var names: [String] = []
    for term in terms {
      // Terms are alternatives: one that names no node leaves all of them open.
      guard let own = Self.namesAsked(by: term) else { return .proceed(only: nil) }
      for name in own { names.insertSorted(name) }
    }
    return names.isEmpty
      ? .fails(Status(.unschedulableAndUnresolvable, reasons: [Self.conflictReason]))
      : .proceed(only: names)
  }

  /// The node names that a term allows; nil when it does not speak of names.
  private static func namesAsked(by term: NodeSelectorTerm) -> [String]? {
    var names: [String]?
    for field in term.matchFields
    where field.key == NodeTerms.Requirement.nameField && field.comparison == .isIn {
      names = names?.filter(field.values.contains) ?? field.values
    }
    return names
  }

  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    if let addedRequired, !addedRequired.match(node.node) { return Self.enforcedRefusal }
    return Self.matches(pod, node.node) ? .success : Self.podRefusal
  }

  /// Whether `node` is one that the pod's node selector and required affinity allow.
  static func matches(_ pod: PodInfo, _ node: Node) -> Bool {
    pod.spec.nodeSelector.isSubset(of: node.metadata.labels)
      && (pod.requiredNodes?.match(node) ?? true)
  }

  func preScore(_ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState) -> Status {
    if pod.preferredNodes.isEmpty && addedPreferred.isEmpty { return .skip }
    return pod.preferredNodes.compactMap(\.terms.problem).first.map(Status.error) ?? .success
  }

  /// The weights of the terms that match, added up.
  func score(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Int64 {
    var sum: Int64 = 0
    for (weight, terms) in addedPreferred where terms.match(node.node) { sum += weight }
    for (weight, terms) in pod.preferredNodes where terms.match(node.node) { sum += weight }
    return sum
  }

  func normalize(_ scores: inout [Int64], for pod: PodInfo, _ state: CycleState) {
    ScoreNormalization.scale(&scores, reversed: false)
  }

  var eventsToRegister: [EventInterest] {
    [
      EventInterest(ClusterEvent(.node, [.add, .updateNodeLabel])) { [addedRequired] pod, objects in
        guard case .node(let old, let new?) = objects else { return true }
        if let addedRequired, !addedRequired.match(new) { return false }
        if !Self.matches(pod, new) { return false }
        return old.map { !Self.matches(pod, $0) } ?? true
      }
    ]
  }
}
