import ControllerRuntime
import KubeAPI
import Units

/// Keeps each service's Endpoints object as its pods are.
///
/// Source: `pkg/controller/endpoint/endpoints_controller.go`, v1.36.
final class EndpointsController: Controller, Reconciler {
  let name = "endpoints-controller"
  private let informers: ControlPlaneInformers
  private let capacity: Int
  private let services: ServiceWatch
  private let queue: WorkQueue<ObjectKey>
  private let client: APIClient
  private let recorder: EventRecorder
  private let parameters: ControlPlaneParameters
  private lazy var runner = ControllerRunner(
    workers: parameters.concurrentEndpoints.value, queue: queue, client: client,
    retryLimit: parameters.endpointRetryLimit.value, reconciler: self)

  init(_ context: ControllerContext) {
    informers = context.informers
    parameters = context.parameters
    capacity = parameters.endpointsCapacity.value
    services = ServiceWatch(informers)
    client = context.client(name)
    recorder = EventRecorder(client: client)
    queue = WorkQueue(clock: context.clock)
    services.start { [unowned self] in queue.add($0) }
    informers.endpoints.addHandler(
      .init(
        added: { _ in }, updated: { _, _ in },
        deleted: { [unowned self] in queue.add($0.key) }))
  }

  func start() { runner.start() }
  func stop() { runner.stop() }

  func plan(for key: ObjectKey, now: Instant) -> Plan {
    guard let service = informers.services.get(key) else {
      guard informers.endpoints.get(key) != nil else { return .done }
      return .call(.delete(ObjectReference(.endpoints, key), DeleteOptions())) { result in
        if case .failure(let error) = result, error.reason != .notFound { return .fail(error) }
        return .done
      }
    }
    guard service.hasManagedEndpoints else { return .done }
    let (subsets, isTruncated) = EndpointSubsets.of(
      service, pods: services.pods(of: service), capacity: capacity)
    let old = informers.endpoints.get(key)
    var labels = service.metadata.labels
    labels["endpoints.kubernetes.io/managed-by"] = "endpoint-controller"
    var wanted = old ?? Endpoints(metadata: ObjectMeta(name: key.name, namespace: key.namespace))
    wanted.subsets = subsets
    wanted.metadata.labels = labels
    wanted.metadata.annotations[EndpointSubsets.overCapacity] = isTruncated ? "truncated" : nil
    guard wanted != old else { return .done }
    return .call(old == nil ? .create(wanted) : .update(wanted)) { result in
      guard case .failure(let error) = result else { return .done }
      let verb = old == nil ? "create" : "update"
      self.recorder.record(
        ObjectReference(.endpoints, key), .warning,
        reason: old == nil ? "FailedToCreateEndpoint" : "FailedToUpdateEndpoint",
        message: "Failed to \(verb) endpoint \(key): \(error.message)")
      return .fail(error)
    }
  }
}
