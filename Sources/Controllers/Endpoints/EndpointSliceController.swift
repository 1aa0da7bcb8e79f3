import ControllerRuntime
import KubeAPI
import Units

/// Keeps each service's EndpointSlices as its pods are.
///
/// After a write the cache is stale for a moment; a sync that falls into it fails and comes back
/// after its back-off of a second, unless another change comes sooner. That is why slices follow a
/// quick series of changes with up to a second's delay, and Endpoints do not.
/// Source: `pkg/controller/endpointslice/endpointslice_controller.go`, v1.36.
final class EndpointSliceController: Controller, Reconciler {
  let name = "endpointslice-controller"
  private let informers: ControlPlaneInformers
  private let parameters: ControlPlaneParameters
  private let services: ServiceWatch
  private let queue: WorkQueue<ObjectKey>
  private let client: APIClient
  private let recorder: EventRecorder
  private var tracker = SliceTracker()
  private lazy var runner = ControllerRunner(
    workers: parameters.concurrentEndpointSlices.value, queue: queue, client: client,
    retryLimit: parameters.endpointRetryLimit.value, reconciler: self)

  init(_ context: ControllerContext) {
    informers = context.informers
    parameters = context.parameters
    services = ServiceWatch(informers)
    client = context.client(name)
    recorder = EventRecorder(client: client)
    queue = WorkQueue(
      clock: context.clock,
      limiter: RetryLimiter(base: context.parameters.endpointSliceBackOff.value))
    services.start { [unowned self] in queue.add($0) }
    informers.endpointSlices.addHandler(
      .init(
        added: { [unowned self] in look($0) },
        updated: { [unowned self] in look($1) },
        deleted: { [unowned self] slice in
          guard let service = slice.serviceKey,
            tracker.sawDeletion(of: slice, service: service)
          else { return }
          queue.add(service, after: parameters.endpointSliceMinSyncDelay.value)
        }))
  }

  func start() { runner.start() }
  func stop() { runner.stop() }

  private func look(_ slice: EndpointSlice) {
    guard let service = slice.serviceKey, tracker.isForeign(slice, of: service) else { return }
    queue.add(service, after: parameters.endpointSliceMinSyncDelay.value)
  }

  func plan(for key: ObjectKey, now: Instant) -> Plan {
    guard let service = informers.services.get(key) else {
      // The garbage collector removes the slices, which the service owned.
      tracker.forget(key)
      return .done
    }
    guard service.hasManagedEndpoints else { return .done }
    let slices = informers.endpointSlices.list(.byService, "\(key)")
      .filter { !$0.metadata.isTerminating }
    if tracker.isStale(slices, of: key) {
      return .fail(APIError(.conflict, "EndpointSlice informer cache is out of date"))
    }
    let wanted = SlicePlan(
      service, pods: services.pods(of: service), slices: slices,
      capacity: parameters.endpointsPerSlice.value)
    return write(wanted, of: service)
  }

  private func write(_ wanted: SlicePlan, of service: Service) -> Plan {
    let key = service.key
    let writes = (wanted.created.map { APIRequest.create($0) }
      + wanted.updated.map { .update($0) })
      .map { request in
        Plan.call(request) { result in
          switch result {
          case .success(.object(let object)):
            if let slice = object as? EndpointSlice { self.tracker.wrote(slice, of: key) }
            return .done
          case .success: return .done
          case .failure(let error): return self.failed(error, service)
          }
        }
      }
    let deletions = wanted.deleted.map { slice in
      Plan.call(.delete(slice.reference, DeleteOptions())) { result in
        if case .failure(let error) = result, error.reason != .notFound {
          return self.failed(error, service)
        }
        self.tracker.deleted(slice, of: key)
        return .done
      }
    }
    return .inOrder(writes + deletions) { .done }
  }

  private func failed(_ error: APIError, _ service: Service) -> Plan {
    recorder.record(
      service.reference, .warning, reason: "FailedToUpdateEndpointSlices",
      message: "Error updating Endpoint Slices for Service \(service.key): \(error.message)")
    return .fail(error)
  }
}
