import ControllerRuntime
import KubeAPI

extension KubeStore {
  func update(_ input: any KubeObject) throws(APIError) -> any KubeObject {
    let old = try current(for: input)
    return try replace(old, by: input)
  }

  func updateStatus(_ input: any KubeObject) throws(APIError) -> any KubeObject {
    let old = try current(for: input)
    guard hasStatus(old) else {
      throw APIError(.notFound, "the server could not find the requested resource")
    }
    return save(withWrittenStatus(of: input, in: old), over: old)
  }

  func apply(
    _ patch: Patch, to reference: ObjectReference
  ) throws(APIError) -> any KubeObject {
    let old = try stored(reference)
    var changed = old
    try patch.apply(&changed)
    precondition(
      changed.kind == old.kind && changed.key == old.key,
      "the patch \(patch.summary) made \(changed.reference) of \(old.reference)")
    if patch.isStatus, hasStatus(old) {
      return save(withWrittenStatus(of: changed, in: old), over: old)
    }
    return try replace(old, by: changed)
  }

  /// The stored object that `input` is a change of.
  /// - Throws: `conflict` when `input` comes of another version or incarnation.
  private func current(for input: any KubeObject) throws(APIError) -> any KubeObject {
    let name = input.metadata.name
    guard let old = tables[input.kind]?[input.key] else { throw .notFound(input.kind, name) }
    if !input.metadata.uid.isEmpty, input.metadata.uid != old.metadata.uid {
      throw .wrongUID(
        input.kind.qualifiedResource, name, wanted: input.metadata.uid, stored: old.metadata.uid)
    }
    let version = input.metadata.resourceVersion
    guard version == 0 || version == old.metadata.resourceVersion else {
      throw .modified(input.kind, name)
    }
    return old
  }

  private func replace(
    _ old: any KubeObject, by input: any KubeObject
  ) throws(APIError) -> any KubeObject {
    var new = withStatus(of: old, in: input)
    keepServerFields(of: old, in: &new)
    try checkFinalizers(new, over: old)
    if var pod = new as? Pod, let oldPod = old as? Pod {
      keepPriority(of: oldPod, in: &pod)
      try checkPodUpdate(pod, over: oldPod)
      new = pod
    }
    try checkSelector(of: new, over: old)
    try admit?(&new, .update(old: old))
    if var service = new as? Service, let oldService = old as? Service {
      if service.spec.clusterIP.isEmpty { service.spec.clusterIP = oldService.spec.clusterIP }
      try addresses.allocate(&service)
      addresses.release(oldService, for: service)
      new = service
    }
    if new.kind.hasGeneration, !wantTheSame(new, old) { new.metadata.generation += 1 }
    if new.kind == .event { keepEvent(new.key) }
    return save(new, over: old)
  }

  /// Puts back what no caller may change.
  private func keepServerFields(of old: any KubeObject, in new: inout any KubeObject) {
    let kept = old.metadata
    new.metadata.uid = kept.uid
    new.metadata.generateName = kept.generateName
    new.metadata.resourceVersion = kept.resourceVersion
    new.metadata.generation = kept.generation
    new.metadata.creationTimestamp = kept.creationTimestamp
    new.metadata.deletionTimestamp = kept.deletionTimestamp
    new.metadata.deletionGracePeriodSeconds = kept.deletionGracePeriodSeconds
  }

  private func checkFinalizers(
    _ new: any KubeObject, over old: any KubeObject
  ) throws(APIError) {
    guard old.metadata.isTerminating else { return }
    let added = new.metadata.finalizers.filter { !old.metadata.finalizers.contains($0) }
    guard added.isEmpty else {
      throw .invalid(
        new.kind, new.metadata.name,
        "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being "
          + "deleted, found new finalizers \(added)")
    }
  }

  /// Stores `new` in the place of `old`, or lets it vanish when only a finalizer held it.
  func save(_ new: any KubeObject, over old: any KubeObject) -> any KubeObject {
    guard !areEqual(new, old) else { return old }
    let grace = old.metadata.deletionGracePeriodSeconds ?? 0
    let hadFinalizers = !old.metadata.finalizers.isEmpty
    if old.metadata.isTerminating, grace == 0, hadFinalizers, new.metadata.finalizers.isEmpty {
      return remove(new)
    }
    var written = new
    write(&written)
    hub.post(WatchEvent(.modified, written))
    return written
  }
}
