import ControllerRuntime
import KubeAPI
import Units

/// Deletion: with grace for pods, held up by finalizers for all.
///
/// Source: `staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go` (BeforeDelete),
/// `registry/generic/registry/store.go` (Delete), `pkg/registry/core/pod/strategy.go`, v1.36.
extension KubeStore {
  static let foregroundFinalizer = "foregroundDeletion"
  static let orphanFinalizer = "orphan"
  /// Source: `staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle`, v1.36.
  private static let immortalNamespaces = ["default", "kube-public", "kube-system"]

  func delete(
    _ reference: ObjectReference, _ options: DeleteOptions
  ) throws(APIError) -> APIResponse {
    let old = try stored(reference)
    if old.kind == .namespace, Self.immortalNamespaces.contains(old.metadata.name) {
      throw .forbidden(.namespace, old.metadata.name, "this namespace may not be deleted")
    }
    var new = old
    let step = old is Pod ? beginGraceful(&new, options) : .immediate
    if step == .pending { return .object(old) }
    new.metadata.finalizers = finalizers(of: old, options)
    let isHeld = !new.metadata.finalizers.isEmpty
    if isHeld, !new.metadata.isTerminating { markAsDeleted(&new) }
    if !areEqual(new, old) {
      write(&new)
      hub.post(WatchEvent(.modified, new))
    }
    if isHeld || step == .graceful { return .object(new) }
    _ = remove(new)
    return .done
  }

  /// Takes `object` out of the store and tells the watches its last state.
  @discardableResult
  func remove(_ object: any KubeObject) -> any KubeObject {
    resourceVersion += 1
    var last = object
    last.metadata.resourceVersion = resourceVersion
    tables[object.kind]?.remove(object.key)
    if let service = object as? Service { addresses.release(service) }
    if object.kind == .event { eventExpiry[object.key] = nil }
    hub.post(WatchEvent(.deleted, last))
    return last
  }

  private enum Step {
    /// Nothing new: a deletion with no longer grace is under way.
    case pending
    /// The object stays until its grace is over or somebody completes the deletion.
    case graceful
    /// The object goes now, unless a finalizer holds it.
    case immediate
  }

  private func beginGraceful(_ object: inout any KubeObject, _ options: DeleteOptions) -> Step {
    guard let pod = object as? Pod else { return .immediate }
    if let deadline = pod.metadata.deletionTimestamp {
      let granted = pod.metadata.deletionGracePeriodSeconds ?? 0
      // A deletion under way can only be shortened, and one without grace waits for finalizers.
      guard let wanted = options.gracePeriodSeconds, wanted < granted else { return .pending }
      let grace = max(0, wanted)
      object.metadata.deletionTimestamp =
        deadline - TimeSpan.seconds(granted) + TimeSpan.seconds(grace)
      object.metadata.deletionGracePeriodSeconds = grace
      return grace == 0 ? .immediate : .graceful
    }
    var grace = options.gracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds
    if grace < 0 { grace = 1 }
    if pod.spec.nodeName.isEmpty || pod.isTerminal { grace = 0 }
    object.metadata.deletionTimestamp = (clock.now + .seconds(grace)).truncatedToSeconds
    object.metadata.deletionGracePeriodSeconds = grace
    object.metadata.generation += 1
    return grace == 0 ? .immediate : .graceful
  }

  private func markAsDeleted(_ object: inout any KubeObject) {
    object.metadata.deletionTimestamp = clock.now.truncatedToSeconds
    object.metadata.deletionGracePeriodSeconds = 0
    if object.kind.hasGeneration { object.metadata.generation += 1 }
  }

  /// The finalizers that `object` has once its deletion with `options` has begun.
  private func finalizers(of object: any KubeObject, _ options: DeleteOptions) -> [String] {
    let old = object.metadata.finalizers
    let others = old.filter { $0 != Self.orphanFinalizer && $0 != Self.foregroundFinalizer }
    guard object.kind.hasDependents else { return others }
    switch options.propagation {
    case .orphan?: return others + [Self.orphanFinalizer]
    case .foreground?: return others + [Self.foregroundFinalizer]
    case .background?: return others
    case nil:
      if old.contains(Self.orphanFinalizer) { return others + [Self.orphanFinalizer] }
      if old.contains(Self.foregroundFinalizer) { return others + [Self.foregroundFinalizer] }
      return object.kind.orphansByDefault ? others + [Self.orphanFinalizer] : others
    }
  }
}
