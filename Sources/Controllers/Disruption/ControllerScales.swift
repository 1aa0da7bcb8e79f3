import ControllerRuntime
import KubeAPI

/// How many pods those want together who control some pods.
///
/// Source: `pkg/controller/disruption/disruption.go` (getExpectedScale, finders), v1.36.
struct ControllerScales {
  /// The sum over all controllers; each counts once, however many of the pods are its.
  private(set) var total = 0
  /// Pods that nobody controls, by name.
  private(set) var unmanaged: [String] = []
  /// The first pod whose controller is not to be found; nil when all are.
  private(set) var orphan: String?

  /// The scales of the controllers of `pods`.
  init(of pods: [Pod], _ informers: ControlPlaneInformers) {
    var seen: Set<String> = []
    for pod in pods {
      guard let owner = pod.metadata.controller else {
        unmanaged.append(pod.metadata.name)
        continue
      }
      let namespace = pod.metadata.namespace
      guard let (uid, scale) = Self.scale(of: owner, in: namespace, informers) else {
        orphan = orphan ?? pod.metadata.name
        continue
      }
      if seen.insert(uid).inserted { total += scale }
    }
  }

  /// Who has the last word on the number of pods that `owner` controls, and that number.
  private static func scale(
    of owner: OwnerReference, in namespace: String, _ informers: ControlPlaneInformers
  ) -> (uid: String, scale: Int)? {
    let key = ObjectKey(namespace: namespace, name: owner.name)
    switch owner.kind {
    case .replicationController:
      guard let found = informers.replicationControllers.get(key),
        found.metadata.uid == owner.uid
      else { return nil }
      return (found.metadata.uid, found.spec.replicas)
    case .replicaSet:
      guard let found = informers.replicaSets.get(key), found.metadata.uid == owner.uid else {
        return nil
      }
      if let above = found.metadata.controller { return scale(of: above, in: namespace, informers) }
      return (found.metadata.uid, found.spec.replicas)
    case .deployment:
      guard let found = informers.deployments.get(key), found.metadata.uid == owner.uid else {
        return nil
      }
      return (found.metadata.uid, found.spec.replicas)
    default: return nil
    }
  }
}
