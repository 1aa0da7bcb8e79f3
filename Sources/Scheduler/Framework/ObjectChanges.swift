import KubeAPI

extension Pod {
  /// Whether room is taken by the pod, or kept for it.
  var holdsRoom: Bool { !spec.nodeName.isEmpty || !status.nominatedNodeName.isEmpty }
}

/// Which events an update of an object amounts to.
///
/// Source: `pkg/scheduler/framework/events.go`, v1.34.
enum ObjectChanges {
  /// The events of a node's update; none when nothing changed that pods could profit from.
  static func ofNode(from old: Node, to new: Node) -> [ClusterEvent] {
    var actions: [ClusterEvent.Action] = []
    if old.spec.isUnschedulable && !new.spec.isUnschedulable { actions.append(.updateNodeTaint) }
    if old.status.allocatable != new.status.allocatable {
      actions.append(.updateNodeAllocatable)
    }
    if old.metadata.labels != new.metadata.labels { actions.append(.updateNodeLabel) }
    if old.spec.taints != new.spec.taints { actions.append(.updateNodeTaint) }
    if statuses(old.status.conditions) != statuses(new.status.conditions) {
      actions.append(.updateNodeCondition)
    }
    if old.metadata.annotations != new.metadata.annotations {
      actions.append(.updateNodeAnnotation)
    }
    return actions.map { ClusterEvent(.node, $0) }
  }

  /// The events of a pod's update, at least one.
  static func ofPod(from old: Pod, to new: Pod) -> [ClusterEvent] {
    var actions: [ClusterEvent.Action] = []
    if old.metadata.labels != new.metadata.labels { actions.append(.updatePodLabel) }
    if isScaledDown(from: old, to: new) { actions.append(.updatePodScaleDown) }
    if !old.spec.schedulingGates.isEmpty && new.spec.schedulingGates.isEmpty {
      actions.append(.updatePodGatesEliminated)
    }
    if old.spec.tolerations.count != new.spec.tolerations.count {
      actions.append(.updatePodToleration)
    }
    if actions.isEmpty { actions.append(.updatePodOther) }
    let resource: ClusterEvent.Resource =
      new.spec.nodeName.isEmpty ? .unscheduledPod : .assignedPod
    return actions.map { ClusterEvent(resource, $0) }
  }

  private static func statuses(_ conditions: [Condition]) -> StringMap {
    StringMap(conditions.map { ($0.type, $0.status.rawValue) })
  }

  private static func isScaledDown(from old: Pod, to new: Pod) -> Bool {
    if old.spec == new.spec { return false }
    let before = PodRequests.total(of: old.spec)
    let after = PodRequests.total(of: new.spec)
    return before.entries.contains { $0.amount > (after[$0.name] ?? -1) }
  }
}
