import KubeAPI

/// For holding the two ways of finding a node against each other.
extension PlacementEngine {
  /// What one way came to.
  package struct Details {
    /// What became of the pod.
    package let placement: Placement
    /// The nodes that could take it, in the order of the search.
    package let feasible: [String]
    /// Their points; empty where none were needed.
    package let totals: [Int64]
    /// Whether it was found by remembering.
    package let isRemembered: Bool
  }

  /// Places one pod and tells how it went.
  package func placeInDetail(_ pod: Pod) -> Details {
    var found: SchedulingAlgorithm.Outcome?
    let placement = place(pod) { found = $0 }
    guard let found, found.found != nil else {
      return Details(
        placement: placement, feasible: found?.feasible.map(\.name) ?? [],
        totals: found?.scores?.totals ?? [], isRemembered: false)
    }
    let scratch = framework(for: pod)?.fast?.scratch ?? Scratch(rows: 0)
    let steps = 0..<scratch.feasible
    return Details(
      placement: placement,
      feasible: steps.map { nodes[Int(scratch.rows[$0])].name },
      totals: placement.total == nil
        ? [] : steps.map { Int64(scratch.totals.values[$0] + scratch.common) },
      isRemembered: true)
  }

  /// How many kinds of pods are remembered for the pods of `schedulerName`, and the bytes taken.
  package func remembered(_ schedulerName: String) -> (kinds: Int, bytes: Int) {
    let fast = frameworks.first { $0.profile.schedulerName == schedulerName }?.fast
    return (fast?.kindCount ?? 0, fast?.bytes ?? 0)
  }

  /// Sets how many bytes may be taken to remember, for each profile that has begun to.
  package func limitMemory(_ bytes: Int) {
    for framework in frameworks { framework.fast?.limit = bytes }
  }
}
