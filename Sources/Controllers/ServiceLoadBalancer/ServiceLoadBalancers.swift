import ControllerRuntime
import KubeAPI
import Units

/// The service controller: a cloud load balancer for each service of type `LoadBalancer`.
///
/// Source: `staging/src/k8s.io/cloud-provider/controllers/service/controller.go`, v1.36.
final class ServiceLoadBalancers: Controller, Reconciler {
  static let finalizer = "service.kubernetes.io/load-balancer-cleanup"

  let name = "service-controller"
  private let informers: ControlPlaneInformers
  private let parameters: ControlPlaneParameters
  private let clock: any Clock
  private let cloud: any CloudProvider
  private let client: APIClient
  private let recorder: EventRecorder
  private let queue: WorkQueue<ObjectKey>
  private let nodes: LoadBalancerNodeSync
  private lazy var runner = ControllerRunner(
    workers: parameters.concurrentServices.value, queue: queue, client: client,
    reconciler: self)

  init(_ context: ControllerContext, cloud: any CloudProvider) {
    informers = context.informers
    parameters = context.parameters
    clock = context.clock
    self.cloud = cloud
    client = context.client(name)
    recorder = EventRecorder(client: client)
    queue = WorkQueue(
      clock: clock,
      limiter: RetryLimiter(
        base: parameters.serviceBackOff.value, cap: parameters.serviceBackOffMax.value,
        overall: ClientLimit(qps: 0, burst: 1)))
    nodes = LoadBalancerNodeSync(context, client: client, recorder: recorder, cloud: cloud)
    informers.services.addHandler(
      .init(
        added: { [unowned self] in
          if $0.wantsLoadBalancer || $0.needsCleanup { queue.add($0.key) }
        },
        updated: { [unowned self] in
          if $1.needsOtherLoadBalancer(than: $0) || $1.needsCleanup { queue.add($1.key) }
        },
        deleted: { [unowned self] in nodes.forget($0.key) }))
  }

  func start() {
    runner.start()
    nodes.start()
  }

  func stop() {
    runner.stop()
    nodes.stop()
  }

  func plan(for key: ObjectKey, now: Instant) -> Plan {
    guard let service = informers.services.get(key) else { return .done }
    if service.needsCleanup || !service.wantsLoadBalancer { return tearDown(service) }
    return setUp(service)
  }

  private func setUp(_ service: Service) -> Plan {
    note(service, "EnsuringLoadBalancer", "Ensuring load balancer")
    let ensure: () -> Plan = { [self] in
      let members = LoadBalancerNodes.of(informers.nodes.list())
      if members.isEmpty {
        recorder.record(
          service.reference, .warning, reason: "UnAvailableLoadBalancer",
          message: "There are no available nodes for LoadBalancer")
      }
      nodes.remember(service, members)
      return .outside { handOn in
        self.cloud.ensureLoadBalancer(for: service, nodes: members) { result in
          handOn(self.publish(result, for: service))
        }
      }
    }
    guard !service.metadata.finalizers.contains(Self.finalizer) else { return ensure() }
    let finalizer = Self.finalizer
    let add = Patch("add the finalizer") { (object) throws(APIError) in
      guard !object.metadata.finalizers.contains(finalizer) else { return }
      object.metadata.finalizers.append(finalizer)
    }
    return .attempt(.patch(service.reference, add)) { _ in ensure() }
  }

  private func publish(_ result: Result<String, CloudError>, for service: Service) -> Plan {
    switch result {
    case .failure(let error):
      return refused("failed to ensure load balancer: \(error.message)", service)
    case .success(let address):
      note(service, "EnsuredLoadBalancer", "Ensured load balancer")
      return setAddresses([address], of: service)
    }
  }

  private func tearDown(_ service: Service) -> Plan {
    guard service.metadata.finalizers.contains(Self.finalizer) else { return .done }
    note(service, "DeletingLoadBalancer", "Deleting load balancer")
    return .outside { handOn in
      self.cloud.deleteLoadBalancer(for: service.key) { result in
        handOn(self.release(result, service))
      }
    }
  }

  private func release(_ result: Result<Void, CloudError>, _ service: Service) -> Plan {
    if case .failure(let error) = result {
      return refused("failed to delete load balancer: \(error.message)", service)
    }
    nodes.forget(service.key)
    let finalizer = Self.finalizer
    let remove = Patch("remove the finalizer") { (object) throws(APIError) in
      object.metadata.finalizers.removeAll { $0 == finalizer }
    }
    return .call(.patch(service.reference, remove)) { result in
      if case .failure(let error) = result, error.reason != .notFound { return .fail(error) }
      self.note(service, "DeletedLoadBalancer", "Deleted load balancer")
      return service.metadata.isTerminating ? .done : self.setAddresses([], of: service)
    }
  }

  private func setAddresses(_ addresses: [String], of service: Service) -> Plan {
    guard service.status.loadBalancerIPs != addresses else { return .done }
    let patch = Patch("load balancer status", isStatus: true) { (object) throws(APIError) in
      guard var service = object as? Service else { return }
      service.status.loadBalancerIPs = addresses
      object = service
    }
    return .call(.patch(service.reference, patch)) { result in
      if case .failure(let error) = result, error.reason != .notFound { return .fail(error) }
      return .done
    }
  }

  private func refused(_ why: String, _ service: Service) -> Plan {
    recorder.record(
      service.reference, .warning, reason: "SyncLoadBalancerFailed",
      message: "Error syncing load balancer: \(why)")
    return .fail(APIError(.timeout, why))
  }

  private func note(_ service: Service, _ reason: String, _ message: String) {
    recorder.record(service.reference, reason: reason, message: message)
  }
}

extension Service {
  /// Whether a cloud load balancer is wanted.
  var wantsLoadBalancer: Bool { spec.type == .loadBalancer }

  /// Whether a load balancer is to be taken down.
  var needsCleanup: Bool {
    metadata.finalizers.contains(ServiceLoadBalancers.finalizer)
      && (metadata.isTerminating || !wantsLoadBalancer)
  }

  /// Whether its load balancer must be made or changed after a change from `old`.
  func needsOtherLoadBalancer(than old: Service) -> Bool {
    guard wantsLoadBalancer || old.wantsLoadBalancer else { return false }
    return old.spec.type != spec.type || old.spec.ports != spec.ports
      || old.spec.sessionAffinity != spec.sessionAffinity
      || old.spec.externalTrafficPolicy != spec.externalTrafficPolicy
      || old.metadata.annotations != metadata.annotations || old.metadata.uid != metadata.uid
  }
}
