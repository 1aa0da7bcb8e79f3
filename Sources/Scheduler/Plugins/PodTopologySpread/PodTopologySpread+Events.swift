import KubeAPI

/// What could make a pod fit that was turned down for spreading its like too unevenly.
///
/// Source: `pkg/scheduler/framework/plugins/podtopologyspread/plugin.go`
/// (isSchedulableAfterPodChange, isSchedulableAfterNodeChange), v1.34.
extension PodTopologySpread: EventfulPlugin {
  var eventsToRegister: [EventInterest] {
    [
      EventInterest(
        ClusterEvent(.pod, [.add, .delete, .updatePodLabel, .updatePodToleration])
      ) { [self] pod, objects in
        guard case .pod(let old, let new) = objects else { return true }
        return podMatters(pod, old, new)
      },
      EventInterest(
        ClusterEvent(.node, [.add, .delete, .updateNodeLabel, .updateNodeTaint])
      ) { [self] pod, objects in
        guard case .node(let old, let new) = objects else { return true }
        return nodeMatters(pod, old, new)
      },
    ]
  }

  private func podMatters(_ pod: PodInfo, _ old: Pod?, _ new: Pod?) -> Bool {
    for other in [old, new].compactMap(\.self) where !Self.mayCount(other, for: pod) {
      return false
    }
    let rules = rules(of: pod, .doNotSchedule)
    guard let old, let new else {
      return (new ?? old).map { other in
        rules.contains { $0.counts(other.metadata.labels) }
      } ?? true
    }
    if new.metadata.uid == pod.uid, old.spec.tolerations != new.spec.tolerations,
      rules.contains(where: \.honorsTaints)
    {
      return true
    }
    if old.metadata.labels == new.metadata.labels { return false }
    return rules.contains { $0.counts(old.metadata.labels) != $0.counts(new.metadata.labels) }
  }

  /// Whether `other` is the pod itself, or one of those that it may be spread among: on a node, and
  /// of its namespace.
  private static func mayCount(_ other: Pod, for pod: PodInfo) -> Bool {
    other.metadata.uid == pod.uid
      || !other.spec.nodeName.isEmpty && other.metadata.namespace == pod.namespace
  }

  private func nodeMatters(_ pod: PodInfo, _ old: Node?, _ new: Node?) -> Bool {
    let rules = rules(of: pod, .doNotSchedule)
    let wasPlace = old.map { Self.hasAllKeys($0, rules) } ?? false
    let isPlace = new.map { Self.hasAllKeys($0, rules) } ?? false
    guard let old, let new else { return wasPlace || isPlace }
    if wasPlace != isPlace { return true }
    guard isPlace else { return false }
    let hasMoved = rules.contains {
      old.metadata.labels[$0.topologyKey] != new.metadata.labels[$0.topologyKey]
    }
    return hasMoved || old.spec.taints != new.spec.taints
  }
}
