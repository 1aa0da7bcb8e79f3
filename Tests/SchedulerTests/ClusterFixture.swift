import ControllerRuntime
import KubeAPI
import KubeStore
import Randomness
import Scheduler
import Units

/// A scheduler beside a real store, on a manual clock.
final class ClusterFixture {
  let clock = ManualClock()
  let store: KubeStore
  let scheduler: Scheduler
  let pods: Informer<Pod>
  let nodes: Informer<Node>
  let client: APIClient
  let volumes: VolumeInformers
  let csiNodes: Informer<CSINode>
  var decisions: [SchedulingDecision] = []

  init(
    profiles: [Profile] = [.standard], registry: PluginRegistry = .builtIn,
    settings: SchedulerSettings = SchedulerSettings(),
    transport: any APITransport = ConstantTransport(
      oneWay: .milliseconds(1), watch: .milliseconds(2)),
    ties: TieBreaker = .first
  ) throws {
    store = KubeStore(clock: clock, streams: Streams(seed: 1))
    pods = Informer(server: store, clock: clock, transport: transport)
    nodes = Informer(server: store, clock: clock, transport: transport)
    func makeClient(_ server: KubeStore, _ clock: ManualClock) -> APIClient {
      APIClient(
        name: "default-scheduler", server: server, clock: clock, transport: transport,
        limit: .scheduler)
    }
    client = makeClient(store, clock)
    volumes = VolumeInformers(server: store, clock: clock, transport: transport)
    csiNodes = Informer(server: store, clock: clock, transport: transport)
    scheduler = try Scheduler(
      profiles: profiles, registry: registry, settings: settings, pods: pods, nodes: nodes,
      volumes: volumes, csiNodes: csiNodes, client: client,
      recorder: EventRecorder(client: makeClient(store, clock)), clock: clock,
      ties: ties)
    scheduler.observer = { [unowned self] in decisions.append($0) }
  }

  /// Starts the informers and the scheduler, and lets them come up.
  func start() {
    pods.start()
    nodes.start()
    volumes.start()
    csiNodes.start()
    scheduler.start()
    clock.advance(by: .milliseconds(200))
  }

  func add(_ node: Node) throws {
    // The server taints new nodes as not ready; whoever manages nodes takes that away.
    guard case .object(let stored) = try store.perform(.create(node)).get(),
      var open = stored as? Node
    else { return }
    open.spec.taints = node.spec.taints
    _ = try store.perform(.update(open)).get()
  }

  @discardableResult
  func add(_ pod: Pod) throws -> ObjectKey {
    var fresh = pod
    fresh.metadata.uid = ""
    _ = try store.perform(.create(fresh)).get()
    return pod.key
  }

  func delete(_ kind: Kind, _ name: String, grace: Int64 = 0) throws {
    let key = ObjectKey(namespace: kind.isClusterScoped ? "" : "default", name: name)
    _ = try store.perform(
      .delete(ObjectReference(kind, key), DeleteOptions(gracePeriodSeconds: grace))
    ).get()
  }

  func pod(_ name: String) -> Pod? {
    store.get(Pod.self, ObjectKey(namespace: "default", name: name))
  }

  func node(of name: String) -> String? { pod(name)?.spec.nodeName }

  /// The texts of the events of one pod, in order.
  func events(_ name: String) -> [String] {
    store.all(Event.self).filter { $0.object.key.name == name }
      .sorted { $0.metadata.name < $1.metadata.name }
      .map { "\($0.reason): \($0.message)" }
  }

  /// Nodes whose pods ask for more than there is, as the store has them.
  func overcommitted() -> [String] {
    let byNode = Dictionary(
      grouping: store.all(Pod.self).filter { !$0.isTerminal }, by: \.spec.nodeName)
    return store.all(Node.self).filter { node in
      let pods = byNode[node.metadata.name] ?? []
      var sum = ResourceList()
      for name in ["cpu", "memory"] {
        sum[name] = pods.reduce(0) {
          $0 + ($1.spec.containers[0].resources.requests[name] ?? 0)
        }
      }
      let has = node.status.allocatable
      return sum["cpu"] ?? 0 > has["cpu"] ?? 0 || sum["memory"] ?? 0 > has["memory"] ?? 0
        || Int64(pods.count) > has["pods"] ?? 0
    }.map(\.metadata.name)
  }
}
