import KubeAPI

/// Which pods count as the like of one that says nothing itself: those that its Services and its
/// owner select.
///
/// Source: `pkg/scheduler/framework/plugins/helper/spread.go` (DefaultSelector), v1.34.
enum DefaultSelector {
  /// The selector; the empty one when neither a Service nor an owner selects `pod`.
  static func of(_ pod: PodInfo, _ directory: any ClusterDirectory) -> LabelSelector {
    let namespace = pod.namespace
    var selector = LabelSelector()
    for service in directory.serviceSelectors(in: namespace)
    where service.isSubset(of: pod.labels) {
      for (key, value) in service.entries { selector.matchLabels[key] = value }
    }
    guard let more = directory.ownerSelector(of: pod.pod) else { return selector }
    // A replication controller's labels go among those of the services, where they win.
    if pod.kind.controller?.kind == .replicationController {
      for (key, value) in more.matchLabels.entries { selector.matchLabels[key] = value }
      return selector
    }
    for (key, value) in more.matchLabels.entries {
      selector.matchExpressions.append(
        SelectorRequirement(key: key, comparison: .isIn, values: [value]))
    }
    selector.matchExpressions += more.matchExpressions
    return selector
  }
}
