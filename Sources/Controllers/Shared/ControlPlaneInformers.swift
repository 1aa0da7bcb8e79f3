import ControllerRuntime
import KubeAPI

/// The caches that all controllers of one kube-controller-manager share.
///
/// The real caches are filled anew every 12 to 24 hours; nothing here can miss a change, so that
/// is left out.
public final class ControlPlaneInformers {
  /// Pods, indexed by node, by controller and by namespace.
  public let pods: Informer<Pod>
  /// Nodes.
  public let nodes: Informer<Node>
  /// Services, indexed by namespace.
  public let services: Informer<Service>
  /// Replication controllers, indexed by namespace.
  public let replicationControllers: Informer<ReplicationController>
  /// Replica sets, indexed by namespace and by controller.
  public let replicaSets: Informer<ReplicaSet>
  /// Deployments, indexed by namespace.
  public let deployments: Informer<Deployment>
  /// Endpoints.
  public let endpoints: Informer<Endpoints>
  /// Endpoint slices, indexed by service.
  public let endpointSlices: Informer<EndpointSlice>
  /// Leases of nodes.
  public let leases: Informer<Lease>
  /// Disruption budgets, indexed by namespace; their first list may come after `start` is done.
  public let disruptionBudgets: Informer<PodDisruptionBudget>

  /// - Parameter transport: Gives the way of a component by its name. Kinds that came later have a
  ///   way of their own, so that their news take nothing from the random stream of the others.
  init(
    server: any APIServer, clock: any Clock, transport: (String) -> any APITransport
  ) {
    let common = transport("kube-controller-manager")
    func informer<Object: KubeObject>(
      _ type: Object.Type, over way: (any APITransport)? = nil
    ) -> Informer<Object> {
      Informer(server: server, clock: clock, transport: way ?? common)
    }
    let apps = transport("kube-controller-manager/apps")
    replicaSets = informer(ReplicaSet.self, over: apps)
    deployments = informer(Deployment.self, over: apps)
    disruptionBudgets = informer(
      PodDisruptionBudget.self, over: transport("kube-controller-manager/policy"))
    pods = informer(Pod.self)
    nodes = informer(Node.self)
    services = informer(Service.self)
    replicationControllers = informer(ReplicationController.self)
    endpoints = informer(Endpoints.self)
    endpointSlices = informer(EndpointSlice.self)
    leases = informer(Lease.self)
    pods.addIndex(.byNode) { $0.spec.nodeName.isEmpty ? [] : [$0.spec.nodeName] }
    pods.addIndex(.byController) {
      [Self.controllerIndex($0.metadata.namespace, uid: $0.metadata.controller?.uid)]
    }
    pods.addIndex(.byNamespace) { [$0.metadata.namespace] }
    services.addIndex(.byNamespace) { [$0.metadata.namespace] }
    disruptionBudgets.addIndex(.byNamespace) { [$0.metadata.namespace] }
    replicationControllers.addIndex(.byNamespace) { [$0.metadata.namespace] }
    replicaSets.addIndex(.byNamespace) { [$0.metadata.namespace] }
    replicaSets.addIndex(.byController) {
      [Self.controllerIndex($0.metadata.namespace, uid: $0.metadata.controller?.uid)]
    }
    deployments.addIndex(.byNamespace) { [$0.metadata.namespace] }
    endpointSlices.addIndex(.byService) { slice in
      slice.serviceKey.map { ["\($0)"] } ?? []
    }
  }

  /// The value under which pods of one controller (nil: of none) are filed.
  static func controllerIndex(_ namespace: String, uid: String?) -> String {
    "\(namespace)/\(uid ?? "")"
  }

  /// Starts all of them and runs `ready` when those that all controllers share show their first
  /// list; who needs replica sets or deployments waits for these by itself, as in the real thing.
  func start(then ready: @escaping () -> Void) {
    var missing = 7
    func arrived() {
      missing -= 1
      if missing == 0 { ready() }
    }
    pods.whenSynced(arrived)
    nodes.whenSynced(arrived)
    services.whenSynced(arrived)
    replicationControllers.whenSynced(arrived)
    endpoints.whenSynced(arrived)
    endpointSlices.whenSynced(arrived)
    leases.whenSynced(arrived)
    pods.start()
    nodes.start()
    services.start()
    replicationControllers.start()
    endpoints.start()
    endpointSlices.start()
    leases.start()
    disruptionBudgets.start()
    replicaSets.start()
    deployments.start()
  }

  /// Ends all watches.
  func stop() {
    pods.stop()
    nodes.stop()
    services.stop()
    replicationControllers.stop()
    endpoints.stop()
    endpointSlices.stop()
    leases.stop()
    disruptionBudgets.stop()
    replicaSets.stop()
    deployments.stop()
  }
}

extension Informer.IndexName {
  /// By the name of the node that an object is on.
  public static var byNode: Self { Self("node") }
  /// By namespace and the controlling owner's unique id.
  public static var byController: Self { Self("controller") }
  /// By namespace.
  public static var byNamespace: Self { Self("namespace") }
  /// By the key of the service that an object belongs to.
  public static var byService: Self { Self("service") }
}

extension EndpointSlice {
  /// The label that names a slice's service.
  static let serviceLabel = "kubernetes.io/service-name"

  /// The service that the slice belongs to.
  var serviceKey: ObjectKey? {
    metadata.labels[Self.serviceLabel].map {
      ObjectKey(namespace: metadata.namespace, name: $0)
    }
  }
}
