import KubeAPI

extension InterPodAffinity {
  /// The points of every place for one pod.
  private final class Scoring {
    var points = TopologyCounts()
  }

  func preScore(_ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState) -> Status {
    let own = pod.terms
    let hasOwn = !own.preferred.isEmpty || !own.preferredAnti.isEmpty
    if nodes.isEmpty || (arguments.ignorePreferredTermsOfExistingPods && !hasOwn) { return .skip }
    let near = own.preferred.map { ($0.weight, $0.term.resolved(by: directory)) }
    let far = own.preferredAnti.map { (-$0.weight, $0.term.resolved(by: directory)) }
    let namespaceLabels = directory.namespaceLabels(pod.namespace) ?? [:]
    let scoring = Scoring()
    for node in cluster.nodes where !node.node.metadata.labels.isEmpty {
      for other in hasOwn ? node.pods : node.podsWithTerms {
        for (weight, term) in near where term.matches(other, namespaceLabels: [:]) {
          scoring.points.addPoints(weight, term.topologyKey, at: node.node)
        }
        for (weight, term) in far where term.matches(other, namespaceLabels: [:]) {
          scoring.points.addPoints(weight, term.topologyKey, at: node.node)
        }
        count(other.terms, for: pod, namespaceLabels, at: node.node, &scoring.points)
      }
    }
    if scoring.points.isEmpty { return .skip }
    state.write(scoring)
    return .success
  }

  /// Adds what the terms of a pod that runs at `node` say of `pod`.
  private func count(
    _ terms: PodTerms, for pod: PodInfo, _ namespaceLabels: StringMap, at node: Node,
    _ points: inout TopologyCounts
  ) {
    if arguments.hardPodAffinityWeight > 0 {
      for term in terms.required where term.matches(pod, namespaceLabels: namespaceLabels) {
        points.addPoints(arguments.hardPodAffinityWeight, term.topologyKey, at: node)
      }
    }
    for entry in terms.preferred
    where entry.term.matches(pod, namespaceLabels: namespaceLabels) {
      points.addPoints(entry.weight, entry.term.topologyKey, at: node)
    }
    for entry in terms.preferredAnti
    where entry.term.matches(pod, namespaceLabels: namespaceLabels) {
      points.addPoints(-entry.weight, entry.term.topologyKey, at: node)
    }
  }

  func score(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Int64 {
    state.read(Scoring.self)?.points.sum(at: node.node) ?? 0
  }

  /// The lowest sum earns nothing, the highest all points.
  func normalize(_ scores: inout [Int64], for pod: PodInfo, _ state: CycleState) {
    guard let least = scores.min(), let most = scores.max(), most > least else {
      for index in scores.indices { scores[index] = 0 }
      return
    }
    let range = Double(most - least)
    for index in scores.indices {
      // The same floating-point steps as upstream, which cut the product down.
      scores[index] = Int64(Double(maxNodeScore) * (Double(scores[index] - least) / range))
    }
  }
}
