import KubeAPI
import Randomness

extension PodTopologySpread {
  /// What the points of one pod's nodes are worked out from.
  private final class Scoring {
    let rules: [SpreadRule]
    /// Pods by rule and place; nodes' own places are counted when they are scored.
    var counts: [[String: Int64]]
    /// The worth of one pod by rule: in a topology of many places each pod weighs more.
    var weights: [Double] = []
    /// Nodes that lack a label of a rule, by name.
    var ignored: Set<String> = []
    /// The nodes that are scored, in their order.
    let nodes: [NodeInfo]

    init(_ rules: [SpreadRule], _ nodes: [NodeInfo]) {
      self.rules = rules
      self.nodes = nodes
      counts = Array(repeating: [:], count: rules.count)
    }
  }

  func preScore(_ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState) -> Status {
    let rules = rules(of: pod, .scheduleAnyway)
    if rules.isEmpty { return .skip }
    let scoring = Scoring(rules, nodes)
    let needsAllKeys = !pod.spec.topologySpreadConstraints.isEmpty || !isSystemDefaulted
    for node in nodes {
      if needsAllKeys, !Self.hasAllKeys(node.node, rules) {
        scoring.ignored.insert(node.name)
        continue
      }
      for (index, rule) in rules.enumerated() where rule.topologyKey != NodeLabel.hostname {
        // As upstream, nodes without the label share the empty place.
        let value = node.node.metadata.labels[rule.topologyKey] ?? ""
        scoring.counts[index][value] = 0
      }
    }
    scoring.weights = rules.indices.map { index in
      let places =
        rules[index].topologyKey == NodeLabel.hostname
        ? nodes.count - scoring.ignored.count : scoring.counts[index].count
      return Self.worth(ofPodIn: places)
    }
    count(pod, scoring, needsAllKeys: needsAllKeys)
    state.write(scoring)
    return .success
  }

  /// What one pod weighs in a topology of so many places.
  static func worth(ofPodIn places: Int) -> Double { Elementary.log(Double(places + 2)) }

  /// Counts the pods of all places that a scored node is in.
  private func count(_ pod: PodInfo, _ scoring: Scoring, needsAllKeys: Bool) {
    let namespace = pod.namespace
    for node in cluster.nodes {
      if needsAllKeys, !Self.hasAllKeys(node.node, scoring.rules) { continue }
      for (index, rule) in scoring.rules.enumerated() {
        let value = node.node.metadata.labels[rule.topologyKey] ?? ""
        guard scoring.counts[index][value] != nil, rule.includes(node, for: pod) else { continue }
        scoring.counts[index][value, default: 0] += rule.count(on: node, in: namespace)
      }
    }
  }

  /// The pods of the node's places, each by its worth; fewer are better.
  func score(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Int64 {
    guard let scoring = state.read(Scoring.self), !scoring.ignored.contains(node.name) else {
      return 0
    }
    let namespace = pod.namespace
    var sum = 0.0
    for (index, rule) in scoring.rules.enumerated() {
      guard let value = node.node.metadata.labels[rule.topologyKey] else { continue }
      let count =
        rule.topologyKey == NodeLabel.hostname
        ? rule.count(on: node, in: namespace) : scoring.counts[index][value] ?? 0
      sum += Double(count) * scoring.weights[index] + Double(rule.maxSkew - 1)
    }
    return Int64(clamping: sum.rounded(.toNearestOrAwayFromZero))
  }

  /// Few pods become many points; ignored nodes get none.
  func normalize(_ scores: inout [Int64], for pod: PodInfo, _ state: CycleState) {
    guard let scoring = state.read(Scoring.self) else { return }
    var least = Int64.max
    var most: Int64 = 0
    let isScored = scoring.nodes.map { !scoring.ignored.contains($0.name) }
    for index in scores.indices where isScored[index] {
      least = min(least, scores[index])
      most = max(most, scores[index])
    }
    for index in scores.indices {
      if !isScored[index] {
        scores[index] = 0
      } else if most == 0 {
        scores[index] = maxNodeScore
      } else {
        scores[index] = maxNodeScore * (most + least - scores[index]) / most
      }
    }
  }
}
