import KubeAPI

/// How the replica sets of a deployment follow when it is scaled: the only one at once, several in
/// proportion to their size.
///
/// Source: `pkg/controller/deployment/sync.go` (scale),
/// `pkg/controller/deployment/util/deployment_util.go` (GetReplicaSetProportion), v1.36.
package enum ProportionalScaling {
  /// New sizes, in the order in which they are written. In a roll-out every active replica set
  /// is listed, as its annotations change even if its size does not.
  package static func sizes(_ rollout: Rollout) -> [Resize] {
    let wanted = rollout.deployment.spec.replicas
    let active = rollout.allSets.filter { $0.spec.replicas > 0 }
    if active.count <= 1 {
      // Of none that asks for pods the newest is meant.
      guard let set = active.first ?? rollout.newSet ?? rollout.oldSets.last else { return [] }
      return set.spec.replicas == wanted ? [] : [Resize(set.metadata.name, to: wanted)]
    }
    if isSaturated(rollout) {
      return rollout.activeOldSets.map { Resize($0.metadata.name, to: 0) }
    }
    guard case .rollingUpdate = rollout.deployment.spec.strategy else { return [] }
    return spread(over: active, rollout)
  }

  /// Whether the replica set's last scaling was to another number of pods than is wanted now.
  ///
  /// Source: `sync.go` (isScalingEvent), v1.36.
  package static func isScaling(_ rollout: Rollout) -> Bool {
    let active = rollout.allSets.filter { $0.spec.replicas > 0 }
    return active.contains { set in
      SizeAnnotations.desired(of: set).map { $0 != rollout.deployment.spec.replicas } ?? false
    }
  }

  private static func isSaturated(_ rollout: Rollout) -> Bool {
    guard let set = rollout.newSet else { return false }
    let wanted = rollout.deployment.spec.replicas
    return set.spec.replicas == wanted && SizeAnnotations.desired(of: set) == wanted
      && set.status.availableReplicas == wanted
  }

  private static func spread(over active: [ReplicaSet], _ rollout: Rollout) -> [Resize] {
    let budget = rollout.budget
    let allowed = budget.replicas > 0 ? budget.replicasMax : 0
    let change = allowed - active.reduce(0) { $0 + $1.spec.replicas }
    // Largest first; of equal ones the newer gains first and the older loses first.
    let sets = active.sorted { a, b in
      guard a.spec.replicas == b.spec.replicas else { return a.spec.replicas > b.spec.replicas }
      return change > 0 ? Rollout.isOlder(b, a) : Rollout.isOlder(a, b)
    }
    guard change != 0 else { return sets.map { Resize($0.metadata.name, to: $0.spec.replicas) } }
    var given = 0
    var sizes = sets.map { set -> Int in
      let fraction = fraction(of: set, rollout)
      let left = change - given
      let share = left == 0 ? 0 : change > 0 ? min(fraction, left) : max(fraction, left)
      given += share
      return set.spec.replicas + share
    }
    sizes[0] = max(0, sizes[0] + change - given)
    return zip(sets, sizes).map { Resize($0.metadata.name, to: $1) }
  }

  /// By how many pods a replica set changes if it keeps its share of the deployment.
  private static func fraction(of set: ReplicaSet, _ rollout: Rollout) -> Int {
    let size = set.spec.replicas
    guard rollout.deployment.spec.replicas > 0 else { return -size }
    var before = SizeAnnotations.max(of: set) ?? 0
    if before == 0 { before = rollout.deployment.status.replicas }
    guard before > 0 else { return 0 }
    let exact = size * rollout.budget.replicasMax
    // Rounded to the nearest, halves up: no size is below zero.
    return (2 * exact + before) / (2 * before) - size
  }
}
