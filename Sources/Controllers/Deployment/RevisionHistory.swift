import KubeAPI

/// What a deployment notes on its replica sets about their sizes.
///
/// Source: `pkg/controller/deployment/util/deployment_util.go` (SetReplicasAnnotations), v1.36.
enum SizeAnnotations {
  private static let desiredKey = "deployment.kubernetes.io/desired-replicas"
  private static let maxKey = "deployment.kubernetes.io/max-replicas"
  static let keys = [desiredKey, maxKey]

  /// Pods that the deployment wanted when the set was last scaled.
  static func desired(of set: ReplicaSet) -> Int? {
    set.metadata.annotations[desiredKey].flatMap { Int($0) }
  }

  /// The most pods that the deployment allowed then.
  static func max(of set: ReplicaSet) -> Int? {
    set.metadata.annotations[maxKey].flatMap { Int($0) }
  }

  /// Notes what the deployment wants and allows now.
  static func write(_ budget: RolloutBudget, on set: inout ReplicaSet) {
    set.metadata.annotations[desiredKey] = "\(budget.replicas)"
    set.metadata.annotations[maxKey] = "\(budget.replicasMax)"
  }
}

/// Revisions: which replica set was made when, and which old ones are kept.
///
/// Source: `pkg/controller/deployment/util/deployment_util.go` (SetNewReplicaSetAnnotations,
/// MaxRevision), `pkg/controller/deployment/sync.go` (cleanupDeployment), v1.36.
package enum RevisionHistory {
  /// The annotation that numbers a replica set, and says which a deployment is at.
  package static let revisionKey = "deployment.kubernetes.io/revision"
  private static let historyKey = "deployment.kubernetes.io/revision-history"
  /// Annotations of a deployment that its replica sets do not get.
  private static let own = [
    "kubectl.kubernetes.io/last-applied-configuration", revisionKey, historyKey,
    "deprecated.deployment.rollback.to",
  ] + SizeAnnotations.keys

  /// The number of an object's revision; 0 without one.
  package static func revision(of metadata: ObjectMeta) -> Int {
    metadata.annotations[revisionKey].flatMap { Int($0) } ?? 0
  }

  /// The number that the new replica set of `rollout` must have at least.
  static func next(_ rollout: Rollout) -> Int {
    (rollout.oldSets.map { revision(of: $0.metadata) }.max() ?? 0) + 1
  }

  /// Gives `set`, the new one of `deployment`, the deployment's annotations and a revision of
  /// `number` at least; revisions that it had before are remembered.
  static func annotate(_ set: inout ReplicaSet, of deployment: Deployment, number: Int) {
    for (key, value) in deployment.metadata.annotations.entries where !own.contains(key) {
      set.metadata.annotations[key] = value
    }
    let old = revision(of: set.metadata)
    guard old < number else { return }
    if old > 0 {
      let history = set.metadata.annotations[historyKey] ?? ""
      set.metadata.annotations[historyKey] = history.isEmpty ? "\(old)" : "\(history),\(old)"
    }
    set.metadata.annotations[revisionKey] = "\(number)"
  }

  /// Old replica sets beyond the limit of history that nobody needs, oldest revision first.
  package static func superfluous(_ rollout: Rollout) -> [ReplicaSet] {
    let candidates = rollout.oldSets.filter { !$0.metadata.isTerminating }
    let excess = candidates.count - rollout.deployment.spec.revisionHistoryLimit
    guard excess > 0 else { return [] }
    return candidates.sorted {
      (revision(of: $0.metadata), $0.key) < (revision(of: $1.metadata), $1.key)
    }.prefix(excess).filter { set in
      set.spec.replicas == 0 && set.status.replicas == 0
        && set.status.observedGeneration >= set.metadata.generation
    }
  }
}
