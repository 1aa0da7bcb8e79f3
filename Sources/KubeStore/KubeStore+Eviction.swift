import ControllerRuntime
import KubeAPI
import Units

/// Eviction: a deletion that asks the pod's disruption budget first.
///
/// Source: `pkg/registry/core/pod/storage/eviction.go`, v1.36. The retries of the real server,
/// when somebody else writes pod or budget in between, have no counterpart: a call here takes
/// effect at one instant.
extension KubeStore {
  /// Evictions that one budget's controller may be behind.
  ///
  /// Source: same file (MaxDisruptedPodSize).
  private static let disruptedPodsMax = 2_000

  /// Deletes the pod, having charged its budget when it has one.
  /// - Throws: `tooManyRequests` when the budget allows no eviction now, `internalError` when the
  ///   pod has several budgets.
  func evict(_ reference: ObjectReference, _ options: DeleteOptions) throws(APIError) {
    guard let pod = try stored(reference) as? Pod else {
      throw APIError(.notFound, "the server could not find the requested resource")
    }
    if !pod.isBeyondBudgets { try charge(pod) }
    _ = save(marked(pod), over: pod)
    _ = try delete(ObjectReference(.pod, pod.key), options)
  }

  private func marked(_ pod: Pod) -> Pod {
    var pod = pod
    pod.status.conditions.set(
      Condition(
        "DisruptionTarget", .isTrue, reason: "EvictionByEvictionAPI",
        message: "Eviction API: evicting", since: clock.now))
    return pod
  }

  /// Takes one from what the pod's budget allows, if the pod counts for it.
  private func charge(_ pod: Pod) throws(APIError) {
    let budgets = list(.podDisruptionBudget, namespace: pod.metadata.namespace)
      .compactMap { $0 as? PodDisruptionBudget }.filter { $0.covers(pod) }
    guard budgets.count <= 1 else {
      throw APIError(
        .internalError,
        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not "
          + "support.")
    }
    guard let old = budgets.first, !Self.isFree(pod, of: old) else { return }
    var budget = old
    try check(budget)
    budget.status.disruptionsAllowed -= 1
    if budget.status.disruptionsAllowed == 0 { budget.status.updateCondition(at: clock.now) }
    budget.status.disrupt(pod.metadata.name, at: clock.now)
    _ = save(budget, over: old)
  }

  /// Whether a pod that is not ready may go without being counted.
  private static func isFree(_ pod: Pod, of budget: PodDisruptionBudget) -> Bool {
    guard !pod.isReady else { return false }
    if budget.spec.unhealthyPodEvictionPolicy == .alwaysAllow { return true }
    let status = budget.status
    return status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0
  }

  private func check(_ budget: PodDisruptionBudget) throws(APIError) {
    let (name, status) = (budget.metadata.name, budget.status)
    let refusal = "Cannot evict pod as it would violate the pod's disruption budget."
    guard status.observedGeneration >= budget.metadata.generation else {
      throw APIError(
        .tooManyRequests, refusal,
        cause: "The disruption budget \(name) is still being processed by the server.")
    }
    guard status.disruptedPods.count <= Self.disruptedPodsMax else {
      throw .forbidden(
        .podDisruptionBudget, name,
        "DisruptedPods map too big - too many evictions not confirmed by PDB controller")
    }
    guard status.disruptionsAllowed > 0 else {
      throw APIError(
        .tooManyRequests, refusal,
        cause: "The disruption budget \(name) needs \(status.desiredHealthy) healthy pods and has "
          + "\(status.currentHealthy) currently")
    }
  }
}

extension Pod {
  /// Whether its going disturbs nobody whom a budget could protect: it has ended, has not begun,
  /// or is going already.
  fileprivate var isBeyondBudgets: Bool {
    isTerminal || status.phase == .pending || metadata.isTerminating
  }
}

extension PodDisruptionBudgetStatus {
  /// Notes that the eviction of a pod has been granted.
  fileprivate mutating func disrupt(_ name: String, at now: Instant) {
    disruptedPods.removeAll { $0.name == name }
    let place = disruptedPods.firstIndex { $0.name > name } ?? disruptedPods.count
    disruptedPods.insert(DisruptedPod(name: name, since: now), at: place)
  }
}
