import KubeAPI

/// The arguments of `PodTopologySpread`.
public struct PodTopologySpreadArguments: PluginArguments, Hashable {
  /// The constraints of pods that have none themselves; nil: those of the system, which spread the
  /// pods of a Service or a controller softly over nodes and zones. Their selectors are worked out.
  public var defaultConstraints: [TopologySpreadConstraint]?

  /// The system's defaults.
  public init() {}

  /// Source: `pkg/scheduler/framework/plugins/podtopologyspread/plugin.go`
  /// (systemDefaultConstraints), v1.34.
  static let systemDefaults = [
    TopologySpreadConstraint(
      maxSkew: 3, topologyKey: NodeLabel.hostname, whenUnsatisfiable: .scheduleAnyway),
    TopologySpreadConstraint(
      maxSkew: 5, topologyKey: NodeLabel.zone, whenUnsatisfiable: .scheduleAnyway),
  ]
}

/// Names of labels that every node has.
enum NodeLabel {
  static let hostname = "kubernetes.io/hostname"
  static let zone = "topology.kubernetes.io/zone"
}

/// Spreads pods evenly over zones, nodes, or whatever their constraints name.
///
/// Source: `pkg/scheduler/framework/plugins/podtopologyspread/filtering.go` and `scoring.go`,
/// v1.34.
final class PodTopologySpread: PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin,
  TrialPlugin
{
  static let name = "PodTopologySpread"
  /// What users see where the spread would be too uneven.
  static let reason = "node(s) didn't match pod topology spread constraints"
  /// What users see of a node that is in no place of a constraint.
  static let labelReason = reason + " (missing required label)"

  static let refusal = Status(.unschedulable, reasons: [reason])
  static let labelRefusal = Status(.unschedulableAndUnresolvable, reasons: [labelReason])

  let cluster: any ClusterView
  let directory: any ClusterDirectory
  private let defaults: [TopologySpreadConstraint]
  /// Whether pods without constraints follow the system's, which nodes without a zone may.
  let isSystemDefaulted: Bool

  init(
    _ arguments: PodTopologySpreadArguments, cluster: any ClusterView,
    directory: any ClusterDirectory
  ) {
    self.cluster = cluster
    self.directory = directory
    defaults = arguments.defaultConstraints ?? PodTopologySpreadArguments.systemDefaults
    isSystemDefaulted = arguments.defaultConstraints == nil
  }

  /// The rules of `pod` with this consequence.
  func rules(
    of pod: PodInfo, _ action: TopologySpreadConstraint.Action
  ) -> [SpreadRule] {
    rules(of: pod, action, selector: defaultSelector(of: pod))
  }

  /// The same, where it is known what the pod's like are found by if it says nothing itself.
  func rules(
    of pod: PodInfo, _ action: TopologySpreadConstraint.Action, selector: LabelSelector?
  ) -> [SpreadRule] {
    let own = pod.spec.topologySpreadConstraints
    if !own.isEmpty {
      return own.filter { $0.whenUnsatisfiable == action }.map { SpreadRule($0) }
    }
    guard let selector, !selector.isEmpty else { return [] }
    return defaults.filter { $0.whenUnsatisfiable == action }.map {
      SpreadRule($0, selector: selector)
    }
  }

  /// What the like of a pod without constraints of its own is found by; nil where nothing is
  /// spread.
  func defaultSelector(of pod: PodInfo) -> LabelSelector? {
    let isAsked = pod.spec.topologySpreadConstraints.isEmpty && !defaults.isEmpty
    return isAsked ? DefaultSelector.of(pod, directory) : nil
  }

  /// How the pods are spread that the rules count.
  private final class Spread: CopyableState {
    let rules: [SpreadRule]
    /// Pods by rule and place.
    var counts: [[String: Int64]]
    /// The fewest by rule; the largest number when there is no place.
    var fewest: [Int64] = []

    init(_ rules: [SpreadRule], _ counts: [[String: Int64]]) {
      self.rules = rules
      self.counts = counts
    }

    func copy() -> AnyObject {
      let other = Spread(rules, counts)
      other.fewest = fewest
      return other
    }

    func findFewest() {
      fewest = counts.map { $0.values.min() ?? Int64(Int32.max) }
    }

    /// The fewest that a rule compares with.
    func least(_ rule: Int) -> Int64 {
      counts[rule].count < rules[rule].minDomains ? 0 : fewest[rule]
    }
  }

  func preFilter(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState
  ) -> PreFilterVerdict {
    let rules = rules(of: pod, .doNotSchedule)
    if rules.isEmpty { return .skip }
    var counts = [[String: Int64]](repeating: [:], count: rules.count)
    let namespace = pod.namespace
    for node in nodes where Self.hasAllKeys(node.node, rules) {
      for (index, rule) in rules.enumerated() where rule.includes(node, for: pod) {
        guard let value = node.node.metadata.labels[rule.topologyKey] else { continue }
        counts[index][value, default: 0] += rule.count(on: node, in: namespace)
      }
    }
    let spread = Spread(rules, counts)
    spread.findFewest()
    state.write(spread)
    return .proceed(only: nil)
  }

  /// Whether `node` is in some place by each of the rules.
  static func hasAllKeys(_ node: Node, _ rules: [SpreadRule]) -> Bool {
    rules.allSatisfy { node.metadata.labels[$0.topologyKey] != nil }
  }

  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    guard let spread = state.read(Spread.self) else { return .success }
    for (index, rule) in spread.rules.enumerated() {
      guard let value = node.node.metadata.labels[rule.topologyKey] else {
        return Self.labelRefusal
      }
      let itself: Int64 = rule.counts(pod.labels) ? 1 : 0
      let there = spread.counts[index][value] ?? 0
      if there + itself - spread.least(index) > rule.maxSkew { return Self.refusal }
    }
    return .success
  }

  func addPod(_ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState) {
    change(other, for: pod, on: node, state, by: 1)
  }

  func removePod(_ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState) {
    change(other, for: pod, on: node, state, by: -1)
  }

  private func change(
    _ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState, by amount: Int64
  ) {
    guard let spread = state.read(Spread.self),
      other.namespace == pod.namespace,
      Self.hasAllKeys(node.node, spread.rules)
    else { return }
    for (index, rule) in spread.rules.enumerated()
    where rule.counts(other.labels) && rule.includes(node, for: pod) {
      guard let value = node.node.metadata.labels[rule.topologyKey] else { continue }
      spread.counts[index][value, default: 0] += amount
    }
    spread.findFewest()
  }
}
