import KubeAPI

/// How the pods are spread that one kind's rules count, kept up with the cluster.
///
/// Says the same as `PodTopologySpread` does by counting all pods each time.
final class SpreadTally {
  /// A rule that must hold.
  struct HardRule {
    let rule: SpreadRule
    let topology: TopologyColumn
    /// The pods by place, of the nodes that count.
    let counts: PlaceCounts
    /// Whether a place has a node that counts, and how many have.
    let isPresent: [Bool]
    let presentCount: Int
    /// 1 where a pod of the kind counts itself.
    let itself: Int64
  }

  /// A rule that should hold.
  struct SoftRule {
    let rule: SpreadRule
    let topology: TopologyColumn
    let counts: PlaceCounts
    let isHostname: Bool
  }

  let selector: LabelSelector?
  private(set) var hard: [HardRule] = []
  private(set) var soft: [SoftRule] = []
  /// Rows that lack a label of a soft rule, where that keeps them from points.
  private(set) var lacksKey: Column<Bool>?
  private let namespace: String

  /// - Parameter selector: what the pods are found by that say nothing themselves.
  init(
    _ pod: PodInfo, filter: PodTopologySpread?, scorer: PodTopologySpread?,
    selector: LabelSelector?, _ cache: SchedulerCache
  ) {
    namespace = pod.namespace
    self.selector = selector
    let nodes = cache.nodes
    if let filter {
      let rules = filter.rules(of: pod, .doNotSchedule, selector: selector)
      hard = rules.map { Self.hardRule($0, rules, pod, nodes, cache) }
    }
    if let scorer {
      let rules = scorer.rules(of: pod, .scheduleAnyway, selector: selector)
      let needsAllKeys =
        !pod.spec.topologySpreadConstraints.isEmpty || !scorer.isSystemDefaulted
      if needsAllKeys && !rules.isEmpty {
        let lacks = Column(nodes.count, false)
        var doesAny = false
        let columns = rules.map { cache.topology.column($0.topologyKey, cache) }
        for row in nodes.indices where !Self.isPlaced(row, columns) {
          lacks.values[row] = true
          doesAny = true
        }
        lacksKey = doesAny ? lacks : nil
      }
      soft = rules.map { softRule($0, pod, nodes, cache) }
    }
  }

  var isEmpty: Bool { hard.isEmpty && soft.isEmpty }

  /// How much memory it takes.
  var bytes: Int {
    let counts = hard.map(\.counts) + soft.map(\.counts)
    return counts.reduce(lacksKey?.bytes ?? 0) { $0 + $1.places.bytes + $1.counts.bytes }
  }

  private static func hardRule(
    _ rule: SpreadRule, _ rules: [SpreadRule], _ pod: PodInfo, _ nodes: [NodeInfo],
    _ cache: SchedulerCache
  ) -> HardRule {
    let topology = cache.topology.column(rule.topologyKey, cache)
    let places = Column<Int32>(nodes.count, -1)
    var isPresent = [Bool](repeating: false, count: topology.placeCount)
    let columns = rules.map { cache.topology.column($0.topologyKey, cache) }
    for (row, node) in nodes.enumerated()
    where isPlaced(row, columns) && rule.includes(node, for: pod) {
      let place = topology.places.values[row]
      places.values[row] = place
      isPresent[Int(place)] = true
    }
    return HardRule(
      rule: rule, topology: topology,
      counts: PlaceCounts(places, placeCount: topology.placeCount), isPresent: isPresent,
      presentCount: isPresent.count { $0 }, itself: rule.counts(pod.labels) ? 1 : 0)
  }

  /// Whether a node has all of the labels.
  private static func isPlaced(_ row: Int, _ columns: [TopologyColumn]) -> Bool {
    columns.allSatisfy { $0.places.values[row] >= 0 }
  }

  private func softRule(
    _ rule: SpreadRule, _ pod: PodInfo, _ nodes: [NodeInfo], _ cache: SchedulerCache
  ) -> SoftRule {
    let topology = cache.topology.column(rule.topologyKey, cache)
    let isHostname = rule.topologyKey == NodeLabel.hostname
    let places = Column<Int32>(nodes.count, -1)
    for (row, node) in nodes.enumerated() {
      if isHostname {
        // Each node's own pods count, whatever else is said of the node.
        places.values[row] = Int32(row)
      } else if lacksKey?.values[row] != true && rule.includes(node, for: pod) {
        let place = topology.places.values[row]
        places.values[row] = place < 0 ? topology.nameless : place
      }
    }
    let counts = PlaceCounts(
      places, placeCount: isHostname ? nodes.count : topology.placeCount)
    return SoftRule(rule: rule, topology: topology, counts: counts, isHostname: isHostname)
  }

  /// Adds to `effect` where a pod of kind `other` counts.
  func add(to effect: inout PlaceEffect, of other: PodKind) {
    for rule in hard where rule.rule.finds(other, in: namespace) {
      effect.add(1, to: rule.counts)
    }
    for rule in soft where rule.rule.finds(other, in: namespace) {
      effect.add(1, to: rule.counts)
    }
  }
}
