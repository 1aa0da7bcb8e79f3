import ControllerRuntime
import KubeAPI

extension KubeStore {
  /// Labels of a node that its pods get when they are bound (on since 1.36).
  private static let topologyLabels = [
    "topology.kubernetes.io/region", "topology.kubernetes.io/zone",
  ]

  /// Binds a pod to a node.
  ///
  /// The node need not exist, as in reality: the pod garbage collector clears such pods away.
  /// Source: `pkg/registry/core/pod/storage/storage.go` (setPodNodeAndMetadata),
  /// `plugin/pkg/admission/podtopologylabels`, v1.36.
  func bind(_ key: ObjectKey, uid: String, to node: String) throws(APIError) {
    guard let old = tables[.pod]?[key], var pod = old as? Pod else {
      throw .notFound(.pod, key.name)
    }
    if !uid.isEmpty, uid != pod.metadata.uid {
      throw .wrongUID("pods/binding", key.name, wanted: uid, stored: pod.metadata.uid)
    }
    if pod.metadata.isTerminating {
      throw .conflict(
        "pods/binding", key.name,
        "pod \(key.name) is being deleted, cannot be assigned to a host")
    }
    guard pod.spec.nodeName.isEmpty else {
      throw .conflict(
        "pods/binding", key.name,
        "pod \(key.name) is already assigned to node \"\(pod.spec.nodeName)\"")
    }
    guard pod.spec.schedulingGates.isEmpty else {
      throw .conflict(
        "pods/binding", key.name, "pod \(key.name) has non-empty .spec.schedulingGates")
    }
    pod.spec.nodeName = node
    if let target = get(Node.self, ObjectKey(name: node)) {
      for label in Self.topologyLabels {
        if let value = target.metadata.labels[label] { pod.metadata.labels[label] = value }
      }
    }
    pod.status.conditions.set(Condition("PodScheduled", .isTrue, since: clock.now))
    _ = save(pod, over: old)
  }
}
