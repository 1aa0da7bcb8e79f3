import Controllers
import ControllerRuntime
import KubeAPI
import KubeStore
import NodeAgents
import Randomness
import Scheduler
import Units

/// The control plane's processes and what the node agents share with them: everything that talks
/// to the API server, but for the kubelets themselves.
///
/// It lives on a clock of its own that can be stopped for good, so that it falls silent when its
/// cluster is deleted.
final class ControlPlane {
  let clock: GatedClock
  let scheduler: Scheduler
  /// Every node's pods, handed out from one watch.
  let router: PodRouter
  /// Every node's rules, computed once.
  let rules: ServiceRulesBook
  /// The services that kubelets see.
  let services: Informer<Service>
  /// The secrets that kubelets see.
  ///
  /// A real kubelet watches each one that a pod of its node refers to; it learns of a change as
  /// late as from this one watch of all.
  let secrets: Informer<Secret>
  /// The config maps that kubelets see, as for secrets.
  let configMaps: Informer<ConfigMap>
  private let manager: ControllerManager
  private let pods: Informer<Pod>
  private let nodes: Informer<Node>
  private let namespaces: Informer<Namespace>
  private let schedulerServices: Informer<Service>
  private let replicationControllers: Informer<ReplicationController>
  private let disruptionBudgets: Informer<PodDisruptionBudget>
  private let replicaSets: Informer<ReplicaSet>
  private let nodePods: Informer<Pod>
  private let slices: Informer<EndpointSlice>
  private let volumes: VolumeInformers
  private let csiNodes: Informer<CSINode>
  private let design: ControlPlaneDesign
  private let streams: Streams
  private let server: any APIServer

  /// A control plane over `store` that has not started.
  init(
    _ design: ControlPlaneDesign, scheduling: SchedulerDesign, store: KubeStore,
    clock: any Clock, streams: Streams,
    cloud: any CloudProvider, disks: any VolumePlugin, saboteur: Saboteur = Saboteur(nil),
    sink: any MeasurementSink
  ) throws {
    self.design = design
    self.streams = streams
    let server = saboteur.server(store)
    self.server = server
    let gated = GatedClock(clock, adopt: saboteur.adopt)
    self.clock = gated
    func transport(_ component: String) -> any APITransport {
      SimulatedTransport(design, stream: streams.stream("\(component)/transport"))
    }
    func informer<Object: KubeObject>(
      _ type: Object.Type, _ component: String
    ) -> Informer<Object> {
      Informer(server: server, clock: gated, transport: transport(component))
    }
    var parameters = ControlPlaneParameters()
    parameters.nodeLifecycle.monitorGracePeriod.value = design.nodeMonitorGracePeriod
    parameters.maxWaitForUnmount.value = design.maxWaitForUnmount
    let context = ControllerContext(
      server: server, clock: gated, parameters: parameters, transport: transport)
    manager = ControllerManager(context, cloud: cloud, volumes: disks)
    volumes = VolumeInformers(
      server: server, clock: gated, transport: transport("kube-scheduler/volumes"))
    csiNodes = informer(CSINode.self, "kube-scheduler/csinodes")
    pods = informer(Pod.self, "kube-scheduler/pods")
    nodes = Informer(
      server: saboteur.schedulersView(of: server), clock: gated,
      transport: transport("kube-scheduler/nodes"))
    namespaces = informer(Namespace.self, "kube-scheduler/namespaces")
    schedulerServices = informer(Service.self, "kube-scheduler/services")
    replicationControllers = informer(
      ReplicationController.self, "kube-scheduler/replicationcontrollers")
    disruptionBudgets = informer(
      PodDisruptionBudget.self, "kube-scheduler/poddisruptionbudgets")
    replicaSets = informer(ReplicaSet.self, "kube-scheduler/replicasets")
    func client(_ name: String, _ limit: ClientLimit) -> APIClient {
      APIClient(
        name: name, server: server, clock: gated, transport: transport(name), limit: limit)
    }
    let told = scheduling.told
    scheduler = try Scheduler(
      profiles: told.profiles, settings: SchedulerSettings(told), pods: pods, nodes: nodes,
      volumes: volumes, csiNodes: csiNodes,
      directory: InformedDirectory(
        namespaces: namespaces, services: schedulerServices,
        replicationControllers: replicationControllers, replicaSets: replicaSets,
        disruptionBudgets: disruptionBudgets),
      client: client("default-scheduler", told.clientLimit),
      recorder: EventRecorder(
        client: client("default-scheduler/events", told.clientLimit), source: "default-scheduler"),
      clock: gated, ties: scheduling.tieBreaker(streams.stream("default-scheduler/ties")),
      extenders: try told.connectedExtenders())
    // Not the scheduler's to keep: the sink may hold the run.
    scheduler.observer = { [unowned sink] in sink.decided($0) }
    scheduler.detail = { [unowned sink] in sink.detail(of: $0, attempt: $1) }
    nodePods = informer(Pod.self, "kubelet/pods")
    router = PodRouter(pods: nodePods)
    services = informer(Service.self, "node/services")
    secrets = informer(Secret.self, "node/secrets")
    configMaps = informer(ConfigMap.self, "node/configmaps")
    slices = informer(EndpointSlice.self, "kube-proxy/slices")
    rules = ServiceRulesBook(services: services, slices: slices)
  }

  /// Starts controllers, scheduler and the informers of the node agents.
  func start() {
    manager.start()
    pods.start()
    nodes.start()
    volumes.start()
    csiNodes.start()
    namespaces.start()
    schedulerServices.start()
    replicationControllers.start()
    disruptionBudgets.start()
    replicaSets.start()
    scheduler.start()
    nodePods.start()
    services.start()
    secrets.start()
    configMaps.start()
    slices.start()
  }

  /// The control plane is gone: nothing that it had planned happens any more.
  func stop() {
    manager.stop()
    clock.close()
  }

  /// A client of a node's component, which reaches the API server while `isConnected`.
  func client(
    _ name: String, source: String? = nil, limit: ClientLimit,
    isConnected: @escaping () -> Bool
  ) -> APIClient {
    APIClient(
      name: source ?? name, server: server, clock: clock,
      transport: SimulatedTransport(
        design, stream: streams.stream("\(name)/transport"), isConnected: isConnected),
      limit: limit)
  }
}
