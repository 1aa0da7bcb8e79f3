import ControllerRuntime
import KubeAPI
import KubeStore
import NodeAgents
import Randomness
import Units

/// One node with its kubelet over a store, a fake runtime and fake probes.
final class NodeBench {
  let clock = ManualClock()
  let store: KubeStore
  let runtime: FakeRuntime
  let probes: FakeProbes
  let pods: Informer<Pod>
  let services: Informer<Service>
  let router: PodRouter
  let kubelet: Kubelet
  private(set) var history: [(second: Double, pod: Pod)] = []
  private(set) var removals: [(second: Double, name: String)] = []
  private var watch: WatchToken?

  /// Parameters without jitter, whose relists and polls are too frequent to be seen.
  static var sharp: NodeAgentParameters {
    var parameters = NodeAgentParameters()
    parameters.syncJitter = 0
    parameters.leaseJitter = 0
    parameters.relist = .microseconds(1)
    parameters.syncPoll = .microseconds(1)
    return parameters
  }

  init(
    _ parameters: NodeAgentParameters = NodeBench.sharp, cpu: Int64 = 4_000,
    reserve: NodeReserve = .none, memory: (any NodeMemory)? = nil
  ) {
    store = KubeStore(clock: clock, streams: Streams(seed: 7))
    runtime = FakeRuntime(clock: clock)
    probes = FakeProbes(clock: clock)
    let transport = ConstantTransport(oneWay: .milliseconds(1), watch: .milliseconds(1))
    pods = Informer(server: store, clock: clock, transport: transport)
    services = Informer(server: store, clock: clock, transport: transport)
    router = PodRouter(pods: pods)
    var node = NodeDescription(
      name: "n1", cpu: MilliCPU(cpu), memory: .gibibytes(4), internalIP: "10.128.0.2")
    node.labels = ["topology.kubernetes.io/zone": "a"]
    node.reserve = reserve
    let client = APIClient(
      name: "kubelet", server: store, clock: clock, transport: transport, limit: .kubelet)
    let eventClient = APIClient(
      name: "kubelet", server: store, clock: clock, transport: transport, limit: .kubelet)
    let secrets = Informer<Secret>(server: store, clock: clock, transport: transport)
    let configMaps = Informer<ConfigMap>(server: store, clock: clock, transport: transport)
    var seams = KubeletSeams(
      clock: clock, client: client, events: EventRecorder(client: eventClient),
      runtime: runtime, probes: probes, services: services,
      random: Streams(seed: 7).stream("kubelet/n1"))
    seams.secrets = secrets
    seams.configMaps = configMaps
    seams.memory = memory
    kubelet = Kubelet(node, parameters: parameters, seams: seams)
    router.attach(kubelet)
    pods.start()
    services.start()
    secrets.start()
    configMaps.start()
    kubelet.start()
    clock.advance(by: .seconds(1))
    watch = try? store.watch(.pod, after: store.resourceVersion) { [unowned self] event in
      guard let pod = event.object as? Pod else { return }
      if event.change == .deleted {
        removals.append((clock.now.seconds, pod.metadata.name))
      } else {
        history.append((clock.now.seconds, pod))
      }
    }
  }

  /// Stores a pod bound to the node and returns its key.
  @discardableResult
  func create(_ name: String = "web", _ change: (inout PodSpec) -> Void = { _ in }) -> ObjectKey {
    var spec = PodSpec(containers: [Container(name: "app", image: "app:1")])
    spec.nodeName = "n1"
    change(&spec)
    let pod = Pod(metadata: ObjectMeta(name: name, namespace: "default"), spec: spec)
    guard case .success = store.perform(.create(pod)) else { return pod.key }
    return pod.key
  }

  func delete(_ key: ObjectKey, grace: Int64? = nil) {
    _ = store.perform(
      .delete(ObjectReference(.pod, key), DeleteOptions(gracePeriodSeconds: grace)))
  }

  func pod(_ key: ObjectKey) -> Pod? { store.get(Pod.self, key) }

  func run(_ span: TimeSpan) { clock.advance(by: span) }

  /// The state of the only container as one word.
  func word(_ pod: Pod?) -> String {
    switch pod?.status.containerStatuses.first?.state {
    case .waiting(let reason, _): reason
    case .running: "Running"
    case .terminated(let end): "\(end.reason) \(end.exitCode)"
    case nil: "-"
    }
  }

  /// Reasons of the events about `key`, in order, with repeats counted.
  func events(_ key: ObjectKey) -> [String] {
    store.all(Event.self).filter { $0.object.key == key }
      .sorted { ($0.firstTimestamp, $0.metadata.name) < ($1.firstTimestamp, $1.metadata.name) }
      .map { $0.count == 1 ? $0.reason : "\($0.reason) x\($0.count)" }
  }

  /// When the pod's container state first read `word`.
  func first(_ word: String) -> Double? { history.first { self.word($0.pod) == word }?.second }

  /// When the pod was first ready.
  var firstReady: Double? { history.first { $0.pod.isReady }?.second }
}

extension Probe {
  /// A probe of `path` with the given numbers.
  static func http(
    _ path: String, initialDelay: Int32 = 0, period: Int32 = 10, success: Int32 = 1,
    failure: Int32 = 3
  ) -> Probe {
    var probe = Probe(.httpGet(path: path, port: .number(80), scheme: "HTTP"))
    probe.initialDelaySeconds = initialDelay
    probe.periodSeconds = period
    probe.successThreshold = success
    probe.failureThreshold = failure
    return probe
  }
}
