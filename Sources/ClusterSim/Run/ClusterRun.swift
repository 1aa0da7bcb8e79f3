import Cloud
import ControllerRuntime
import EventKernel
import KubeAPI
import KubeStore
import Machines
import Network
import Randomness
import Scheduler
import Units
import Workloads

/// One run of a scenario: the whole cluster, the world around it and those who use it, on one
/// simulated clock.
///
///     let run = ClusterRun(design, seed: 7, sink: sink)
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
  let engine = Engine()
  let streams: Streams
  let store: KubeStore
  let sink: any MeasurementSink
  let fabric: WorldFabric
  let cloud: SimulatedCloud
  let meter: CostMeter
  var controlPlane: ControlPlane?
  var pools: [NodePool] = []
  var machines: [ClusterMachine] = []
  var clients: ClientBinding?
  var choices: RandomStream
  var checkers: [any Checker] = []
  var listeners = ChangeListeners()
  var isLookPlanned = false
  /// The timeline's steps so far, as they happened.
  public internal(set) var steps: [StepRecord] = []
  /// When each phase of the design began; nil while it has not.
  public internal(set) var phaseStarts: [Instant?]
  /// What a reader should know before trusting a figure.
  public internal(set) var warnings: [String] = []
  /// The cluster's name; nil while there is none.
  public internal(set) var clusterName: String?

  /// A run of `design` that has not begun.
  public init(
    _ design: ClusterDesign, seed: UInt64, replication: UInt64 = 0, sink: any MeasurementSink
  ) {
    self.design = design
    self.seed = seed
    self.sink = sink
    streams = Streams(seed: seed, replication: replication)
    let clock = SimulatedClock(engine)
    self.clock = clock
    store = KubeStore(clock: clock, streams: streams)
    kubectl = APIClient(
      name: "kubectl", server: store, clock: clock,
      transport: SimulatedTransport(
        design.controlPlane, stream: streams.stream("kubectl/transport")),
      limit: .clientGoDefault)
    world = RequestWorld(
      engine: engine, streams: streams, latencies: LatencyModel(design.network))
    fabric = WorldFabric(world, design: design, clock: clock)
    meter = CostMeter(clock: clock)
    cloud = SimulatedCloud(design, clock: clock, streams: streams, path: fabric, meter: meter)
    choices = streams.stream("timeline/choices")
    phaseStarts = Array(repeating: nil, count: design.phases.count)
  }

  /// Whether there is a cluster to talk to.
  public var isClusterUp: Bool { clusterName != nil }
}
