import KubeAPI
import Results
import Scheduler

/// What a way to place pods does to those that run.
struct Disruption {
  /// The running pods that would have to go, in the order of the pods.
  private(set) var pods: [Pod] = []

  /// The pods of `running` that `rows` (one for each, nil for a pod that is not placed anew) put
  /// elsewhere, and those of `victims`.
  init(_ running: [(pod: Pod, row: SidePlacements.Row?)], victims: [ObjectKey]) {
    let victims = Set(victims)
    pods = running.compactMap { pod, row in
      let stays = row.map { $0.node == pod.spec.nodeName } ?? !victims.contains(pod.key)
      return stays ? nil : pod
    }
  }

  /// How many pods of each of `budgets` would have to go.
  func counts(_ budgets: [PodDisruptionBudget]) -> [Int] {
    budgets.map { budget in pods.count(where: budget.covers) }
  }
}

extension PodDisruptionBudget {
  /// How many of its pods may go now: what its status says; where it says nothing, as in a manifest
  /// that no server has seen, what its spec allows when all that run are well.
  func allowed(running: [Pod]) -> Int {
    if status.observedGeneration > 0 || status.expectedPods > 0 { return status.disruptionsAllowed }
    let healthy = running.count(where: covers)
    if let most = spec.maxUnavailable { return min(healthy, most.roundedUp(of: healthy)) }
    let least = spec.minAvailable?.roundedUp(of: healthy) ?? healthy
    return max(0, healthy - least)
  }
}
