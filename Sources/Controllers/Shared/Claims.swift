import KubeAPI

/// Which objects belong to a controller, and whose owner reference must change for that: pods of a
/// replica set, replica sets of a deployment.
///
/// Source: `pkg/controller/controller_ref_manager.go` (ClaimPods, ClaimReplicaSets), v1.36.
package struct Claims<Member: KubeObject> {
  /// Those that are its own already.
  package var owned: [Member] = []
  /// Those without a controller that match its selector.
  package var toAdopt: [Member] = []
  /// Those of its own that no longer match its selector.
  package var toRelease: [Member] = []

  /// Sorts `candidates` of the namespace of `controller`, which knows its own by `selector`.
  package init(
    _ controller: any KubeObject, selector: LabelSelector, candidates: [Member]
  ) {
    let isTerminating = controller.metadata.isTerminating
    for member in candidates {
      let matches = !selector.isEmpty && selector.matches(member.metadata.labels)
      if let owner = member.metadata.controller {
        guard owner.uid == controller.metadata.uid else { continue }
        if matches {
          owned.append(member)
        } else if !isTerminating {
          toRelease.append(member)
        }
      } else if matches, !isTerminating, !member.metadata.isTerminating {
        toAdopt.append(member)
      }
    }
  }
}

extension Claims: Equatable where Member: Equatable {}
