import ControllerRuntime
import KubeAPI

/// The `deployment` controller: informers' news in, reconciles out.
///
/// Source: `pkg/controller/deployment/deployment_controller.go`, v1.36.
final class Deployments: Controller {
  let name = "deployment-controller"
  private let informers: ControlPlaneInformers
  private let queue: WorkQueue<ObjectKey>
  private let runner: ControllerRunner<ObjectKey>

  init(_ context: ControllerContext) {
    informers = context.informers
    let client = context.client(name)
    queue = WorkQueue(clock: context.clock)
    runner = ControllerRunner(
      workers: context.parameters.concurrentDeployments.value, queue: queue, client: client,
      retryLimit: context.parameters.deploymentRetryLimit.value,
      reconciler: DeploymentReconciler(
        context: context, recorder: EventRecorder(client: client)))
    watch()
  }

  func start() {
    informers.deployments.whenSynced { [informers, runner] in
      informers.replicaSets.whenSynced { runner.start() }
    }
  }

  func stop() { runner.stop() }

  private func watch() {
    informers.deployments.addHandler(
      .init(
        added: { [unowned self] in queue.add($0.key) },
        updated: { [unowned self] in queue.add($1.key) },
        deleted: { [unowned self] in queue.add($0.key) }))
    informers.replicaSets.addHandler(
      .init(
        added: { [unowned self] in enqueueOwners(of: $0) },
        updated: { [unowned self] old, new in
          if old.metadata.controller != new.metadata.controller, let owner = owner(of: old) {
            queue.add(owner)
          }
          enqueueOwners(of: new)
        },
        deleted: { [unowned self] in
          if let owner = owner(of: $0) { queue.add(owner) }
        }))
    informers.pods.addHandler(
      .init(
        added: { _ in }, updated: { _, _ in },
        deleted: { [unowned self] in podDeleted($0) }))
  }

  /// The deployment that controls `set`; of one without a controller, all that it matches.
  private func enqueueOwners(of set: ReplicaSet) {
    if set.metadata.controller != nil {
      if let owner = owner(of: set) { queue.add(owner) }
      return
    }
    guard !set.metadata.isTerminating else { return }
    for deployment in informers.deployments.list(.byNamespace, set.metadata.namespace)
    where !deployment.spec.selector.isEmpty
      && deployment.spec.selector.matches(set.metadata.labels)
    {
      queue.add(deployment.key)
    }
  }

  /// The deployment that controls `set`, if the cache shows that very one.
  private func owner(of set: ReplicaSet) -> ObjectKey? {
    guard let owner = set.metadata.controller, owner.kind == .deployment else { return nil }
    let key = ObjectKey(namespace: set.metadata.namespace, name: owner.name)
    return informers.deployments.get(key)?.metadata.uid == owner.uid ? key : nil
  }

  /// With `Recreate` the last old pod's end lets the new ones come.
  private func podDeleted(_ pod: Pod) {
    guard let owner = pod.metadata.controller, owner.kind == .replicaSet,
      let set = informers.replicaSets.get(
        ObjectKey(namespace: pod.metadata.namespace, name: owner.name)),
      let key = self.owner(of: set), let deployment = informers.deployments.get(key),
      deployment.spec.strategy == .recreate
    else { return }
    let own = ControlPlaneInformers.controllerIndex(
      pod.metadata.namespace, uid: set.metadata.controller?.uid)
    let hasPods = informers.replicaSets.list(.byController, own).contains { set in
      informers.pods.count(
        .byController,
        ControlPlaneInformers.controllerIndex(pod.metadata.namespace, uid: set.metadata.uid)) > 0
    }
    if !hasPods { queue.add(key) }
  }
}
