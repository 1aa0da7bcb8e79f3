import KubeAPI
import Units

/// A deployment with its replica sets, as the informers show them: what one look at it rests on.
///
/// All counts are the replica sets' `spec` and `status`, never pods: pods that are being deleted
/// are invisible to a roll-out (trace s4c_dep_slowterm).
package struct Rollout: Equatable {
  /// The deployment; its status and annotations as last written by this look.
  package var deployment: Deployment
  /// The replica set of the present template, if there is one.
  package var newSet: ReplicaSet?
  /// All others of its own, oldest first.
  package var oldSets: [ReplicaSet]

  /// Sorts `sets`, all replica sets of `deployment`.
  ///
  /// Source: `pkg/controller/deployment/util/deployment_util.go` (FindNewReplicaSet,
  /// FindOldReplicaSets), v1.36.
  package init(_ deployment: Deployment, sets: [ReplicaSet]) {
    self.deployment = deployment
    let byAge = sets.sorted { Self.isOlder($0, $1) }
    let template = deployment.spec.template
    let found = byAge.first { TemplateHash.areEqual($0.spec.template, template) }
    newSet = found
    oldSets = byAge.filter { $0.metadata.uid != found?.metadata.uid }
  }

  /// How far its replica sets may move.
  package var budget: RolloutBudget { RolloutBudget(deployment.spec) }

  /// All replica sets, the new one last.
  package var allSets: [ReplicaSet] { oldSets + (newSet.map { [$0] } ?? []) }

  /// Old replica sets that ask for pods, oldest first.
  package var activeOldSets: [ReplicaSet] { oldSets.filter { $0.spec.replicas > 0 } }

  /// Pods that all replica sets together ask for.
  package var asked: Int { allSets.reduce(0) { $0 + $1.spec.replicas } }

  /// Pods that count as available by what all replica sets last reported.
  package var available: Int { allSets.reduce(0) { $0 + $1.status.availableReplicas } }

  /// Whether `a` was made before `b`; names decide within a second.
  static func isOlder(_ a: ReplicaSet, _ b: ReplicaSet) -> Bool {
    let born = a.metadata.creationTimestamp ?? .start
    let otherBorn = b.metadata.creationTimestamp ?? .start
    return born == otherBorn ? a.metadata.name < b.metadata.name : born < otherBorn
  }
}
