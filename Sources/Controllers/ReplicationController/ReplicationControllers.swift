import ControllerRuntime
import KubeAPI
import Units

/// The `replicationcontroller` controller: informers' news in, reconciles out.
final class ReplicationControllers: Controller {
  let name = "replication-controller"
  private let informers: ControlPlaneInformers
  private let queue: WorkQueue<ObjectKey>
  private let reconciler: ReplicationControllerReconciler
  private let runner: ControllerRunner<ObjectKey>

  init(_ context: ControllerContext) {
    informers = context.informers
    let client = context.client(name)
    // Its events go through the same client and so take from the same budget: in trace
    // s8a_rc_500 the nine first events of 500 creations wait behind the batches.
    reconciler = ReplicationControllerReconciler(
      context: context, recorder: EventRecorder(client: client))
    queue = WorkQueue(clock: context.clock)
    runner = ControllerRunner(
      workers: context.parameters.concurrentReplicationControllers.value, queue: queue,
      client: client, reconciler: reconciler)
    watch()
  }

  func start() { runner.start() }
  func stop() { runner.stop() }

  private func watch() {
    informers.replicationControllers.addHandler(
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

  /// The replication controller that controls `pod`, if the cache shows that very one.
  private func owner(of pod: Pod) -> ObjectKey? {
    guard let owner = pod.metadata.controller, owner.kind == .replicationController else {
      return nil
    }
    let key = ObjectKey(namespace: pod.metadata.namespace, name: owner.name)
    let controller = informers.replicationControllers.get(key)
    return controller?.metadata.uid == owner.uid ? key : nil
  }

  private func enqueueSelectors(of pod: Pod) {
    let all = informers.replicationControllers.list(.byNamespace, pod.metadata.namespace)
    for controller in all
    where !controller.spec.selector.isEmpty
      && controller.spec.selector.isSubset(of: pod.metadata.labels)
    {
      queue.add(controller.key)
    }
  }
}
