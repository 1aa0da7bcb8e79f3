import Cloud
import ControllerRuntime
import EventKernel
import KubeAPI
import KubeStore
import Machines
import Network
import NodeAgents
import Randomness
import Units
import Workloads

/// One run of a scenario: the whole cluster, the world around it and those who use it, on one
/// simulated clock.
///
///     let run = try ClusterRun(design, seed: 7, sink: sink)
///     run.start()
///     run.advance(to: .start + .minutes(10))
///
/// The control plane, the scheduler and the node agents are the real ones; what is simulated is
/// what they run on. Equal designs and seeds give equal runs, to the bit.
public final class ClusterRun {
  /// What is run.
  public let design: ClusterDesign
  /// The seed that every random stream comes from.
  public let seed: UInt64
  /// The run's clock.
  public let clock: any Clock
  /// A person's way to the API server.
  public let kubectl: APIClient
  /// The hot tier, for reading its account.
  public let world: RequestWorld
  /// What everything costs.
  public let meter: CostMeter
  let engine = Engine()
  let streams: Streams
  let store: KubeStore
  let sink: any MeasurementSink
  let fabric: WorldFabric
  let processes: WorldProcesses
  let balancers: WorldBalancers
  let registry: Registry
  let cloud: SimulatedCloud
  /// The cloud's disks, which make volumes.
  let disks: SimulatedDisks
  let clients: ClientBinding
  var controlPlane: ControlPlane?
  var pools: [NodePool] = []
  /// Every machine that was ever there, in the order of their making.
  public internal(set) var machines: [ClusterMachine] = []
  let hardware: Hardware
  var choices: RandomStream
  var checkers: [any Checker] = []
  var listeners = ChangeListeners()
  var isLookPlanned = false
  /// The timeline's steps so far, as they happened.
  public internal(set) var steps: [StepRecord] = []
  /// When each phase of the design began; nil while it has not.
  public internal(set) var phaseStarts: [Instant?]
  /// When the measured window opened; nil while it has not.
  public internal(set) var measuredFrom: Instant?
  /// When it closed; nil while it has not.
  public internal(set) var measuredTo: Instant?
  var blackoutsOfWindow: (users: TimeSpan, probers: TimeSpan)?
  var segments: Segments
  let moments: MomentBoard
  /// What a reader should know before trusting a figure.
  public internal(set) var warnings: [String] = []
  /// The cluster's name; nil while there is none.
  public internal(set) var clusterName: String?

  /// A run of `design` that has not begun.
  /// - Throws: what is wrong with the design although each of its parts is right, such as a machine
  ///   type that the provider does not offer.
  public init(
    _ design: ClusterDesign, seed: UInt64, replication: UInt64 = 0, sink: any MeasurementSink
  ) throws {
    guard let offer = Catalogue.builtIn[design.cluster.provider] else {
      throw DesignError("there is no price list of \"\(design.cluster.provider)\"")
    }
    self.design = design
    self.seed = seed
    self.sink = sink
    streams = Streams(seed: seed, replication: replication)
    let clock = SimulatedClock(engine)
    self.clock = clock
    store = KubeStore(
      clock: clock, streams: streams, parameters: KubeStoreParameters(design.controlPlane))
    kubectl = APIClient(
      name: "kubectl", server: store, clock: clock,
      transport: SimulatedTransport(
        design.controlPlane, stream: streams.stream("kubectl/transport")),
      limit: ClientLimit(qps: 50, burst: 300))
    world = RequestWorld(
      engine: engine, streams: streams, latencies: LatencyModel(design.network))
    fabric = WorldFabric(world)
    processes = WorldProcesses(
      fabric, catalogue: ServerCatalogue(design.images, world: world),
      databases: Self.databases(clock, streams, store), clock: clock)
    balancers = WorldBalancers(fabric, clock: clock)
    moments = MomentBoard(clock: clock)
    clients = ClientBinding(design.clients, world: world, moments: moments, clock: clock)
    registry = Registry(
      clock: clock, perNode: design.cloud.registryBytesPerSecond,
      lookUp: design.images.size)
    meter = CostMeter(clock: clock)
    cloud = SimulatedCloud(
      offer: offer, timings: CloudTimings(design.cloud), clock: clock, streams: streams,
      path: balancers, meter: meter)
    let hardware = Hardware()
    self.hardware = hardware
    disks = SimulatedDisks(
      offer: offer, timings: CloudTimings(design.cloud), clock: clock, meter: meter,
      zones: design.cluster.zones,
      machines: SimulatedDisks.Machines(
        zone: { hardware.machine($0)?.zone }, isUp: { hardware.machine($0)?.power == .up }),
      random: streams.stream("cloud/disks"))
    choices = streams.stream("timeline/choices")
    phaseStarts = Array(repeating: nil, count: design.phases.count)
    segments = Segments(isMeasured: design.window == nil)
    measuredFrom = design.window == nil ? .start : nil
    warnings = design.warnings
    checkers = Checkers.all(of: self)
    connect()
  }

  /// Joins the parts that know of each other.
  private func connect() {
    balancers.isNodeWell = { [unowned self] name in
      machine(name).map { $0.machine.power == .up && $0.proxy.isRunning } ?? false
    }
    balancers.retarget = { [unowned self] target, service, port in
      clients.setTarget(target, service: service, port: port, areOutside: true)
    }
    connectDisks()
    processes.unknownImage = { [unowned self] image in
      warn("image \(image) matches no pattern of the scenario: it runs, and serves nobody")
    }
    for kind in Kind.allCases {
      let token = try? store.watch(kind, after: store.resourceVersion) { [unowned self] event in
        changed(event)
      }
      precondition(token != nil, "the store refused a watch from its present version")
    }
  }

  private func changed(_ event: WatchEvent) {
    let now = clock.now
    for checker in checkers { checker.observe(event, at: now) }
    if let service = event.object as? Service { learn(service) }
    if let volume = event.object as? PersistentVolume { learn(volume, event.change) }
    sink.stored(event, at: now)
    planLook()
  }

  /// Notes a Service's address, and lets clients inside the cluster know where to send.
  private func learn(_ service: Service) {
    guard !service.spec.clusterIP.isEmpty, service.spec.clusterIP != "None" else { return }
    fabric.learn(service.key, at: service.spec.clusterIP)
    guard service.spec.type != .loadBalancer || design.clients.hasInside(service.key) else {
      return
    }
    for port in service.spec.ports {
      clients.setTarget(
        .service(fabric.service(service.key, port: port.port), from: visitors.worldIndex),
        service: service.key, port: port.port, areOutside: false)
    }
  }

  /// Where clients inside the cluster's network stand.
  lazy var visitors = VisitorMachine(self)

  /// The machine called `name` that is there or was there last.
  func machine(_ name: String) -> ClusterMachine? { machines.last { $0.name == name } }

  /// Whether there is a cluster to talk to.
  public var isClusterUp: Bool { clusterName != nil }
}

/// What is wrong with a design although each of its parts is right.
public struct DesignError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, as a sentence.
  public var description: String

  /// Says what is wrong.
  public init(_ description: String) { self.description = description }
}
