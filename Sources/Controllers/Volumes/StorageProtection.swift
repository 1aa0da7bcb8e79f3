import ControllerRuntime
import KubeAPI
import Units

/// Lets deleted claims go once no pod uses them any more, and deleted volumes once no claim has
/// them.
///
/// Source: `pkg/controller/volume/pvcprotection/pvc_protection_controller.go` and
/// `pvprotection/pv_protection_controller.go`, v1.36.
final class StorageProtection: Controller, Reconciler {
  static let claimFinalizer = "kubernetes.io/pvc-protection"
  static let volumeFinalizer = "kubernetes.io/pv-protection"

  let name = "storage-protection-controller"
  private let informers: VolumeInformers
  private let pods: Informer<Pod>
  private let client: APIClient
  private let queue: WorkQueue<ObjectReference>
  private lazy var runner = ControllerRunner(
    workers: 1, queue: queue, client: client, reconciler: self)

  init(_ context: ControllerContext) {
    informers = context.volumeInformers
    pods = context.informers.pods
    client = context.client(name)
    queue = WorkQueue(clock: context.clock)
    informers.claims.addHandler(
      .init(
        added: { [unowned self] in look($0) }, updated: { [unowned self] in look($1) },
        deleted: { _ in }))
    informers.volumes.addHandler(
      .init(
        added: { [unowned self] in look($0) }, updated: { [unowned self] in look($1) },
        deleted: { _ in }))
    pods.addHandler(
      .init(
        added: { [unowned self] in if $0.isTerminal { released($0) } },
        updated: { [unowned self] in if $1.isTerminal { released($1) } },
        deleted: { [unowned self] in released($0) }))
  }

  func start() { runner.start() }

  func stop() { runner.stop() }

  private func look(_ object: some KubeObject) {
    if object.metadata.isTerminating { queue.add(ObjectReference(object.kind, object.key)) }
  }

  private func released(_ pod: Pod) {
    for key in pod.claims where informers.claims.get(key)?.metadata.isTerminating == true {
      queue.add(ObjectReference(.persistentVolumeClaim, key))
    }
  }

  func plan(for key: ObjectReference, now: Instant) -> Plan {
    let mayGo: Bool
    let finalizer: String
    if key.kind == .persistentVolumeClaim {
      mayGo = !pods.list(.byNamespace, key.key.namespace).contains {
        !$0.spec.nodeName.isEmpty && !$0.isTerminal && $0.claims.contains(key.key)
      }
      finalizer = Self.claimFinalizer
    } else {
      mayGo = informers.volumes.get(key.key)?.status.phase != .bound
      finalizer = Self.volumeFinalizer
    }
    guard mayGo else { return .done }
    let patch = Patch("let it go") { (object) throws(APIError) in
      object.metadata.finalizers.removeAll { $0 == finalizer }
    }
    return .call(.patch(key, patch)) { result in
      if case .failure(let error) = result, error.reason != .notFound { return .fail(error) }
      return .done
    }
  }
}
