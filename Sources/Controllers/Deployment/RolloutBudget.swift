import KubeAPI

/// How far the replica sets of a deployment may move, by its strategy.
///
/// Source: `pkg/controller/deployment/util/deployment_util.go` (ResolveFenceposts, MaxSurge,
/// MaxUnavailable), v1.36.
package struct RolloutBudget: Equatable {
  /// Pods that may be there above those wanted.
  package let surge: Int
  /// Pods that may be missing.
  package let unavailable: Int
  /// Pods that are wanted.
  package let replicas: Int

  /// The budget of a deployment with this spec; nothing may be more or fewer with `Recreate`.
  package init(_ spec: DeploymentSpec) {
    replicas = spec.replicas
    guard case .rollingUpdate(let maxSurge, let maxUnavailable) = spec.strategy else {
      (surge, unavailable) = (0, 0)
      return
    }
    let more = maxSurge.roundedUp(of: spec.replicas)
    let fewer = maxUnavailable.roundedDown(of: spec.replicas)
    surge = more
    // With both at zero nothing could ever move.
    unavailable = spec.replicas == 0
      ? 0 : min(spec.replicas, more == 0 && fewer == 0 ? 1 : fewer)
  }

  /// The most pods that all replica sets together may ask for.
  package var replicasMax: Int { replicas + surge }
  /// The fewest pods that must stay available.
  package var availableMin: Int { replicas - unavailable }
}
