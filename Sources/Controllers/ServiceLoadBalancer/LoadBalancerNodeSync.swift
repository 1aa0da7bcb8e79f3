import ControllerRuntime
import KubeAPI
import Units

/// Keeps the nodes of all load balancers as the cluster's nodes are: at each change of a node that
/// matters, and every 100 s.
///
/// Source: `staging/src/k8s.io/cloud-provider/controllers/service/controller.go` (syncNodes),
/// v1.36.
final class LoadBalancerNodeSync: Reconciler {
  private static let key = "nodes"

  private let informers: ControlPlaneInformers
  private let clock: any Clock
  private let period: TimeSpan
  private let cloud: any CloudProvider
  private let client: APIClient
  private let recorder: EventRecorder
  private let queue: WorkQueue<String>
  private var lastMembers: [ObjectKey: [String]] = [:]
  private var timer: TimerToken?
  private lazy var runner = ControllerRunner(
    workers: 1, queue: queue, client: client, reconciler: self)

  init(
    _ context: ControllerContext, client: APIClient, recorder: EventRecorder,
    cloud: any CloudProvider
  ) {
    informers = context.informers
    clock = context.clock
    period = context.parameters.serviceNodeSyncPeriod.value
    self.client = client
    self.recorder = recorder
    self.cloud = cloud
    queue = WorkQueue(clock: clock)
    informers.nodes.addHandler(
      .init(
        added: { [unowned self] _ in queue.add(Self.key) },
        updated: { [unowned self] old, new in
          if LoadBalancerNodes.isAffected(by: new, was: old) { queue.add(Self.key) }
        },
        deleted: { [unowned self] _ in queue.add(Self.key) }))
  }

  func start() {
    runner.start()
    tick()
  }

  func stop() {
    runner.stop()
    if let timer { clock.cancel(timer) }
    timer = nil
  }

  private func tick() {
    queue.add(Self.key)
    timer = clock.after(period) { [weak self] in self?.tick() }
  }

  /// Notes that the load balancer of `service` sends to `members`.
  func remember(_ service: Service, _ members: [String]) { lastMembers[service.key] = members }

  /// Drops what is known of the load balancer of `service`.
  func forget(_ service: ObjectKey) { lastMembers[service] = nil }

  func plan(for key: String, now: Instant) -> Plan {
    let members = LoadBalancerNodes.of(informers.nodes.list())
    let changes = informers.services.list().compactMap { service -> Plan? in
      guard service.wantsLoadBalancer, !service.metadata.isTerminating,
        let last = lastMembers[service.key], last != members
      else { return nil }
      return update(service, members)
    }
    return .inOrder(changes) { .done }
  }

  private func update(_ service: Service, _ members: [String]) -> Plan {
    .outside { handOn in
      self.cloud.updateLoadBalancer(for: service.key, nodes: members) { result in
        switch result {
        case .success:
          self.lastMembers[service.key] = members
          self.recorder.record(
            service.reference, reason: "UpdatedLoadBalancer",
            message: "Updated load balancer with new hosts")
          handOn(.done)
        case .failure(let error):
          self.recorder.record(
            service.reference, .warning, reason: "UpdateLoadBalancerFailed",
            message: "Error updating load balancer with new hosts \(members): \(error.message)")
          handOn(.fail(APIError(.timeout, error.message)))
        }
      }
    }
  }
}
