import ControllerRuntime
import KubeAPI
import Units

/// A controller of replicas of one kind: informers' news in, reconciles out.
final class ReplicaControllers<Object: ReplicaKeeper>: Controller {
  let name: String
  private let objects: Informer<Object>
  private let informers: ControlPlaneInformers
  private let queue: WorkQueue<ObjectKey>
  private let reconciler: ReplicaReconciler<Object>
  private let runner: ControllerRunner<ObjectKey>

  /// The controller called `name` of what `objects` shows.
  init(
    _ name: String, _ objects: Informer<Object>, workers: Int, _ context: ControllerContext
  ) {
    self.name = name
    self.objects = objects
    informers = context.informers
    let client = context.client(name)
    // Its events go through the same client and so take from the same budget: in trace
    // s8a_rc_500 the nine first events of 500 creations wait behind the batches.
    reconciler = ReplicaReconciler(
      objects, context: context, recorder: EventRecorder(client: client))
    queue = WorkQueue(clock: context.clock)
    runner = ControllerRunner(
      workers: workers, queue: queue, client: client, reconciler: reconciler)
    watch()
  }

  func start() { objects.whenSynced { [runner] in runner.start() } }
  func stop() { runner.stop() }

  private func watch() {
    objects.addHandler(
      .init(
        added: { [unowned self] in queue.add($0.key) },
        updated: { [unowned self] in queue.add($1.key) },
        deleted: { [unowned self] in
          reconciler.forget($0.key)
          queue.add($0.key)
        }))
    informers.pods.addHandler(
      .init(
        added: { [unowned self] in podAdded($0) },
        updated: { [unowned self] in podUpdated($0, $1) },
        deleted: { [unowned self] in podDeleted($0) }))
  }

  private func podAdded(_ pod: Pod) {
    if pod.metadata.isTerminating { return podDeleted(pod) }
    if pod.metadata.controller != nil {
      guard let owner = owner(of: pod) else { return }
      reconciler.expectations.observeCreation(of: owner)
      queue.add(owner)
    } else {
      enqueueSelectors(of: pod)
    }
  }

  private func podUpdated(_ old: Pod, _ new: Pod) {
    if new.metadata.isTerminating { return podDeleted(new) }
    let changedOwner = old.metadata.controller != new.metadata.controller
    if changedOwner, let owner = owner(of: old) { queue.add(owner) }
    if new.metadata.controller != nil {
      if let owner = owner(of: new) { queue.add(owner) }
    } else if changedOwner || old.metadata.labels != new.metadata.labels {
      enqueueSelectors(of: new)
    }
  }

  private func podDeleted(_ pod: Pod) {
    guard let owner = owner(of: pod) else { return }
    reconciler.expectations.observeDeletion(of: pod.key, owner: owner)
    queue.add(owner)
  }

  /// The object of this kind that controls `pod`, if the cache shows that very one.
  private func owner(of pod: Pod) -> ObjectKey? {
    guard let owner = pod.metadata.controller, owner.kind == Object.kind else { return nil }
    let key = ObjectKey(namespace: pod.metadata.namespace, name: owner.name)
    return objects.get(key)?.metadata.uid == owner.uid ? key : nil
  }

  private func enqueueSelectors(of pod: Pod) {
    for object in objects.list(.byNamespace, pod.metadata.namespace) {
      let selector = object.podSelector
      if !selector.isEmpty, selector.matches(pod.metadata.labels) { queue.add(object.key) }
    }
  }
}
