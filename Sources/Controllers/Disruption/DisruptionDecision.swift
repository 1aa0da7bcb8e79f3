import KubeAPI
import Units

/// How a disruption budget stands, made out of the pods that it covers.
///
/// Source: `pkg/controller/disruption/disruption.go` (trySync and what it calls), v1.36.
package struct DisruptionDecision: Equatable {
  /// How long a pod whose eviction was granted counts as gone although it is still there.
  package static let deletionTimeout = TimeSpan.minutes(2)

  /// The status to be written.
  package let status: PodDisruptionBudgetStatus
  /// When the status will change although nothing else does; nil for never.
  package let recheck: Instant?
  /// Pods that were to go and did not, by name.
  package let undeleted: [String]

  /// - Parameters:
  ///   - pods: The pods that the budget covers, terminating ones included.
  ///   - scale: How many pods their controllers want together; nil when nobody needs to know.
  package init(_ budget: PodDisruptionBudget, pods: [Pod], scale: Int, now: Instant) {
    let (expected, desired) = Self.wanted(budget.spec, podCount: pods.count, scale: scale)
    var disrupted: [PodDisruptionBudgetStatus.DisruptedPod] = []
    var undeleted: [String] = []
    for entry in budget.status.disruptedPods {
      let isThere = pods.contains { pod in
        pod.metadata.name == entry.name && !pod.metadata.isTerminating
      }
      guard isThere else { continue }
      if entry.since + Self.deletionTimeout <= now {
        undeleted.append(entry.name)
      } else {
        disrupted.append(entry)
      }
    }
    let healthy = pods.count { pod in
      !pod.metadata.isTerminating && pod.isReady
        && !disrupted.contains { $0.name == pod.metadata.name }
    }
    var status = budget.status
    status.currentHealthy = healthy
    status.desiredHealthy = desired
    status.expectedPods = expected
    // A budget that matches nothing allows nothing: its first pods may come before the next look.
    status.disruptionsAllowed = expected > 0 ? max(0, healthy - desired) : 0
    status.disruptedPods = disrupted
    status.observedGeneration = budget.metadata.generation
    status.updateCondition(at: now)
    self.status = status
    self.undeleted = undeleted
    recheck = disrupted.map { $0.since + Self.deletionTimeout }.min()
  }

  /// Whether a budget needs to know how many pods the controllers want: it speaks of shares, or of
  /// pods that may be missing.
  package static func needsScale(_ spec: PodDisruptionBudgetSpec) -> Bool {
    if spec.maxUnavailable != nil { return true }
    if case .percent? = spec.minAvailable { return true }
    return false
  }

  private static func wanted(
    _ spec: PodDisruptionBudgetSpec, podCount: Int, scale: Int
  ) -> (expected: Int, desired: Int) {
    if let unavailable = spec.maxUnavailable {
      return (scale, max(0, scale - unavailable.roundedUp(of: scale)))
    }
    switch spec.minAvailable {
    case .count(let count)?: return (podCount, count)
    case .percent?:
      return (scale, spec.minAvailable?.roundedUp(of: scale) ?? 0)
    case nil: return (0, 0)
    }
  }
}
