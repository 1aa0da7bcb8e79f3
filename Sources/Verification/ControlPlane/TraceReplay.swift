import ControllerRuntime
import Controllers
import KubeAPI
import KubeStore
import Randomness
import Scheduler
import Units

/// Does what the driver of a recording did to a control plane of our own: store, controllers and
/// scheduler as a simulation runs them, on a clock by itself, with the recording's kubelets.
final class TraceReplay {
  /// Calls and watches take these times: what LATENCIES.json of the recordings leaves for the
  /// network of one calm machine, once the components' own waits are taken off.
  private static let oneWay = TimeSpan.milliseconds(4)
  private static let watch = TimeSpan.milliseconds(7)
  /// Time in which informers fill and nodes settle before the recording begins.
  private static let leadIn = TimeSpan.seconds(20)

  let trace: RecordedTrace
  let clock = ManualClock()
  let store: KubeStore
  private let kubelets: ScriptedKubelets
  private let controllers: ControllerManager
  private let scheduler: Scheduler
  private let schedulerInformers: (pods: Informer<Pod>, nodes: Informer<Node>)
  private let hasBystander: Bool
  private var podNames: [String: [String]] = [:]
  /// What the store's watches showed, in order.
  private(set) var changes: [ObservedChange] = []

  /// - Parameter hasBystander: whether there is a node more, of another zone, that takes no pods
  ///   of the recording and never falls silent.
  init(_ trace: RecordedTrace, seed: UInt64, hasBystander: Bool = false) throws {
    self.trace = trace
    self.hasBystander = hasBystander
    let (clock, streams) = (clock, Streams(seed: seed))
    let store = KubeStore(clock: clock, streams: streams)
    self.store = store
    kubelets = try ScriptedKubelets(trace, store: store, clock: clock)
    func transport() -> ConstantTransport {
      ConstantTransport(oneWay: Self.oneWay, watch: Self.watch)
    }
    controllers = ControllerManager(
      ControllerContext(server: store, clock: clock) { _ in transport() })
    func client(_ name: String) -> APIClient {
      APIClient(
        name: name, server: store, clock: clock, transport: transport(), limit: .scheduler)
    }
    let pods = Informer<Pod>(server: store, clock: clock, transport: transport())
    let nodes = Informer<Node>(server: store, clock: clock, transport: transport())
    schedulerInformers = (pods, nodes)
    scheduler = try Scheduler(
      pods: pods, nodes: nodes, client: client("default-scheduler"),
      recorder: EventRecorder(client: client("default-scheduler")), clock: clock,
      ties: .random(streams.stream("scheduler/ties")))
    try follow()
  }

  /// Runs the course to `end` (the recording's own by default) and tells its steps.
  func run(until end: TimeSpan? = nil) throws -> [ControlPlaneStep] {
    let origin = Instant.start + Self.leadIn
    var events: [(at: TimeSpan, act: () throws -> Void)] = []
    for machine in trace.machines + (hasBystander ? [.bystander] : []) {
      if machine.added == .zero {
        kubelets.register(machine)
      } else {
        events.append((machine.added, { [kubelets] in kubelets.register(machine) }))
      }
    }
    for action in trace.actions {
      events.append((action.at, { [unowned self] in try carryOut(action) }))
    }
    schedulerInformers.pods.start()
    schedulerInformers.nodes.start()
    scheduler.start()
    controllers.start()
    for event in events.sorted(by: { $0.at < $1.at }) {
      clock.run(until: origin + event.at)
      try event.act()
    }
    clock.run(until: origin + (end ?? trace.end))
    return StepFinder.steps(of: changes).filter { $0.at >= trace.begin }
  }

  private func follow() throws {
    for kind in [Kind.pod, .replicationController, .replicaSet, .endpoints, .node] {
      _ = try store.watch(kind, after: store.resourceVersion) { [unowned self] event in
        // Of what happens before the recording begins only the outcome matters.
        let since = max(.start + Self.leadIn, clock.now) - (Instant.start + Self.leadIn)
        if event.change == .added, let pod = event.object as? Pod {
          podNames[pod.metadata.controller?.name ?? "", default: []].append(pod.metadata.name)
        }
        if let change = ObservedChange(
          event.object, isGone: event.change == .deleted, at: since) {
          changes.append(change)
        }
      }
    }
  }

  /// The pod here that stands for a recorded one: the one that its controller made as the same in
  /// number.
  func podName(for recorded: String) -> String {
    for (owner, names) in trace.podNames {
      guard let number = names.firstIndex(of: recorded), let ours = podNames[owner],
        number < ours.count
      else { continue }
      return ours[number]
    }
    return recorded
  }

  /// Lets a node fall silent or speak again.
  func kubelet(_ verb: String, node: String) throws {
    switch verb {
    case "stopnode": kubelets.stop(node)
    case "startnode": kubelets.resume(node)
    default: throw TraceError("the kubelet's action \(verb) is not replayed")
    }
  }
}
