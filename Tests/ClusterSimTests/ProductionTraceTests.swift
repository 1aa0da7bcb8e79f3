import ClusterSim
import ControllerRuntime
import Documents
import Foundation
import KubeAPI
import KubeStore
import Randomness
import Scheduler
import Testing
import Units

/// A production cluster's nodes and pods, read as manifests and placed over a real store.
@Suite(.enabled(if: trace != nil, "the production trace does not lie beside the package"))
struct ProductionTraceTests {
  private func objects(_ name: String) throws -> [any KubeObject] {
    let path = try #require(trace) + "/" + name
    return try ManifestReader.read(SourceFile(path: path, name: name)).objects.map(\.object)
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `every pod is bound, or known not to fit, and no promise breaks`(seed: UInt64) throws {
    let nodes = try objects("nodes-100.yaml").compactMap { $0 as? Node }
    let pods = try objects("pods-100.yaml").compactMap { $0 as? Pod }
    #expect(nodes.count == 100)
    #expect(pods.count == 1_067)
    let cluster = try PlacedCluster(seed: seed)
    for node in nodes { try cluster.add(node) }
    cluster.start()
    for name in Set(pods.map(\.metadata.namespace)).sorted() {
      try cluster.add(namespace: name)
    }
    for pod in pods { _ = try cluster.store.perform(.create(pod)).get() }
    cluster.clock.advance(by: .minutes(10))
    let placed = cluster.store.all(Pod.self)
    #expect(placed.count == pods.count)
    let bound = placed.filter { !$0.spec.nodeName.isEmpty }
    let refused = placed.filter {
      $0.spec.nodeName.isEmpty
        && $0.status.conditions.first("PodScheduled")?.reason == "Unschedulable"
    }
    #expect(bound.count + refused.count == pods.count)
    // The real scheduler found a place for most of them on these nodes.
    #expect(bound.count > 900)
    #expect(cluster.breaches == [])
    #expect(cluster.capacity.detail.hasSuffix("\(bound.count) bindings"))
    #expect(Set(cluster.bindings) == Set(bound.map(\.key)))
  }
}

/// The folder of the trace; nil when it is not there.
private let trace: String? = Stage.shared.map { $0 + "/traces/openb" }
  .flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }

/// A scheduler beside a store on a clock of its own, with every promise watched.
private final class PlacedCluster {
  let clock = ManualClock()
  let store: KubeStore
  let checkers: [any Checker]
  private(set) var bindings: [ObjectKey] = []
  private let scheduler: Scheduler
  private let pods: Informer<Pod>
  private let nodes: Informer<Node>

  init(seed: UInt64) throws {
    let streams = Streams(seed: seed)
    store = KubeStore(clock: clock, streams: streams)
    let transport = ConstantTransport(oneWay: .milliseconds(1), watch: .milliseconds(2))
    pods = Informer(server: store, clock: clock, transport: transport)
    nodes = Informer(server: store, clock: clock, transport: transport)
    let server = store
    let time = clock
    func client(_ name: String) -> APIClient {
      APIClient(name: name, server: server, clock: time, transport: transport, limit: .scheduler)
    }
    scheduler = try Scheduler(
      pods: pods, nodes: nodes, client: client("default-scheduler"),
      recorder: EventRecorder(client: client("events"), source: "default-scheduler"),
      clock: clock, ties: .random(streams.stream("ties")))
    checkers = Checkers.all(of: PlantedWorld())
    scheduler.observer = { [unowned self] decision in
      if decision.chosen != nil { bindings.append(decision.pod) }
    }
    for kind in [Kind.node, .pod] {
      _ = try store.watch(kind, after: store.resourceVersion) { [unowned self] event in
        for checker in checkers { checker.observe(event, at: clock.now) }
      }
    }
  }

  var capacity: any Checker { checkers[1] }

  /// What broke of the promises about the store.
  var breaches: [String] { checkers[1...4].compactMap(\.breach) }

  func start() {
    pods.start()
    nodes.start()
    scheduler.start()
    clock.advance(by: .milliseconds(200))
  }

  func add(namespace: String) throws {
    let object = Namespace(metadata: ObjectMeta(name: namespace))
    _ = try store.perform(.create(object)).get()
  }

  /// Adds a node that is ready.
  func add(_ node: Node) throws {
    guard case .object(let stored) = try store.perform(.create(node)).get(),
      var open = stored as? Node
    else { return }
    // The server taints new nodes as not ready; whoever manages nodes takes that away.
    open.spec.taints = node.spec.taints
    _ = try store.perform(.update(open)).get()
  }
}
