import KubeAPI

/// What could make a pod fit that was turned down for the pods around.
///
/// As v1.34, it looks at the waiting pod's own terms only: a pod that others do not want near is
/// not woken when they go, and waits until all unschedulable pods are tried again (later versions
/// look at the terms of the pod that went, too). Namespace selectors of terms are compared with a
/// namespace without labels.
///
/// Source: `pkg/scheduler/framework/plugins/interpodaffinity/plugin.go`
/// (isSchedulableAfterPodChange, isSchedulableAfterNodeChange), v1.34.
extension InterPodAffinity: EventfulPlugin {
  var eventsToRegister: [EventInterest] {
    [
      EventInterest(ClusterEvent(.pod, [.add, .delete, .updatePodLabel])) { pod, objects in
        guard case .pod(let old, let new) = objects else { return true }
        return Self.podMatters(pod, old, new)
      },
      EventInterest(ClusterEvent(.node, [.add, .updateNodeLabel])) { pod, objects in
        guard case .node(let old, let new?) = objects else { return true }
        return Self.nodeMatters(pod, old, new)
      },
    ]
  }

  private static func podMatters(_ pod: PodInfo, _ old: Pod?, _ new: Pod?) -> Bool {
    if [old, new].compactMap(\.self).contains(where: { $0.spec.nodeName.isEmpty }) { return false }
    let (near, far) = (pod.terms.required, pod.terms.requiredAnti)
    switch (old, new) {
    case (let old?, let new?):
      let comesNear = !areMet(near, by: old) && areMet(near, by: new)
      let goesFar = areMet(far, by: old) && !areMet(far, by: new)
      return comesNear || goesFar
    case (nil, let new?): return areMet(near, by: new)
    case (let old?, nil): return areMet(far, by: old)
    case (nil, nil): return true
    }
  }

  /// Whether there are terms and `pod` is what all of them mean.
  private static func areMet(_ terms: [PodTerm], by pod: Pod) -> Bool {
    !terms.isEmpty && terms.allSatisfy { term in
      let isInPlace =
        term.namespaces.contains(pod.metadata.namespace)
        || term.namespaceSelector?.matches([:]) ?? false
      return isInPlace && term.selector?.matches(pod.metadata.labels) ?? false
    }
  }

  private static func nodeMatters(_ pod: PodInfo, _ old: Node?, _ new: Node) -> Bool {
    func place(_ node: Node?, _ term: PodTerm) -> String? {
      node?.metadata.labels[term.topologyKey]
    }
    for term in pod.terms.required {
      guard let there = place(new, term) else { continue }
      if place(old, term) != there { return true }
    }
    for term in pod.terms.requiredAnti {
      // A new node may be in a place without anybody unwanted, or in no place.
      guard old != nil else { return true }
      guard let before = place(old, term) else { continue }
      if place(new, term) != before { return true }
    }
    return false
  }
}
