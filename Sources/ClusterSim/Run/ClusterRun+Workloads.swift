import Controllers
import KubeAPI

/// What keeps pods, as the store has it right now.
extension ClusterRun {
  /// Whether the pods with these labels are as many as their controllers ask for, all ready and
  /// none of them terminating, and no roll-out among them is under way.
  func rolloutIsDone(_ labels: LabelMatch, ready: Int) -> Bool {
    func asked<Object: Workload>(_ type: Object.Type) -> Int {
      all(type).filter {
        $0.metadata.controller == nil && labels.matches($0.template.metadata.labels)
      }.reduce(0) { $0 + $1.replicas }
    }
    let wanted = asked(ReplicationController.self) + asked(ReplicaSet.self)
      + asked(Deployment.self)
    let there = all(Pod.self).filter { labels.matches($0.metadata.labels) }.count
    let areRolledOut = all(Deployment.self)
      .filter { labels.matches($0.template.metadata.labels) }.allSatisfy(\.isRolledOut)
    return ready == wanted && there == wanted && areRolledOut
  }

  /// The deployment called `key` with its replica sets, if it is there: the one of its present
  /// template, and the others, oldest first.
  public func deployment(
    _ key: ObjectKey
  ) -> (deployment: Deployment, newSet: ReplicaSet?, oldSets: [ReplicaSet])? {
    guard let deployment = store.get(Deployment.self, key) else { return nil }
    let own = all(ReplicaSet.self).filter {
      $0.metadata.controller?.uid == deployment.metadata.uid
    }
    let rollout = Rollout(deployment, sets: own)
    return (deployment, rollout.newSet, rollout.oldSets)
  }

  /// The first pod of a controller, a ready one if there is one; of a deployment's, one of any
  /// of its replica sets.
  func podOfController(_ kind: Kind, _ key: ObjectKey) -> Result<Pod, Refusal> {
    var owners = [OwnerName(kind: kind, name: key.name)]
    if kind == .deployment {
      owners = all(ReplicaSet.self).filter {
        $0.metadata.namespace == key.namespace && $0.metadata.controller?.kind == .deployment
          && $0.metadata.controller?.name == key.name
      }.map { OwnerName(kind: .replicaSet, name: $0.metadata.name) }
    }
    let pods = all(Pod.self).filter { pod in
      guard pod.metadata.namespace == key.namespace, pod.isActive,
        let owner = pod.metadata.controller
      else { return false }
      return owners.contains(OwnerName(kind: owner.kind, name: owner.name))
    }
    if let pod = pods.first(where: \.isReady) ?? pods.first { return .success(pod) }
    let what = kind.rawValue.lowercased()
    return .failure(Refusal("error: timed out waiting for a pod of \(what) \(key.name)\n"))
  }

  /// A controller of pods by name.
  private struct OwnerName: Equatable {
    let kind: Kind
    let name: String
  }
}

extension Deployment {
  /// Whether all its pods are of its present template, and available.
  var isRolledOut: Bool { RolloutStatus.isComplete(self, status) }
}
