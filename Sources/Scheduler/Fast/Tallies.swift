import KubeAPI

/// What the plugins that look at the whole cluster hang on for one pod, beside pods and nodes.
struct Tallies {
  /// What the pod's like are found by if it says nothing itself.
  let selector: LabelSelector?
  /// Whether pods are spread at all for it.
  let spreads: Bool
  /// What matters of terms between pods; nil where no plugin minds them.
  let basis: AffinityTally.Basis?

  init(_ pod: PodInfo, _ plan: FastPlan) {
    let spread = plan.spreadFilter?.plugin ?? plan.spreadScorer?.plugin
    let selector = spread?.defaultSelector(of: pod)
    self.selector = selector
    spreads =
      spread != nil
      && (!pod.spec.topologySpreadConstraints.isEmpty || !(selector?.isEmpty ?? true))
    let affinity = plan.affinityFilter?.plugin ?? plan.affinityScorer?.plugin
    basis = affinity.map { AffinityTally.Basis(pod, $0.directory) }
  }

  /// Whether the columns were counted on the same grounds.
  func areKept(in columns: KindColumns) -> Bool {
    if spreads {
      guard let spread = columns.spread, spread.selector == selector else { return false }
    } else if columns.spread != nil {
      return false
    }
    return columns.affinity?.basis == basis
  }

  /// Counts all pods anew.
  func count(
    into columns: KindColumns, _ pod: PodInfo, _ plan: FastPlan, _ cache: SchedulerCache
  ) {
    columns.effects = [:]
    columns.spread = nil
    columns.affinity = nil
    if spreads {
      columns.spread = SpreadTally(
        pod, filter: plan.spreadFilter?.plugin, scorer: plan.spreadScorer?.plugin,
        selector: selector, cache)
    }
    if let basis {
      columns.affinity = AffinityTally(
        pod, basis, filters: plan.affinityFilter != nil, scorer: plan.affinityScorer?.plugin)
    }
    let mindsAll = columns.mindsAllPods
    for (row, node) in cache.nodes.enumerated() {
      for other in mindsAll ? node.pods : node.podsWithTerms {
        columns.apply(other.kind, 1, at: row, cache)
      }
    }
  }
}

extension KindColumns {
  /// Whether pods without terms matter, too.
  var mindsAllPods: Bool {
    if let spread, !spread.isEmpty { return true }
    return affinity?.mindsAllPods ?? false
  }

  /// Counts a pod of `other` in `row` (`amount` 1), or no longer (-1).
  func apply(_ other: PodKind, _ amount: Int32, at row: Int, _ cache: SchedulerCache) {
    if let known = effects[other.number] { return known.apply(Int64(amount), at: row) }
    if effects.count > 65_536 { effects = [:] }
    var made = PlaceEffect()
    spread?.add(to: &made, of: other)
    affinity?.add(to: &made, of: other, cache)
    effects[other.number] = made
    made.apply(Int64(amount), at: row)
  }
}
