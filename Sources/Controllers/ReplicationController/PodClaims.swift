import KubeAPI

/// Which pods belong to a replication controller, and whose owner reference must change for that.
///
/// Source: `pkg/controller/controller_ref_manager.go` (ClaimPods), v1.36.
package struct PodClaims: Equatable {
  /// Pods that are its own already.
  package var owned: [Pod] = []
  /// Pods without a controller that match its selector.
  package var toAdopt: [Pod] = []
  /// Pods of its own that no longer match its selector.
  package var toRelease: [Pod] = []

  /// Sorts `candidates`, active pods of the controller's namespace.
  package init(_ controller: ReplicationController, candidates: [Pod]) {
    let selector = controller.spec.selector
    for pod in candidates {
      let matches = !selector.isEmpty && selector.isSubset(of: pod.metadata.labels)
      if let owner = pod.metadata.controller {
        guard owner.uid == controller.metadata.uid else { continue }
        if matches {
          owned.append(pod)
        } else if !controller.metadata.isTerminating {
          toRelease.append(pod)
        }
      } else if matches, !controller.metadata.isTerminating, !pod.metadata.isTerminating {
        toAdopt.append(pod)
      }
    }
  }
}
