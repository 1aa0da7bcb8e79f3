import KubeAPI
import Units

extension PodStatusReport {
  /// The conditions that a kubelet writes, in its order.
  ///
  /// Source: `pkg/kubelet/status/generate.go` and `pkg/kubelet/types/pod_status.go`, v1.36.
  static let ownConditions = [
    "PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled",
  ]

  /// The kubelet's conditions for containers in the given states.
  static func conditions(
    phase: PodStatus.Phase, containers: [ContainerStatus], uninitialised: [String],
    hasSandbox: Bool, at now: Instant
  ) -> [Condition] {
    let ready = containersReady(phase: phase, containers: containers)
    func condition(_ type: String, _ claim: Claim) -> Condition {
      Condition(
        type, claim.holds ? .isTrue : .isFalse, reason: claim.reason, message: claim.message,
        since: now)
    }
    return [
      condition("PodReadyToStartContainers", Claim(holds: hasSandbox)),
      condition("Initialized", initialised(phase: phase, uninitialised)),
      condition("Ready", ready),
      condition("ContainersReady", ready),
      condition("PodScheduled", Claim(holds: true)),
    ]
  }

  /// Puts `own` first and in order, with the transition times of unchanged ones kept, and leaves
  /// the conditions of others behind them.
  static func merge(_ own: [Condition], into previous: [Condition]) -> [Condition] {
    var merged = own
    for index in merged.indices {
      guard let old = previous.first(merged[index].type) else { continue }
      if old.status == merged[index].status {
        merged[index].lastTransitionTime = old.lastTransitionTime
      }
    }
    return merged + previous.filter { !ownConditions.contains($0.type) }
  }

  /// Sets `Ready` and `ContainersReady` again after a container's readiness has changed.
  static func updateReadiness(of status: inout PodStatus, _ spec: PodSpec, at now: Instant) {
    let claim = containersReady(phase: status.phase, containers: lasting(status, spec))
    for type in ["Ready", "ContainersReady"] {
      status.conditions.set(
        Condition(
          type, claim.holds ? .isTrue : .isFalse, reason: claim.reason, message: claim.message,
          since: now))
    }
  }

  private struct Claim {
    var holds: Bool
    var reason = ""
    var message = ""
  }

  private static func containersReady(
    phase: PodStatus.Phase, containers: [ContainerStatus]
  ) -> Claim {
    switch phase {
    case .succeeded: return Claim(holds: false, reason: "PodCompleted")
    case .failed: return Claim(holds: false, reason: "PodFailed")
    default: break
    }
    let unready = containers.filter { !$0.isReady }.map(\.name)
    if unready.isEmpty { return Claim(holds: true) }
    return Claim(
      holds: false, reason: "ContainersNotReady",
      message: "containers with unready status: [\(unready.joined(separator: " "))]")
  }

  private static func initialised(phase: PodStatus.Phase, _ uninitialised: [String]) -> Claim {
    if phase == .succeeded { return Claim(holds: true, reason: "PodCompleted") }
    if uninitialised.isEmpty { return Claim(holds: true) }
    return Claim(
      holds: false, reason: "ContainersNotInitialized",
      message:
        "containers with incomplete status: [\(uninitialised.joined(separator: " "))]")
  }
}
