import KubeAPI

/// A change of one replica set's size.
package struct Resize: Equatable {
  /// The replica set's name.
  package let name: String
  /// Pods that it is to ask for.
  package let replicas: Int

  package init(_ name: String, to replicas: Int) {
    self.name = name
    self.replicas = replicas
  }
}

/// The next step of a rolling update: up or down, never both in one look.
///
/// Source: `pkg/controller/deployment/rolling.go`, v1.36.
package enum RollingStep: Equatable {
  /// The new replica set changes its size.
  case resizeNew(Resize)
  /// Old ones give up pods, in this order.
  case shrinkOld([Resize])
  /// Nothing can move.
  case nothing

  /// Decides by what the replica sets of `rollout` ask for and report.
  package init(_ rollout: Rollout) {
    if let resize = Self.newSize(rollout) {
      self = .resizeNew(resize)
    } else {
      let resizes = Self.oldSizes(rollout)
      self = resizes.isEmpty ? .nothing : .shrinkOld(resizes)
    }
  }

  /// Pods that a new replica set, which asks for `present` now, may ask for.
  ///
  /// Source: `pkg/controller/deployment/util/deployment_util.go` (NewRSNewReplicas), v1.36.
  package static func newReplicas(_ rollout: Rollout, present: Int) -> Int {
    let wanted = rollout.deployment.spec.replicas
    guard case .rollingUpdate = rollout.deployment.spec.strategy else { return wanted }
    let room = rollout.budget.replicasMax - rollout.asked
    return room > 0 ? present + min(room, wanted - present) : present
  }

  private static func newSize(_ rollout: Rollout) -> Resize? {
    guard let set = rollout.newSet else { return nil }
    let wanted = rollout.deployment.spec.replicas
    let present = set.spec.replicas
    let size = present > wanted ? wanted : newReplicas(rollout, present: present)
    return size == present ? nil : Resize(set.metadata.name, to: size)
  }

  /// First those pods that are not available anyway, then as many as may be missing; oldest
  /// replica sets first.
  private static func oldSizes(_ rollout: Rollout) -> [Resize] {
    var sets = rollout.activeOldSets
    let newSet = rollout.newSet
    let late = newSet.map { $0.spec.replicas - $0.status.availableReplicas } ?? 0
    let spare = rollout.asked - rollout.budget.availableMin - late
    guard spare > 0, !sets.isEmpty else { return [] }
    // Replica sets that ask for nothing any more do not count, whatever they report still.
    var excess = (sets + (newSet.map { [$0] } ?? []))
      .reduce(-rollout.budget.availableMin) { $0 + $1.status.availableReplicas }
    var resizes: [Resize] = []
    var left = spare
    for index in sets.indices where left > 0 {
      let unhealthy = sets[index].spec.replicas - sets[index].status.availableReplicas
      let count = min(left, unhealthy)
      guard count > 0 else { continue }
      left -= count
      sets[index].spec.replicas -= count
      resizes.append(Resize(sets[index].metadata.name, to: sets[index].spec.replicas))
    }
    for index in sets.indices where excess > 0 && sets[index].spec.replicas > 0 {
      let count = min(excess, sets[index].spec.replicas)
      excess -= count
      sets[index].spec.replicas -= count
      resizes.append(Resize(sets[index].metadata.name, to: sets[index].spec.replicas))
    }
    return resizes
  }
}
