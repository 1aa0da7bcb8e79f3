import ControllerRuntime
import KubeAPI
import Units

extension KubeStore {
  func create(_ input: any KubeObject) throws(APIError) -> any KubeObject {
    let kind = input.kind
    var object = input
    if kind.isClusterScoped {
      object.metadata.namespace = ""
    } else if object.metadata.namespace.isEmpty {
      object.metadata.namespace = "default"
    }
    try checkNamespace(of: object)
    try giveName(&object)
    object = fresh(object)
    try admitBuiltIn(&object)
    try checkSelector(of: object, over: nil)
    try admit?(&object, .create)
    guard tables[kind]?[object.key] == nil else {
      throw .alreadyExists(kind, object.metadata.name)
    }
    if var service = object as? Service {
      try addresses.allocate(&service)
      object = service
    }
    object.metadata.uid = identities.uid(of: kind, object.key, at: clock.now)
    write(&object)
    hub.post(WatchEvent(.added, object))
    if kind == .event { keepEvent(object.key) }
    return object
  }

  /// Stores `object` as the next version.
  func write(_ object: inout any KubeObject) {
    resourceVersion += 1
    object.metadata.resourceVersion = resourceVersion
    tables[object.kind, default: ObjectTable()].store(object)
  }

  private func checkNamespace(of object: any KubeObject) throws(APIError) {
    guard !object.kind.isClusterScoped else { return }
    let name = object.metadata.namespace
    guard let namespace = tables[.namespace]?[ObjectKey(name: name)] else {
      throw .notFound(.namespace, name)
    }
    guard namespace.metadata.isTerminating else { return }
    throw .forbidden(
      object.kind, object.metadata.name,
      "unable to create new content in namespace \(name) because it is being terminated")
  }

  private func giveName(_ object: inout any KubeObject) throws(APIError) {
    guard object.metadata.name.isEmpty else { return }
    guard !object.metadata.generateName.isEmpty else {
      throw .invalid(
        object.kind, "", "metadata.name: Required value: name or generateName is required")
    }
    repeat {
      object.metadata.name = identities.name(
        object.metadata.generateName, of: object.kind, in: object.metadata.namespace)
    } while tables[object.kind]?[object.key] != nil
  }

  /// `object` without what only the server may say, and without a status that it cannot have yet.
  ///
  /// Nodes keep theirs: a kubelet registers itself with what it has.
  /// Source: PrepareForCreate of the strategies under `pkg/registry/core`, v1.36.
  private func fresh(_ object: any KubeObject) -> any KubeObject {
    var object = object
    object.metadata.creationTimestamp = clock.now.truncatedToSeconds
    object.metadata.deletionTimestamp = nil
    object.metadata.deletionGracePeriodSeconds = nil
    object.metadata.generation = object.kind.hasGeneration ? 1 : 0
    switch object {
    case var pod as Pod:
      pod.status = PodStatus()
      pod.mergeLabelKeys()
      return pod
    case var controller as ReplicationController:
      controller.status = ReplicationControllerStatus()
      return controller
    case var set as ReplicaSet:
      set.status = ReplicaSetStatus()
      return set
    case var deployment as Deployment:
      deployment.status = DeploymentStatus()
      return deployment
    case var service as Service:
      service.status = ServiceStatus()
      return service
    case var budget as PodDisruptionBudget:
      budget.status = PodDisruptionBudgetStatus()
      return budget
    case var volume as PersistentVolume:
      volume.status = PersistentVolumeStatus()
      return volume
    case var claim as PersistentVolumeClaim:
      claim.status = PersistentVolumeClaimStatus()
      return claim
    default: return object
    }
  }

  /// Keeps an event for its lifetime from now on.
  func keepEvent(_ key: ObjectKey) {
    let isKnown = eventExpiry.updateValue(clock.now + parameters.eventLifetime, forKey: key) != nil
    if !isKnown { expireEvent(key, after: parameters.eventLifetime) }
  }

  private func expireEvent(_ key: ObjectKey, after delay: TimeSpan) {
    clock.after(delay) { [weak self] in
      guard let self, let expiry = eventExpiry[key] else { return }
      if expiry > clock.now {
        expireEvent(key, after: expiry - clock.now)
      } else if let event = tables[.event]?[key] {
        remove(event)
      }
    }
  }
}
