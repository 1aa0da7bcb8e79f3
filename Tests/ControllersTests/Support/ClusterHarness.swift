import ControllerRuntime
import Controllers
import KubeAPI
import KubeStore
import Randomness
import Units

/// A control plane in memory: store, controllers, a scheduler that spreads, scripted kubelets.
///
/// The kubelets do as those of the recorded traces: a bound pod is Running after a delay and Ready
/// after another, a deleted one ends and vanishes after a third; leases are renewed every 10 s.
final class ClusterHarness {
  struct Node {
    var name: String
    var labels: StringMap = [:]
  }
  struct Change {
    var at: Instant
    var event: WatchEvent
    var ms: Double { at.seconds * 1_000 }
  }

  let clock = ManualClock()
  let store: KubeStore
  let context: ControllerContext
  let manager: ControllerManager
  let kubelets: ScriptedKubelets
  private(set) var log: [Change] = []
  private var placed: [ObjectKey: String] = [:]

  init(
    _ nodes: [Node] = [Node(name: "n1"), Node(name: "n2"), Node(name: "n3")], seed: UInt64 = 7,
    start: TimeSpan = .seconds(1), ready: TimeSpan = .seconds(1),
    termination: TimeSpan = .seconds(1),
    oneWay: TimeSpan = .milliseconds(4), areHeartbeatsSpread: Bool = true,
    parameters: ControlPlaneParameters = ControlPlaneParameters(),
    cloud: (any CloudProvider)? = nil, transport: (any APITransport)? = nil
  ) throws {
    store = KubeStore(clock: clock, streams: Streams(seed: seed))
    context = ControllerContext(server: store, clock: clock, parameters: parameters) { _ in
      transport ?? ConstantTransport(oneWay: oneWay, watch: .milliseconds(7))
    }
    manager = ControllerManager(context, cloud: cloud)
    kubelets = ScriptedKubelets(
      store: store, clock: clock, start: start, ready: ready, termination: termination)
    for kind in Kind.allCases where kind != .lease {
      _ = try store.watch(kind, after: store.resourceVersion) { [unowned self] event in
        log.append(Change(at: clock.now, event: event))
      }
    }
    _ = try store.watch(.pod, after: store.resourceVersion) { [unowned self] event in
      schedule(event)
    }
    kubelets.areHeartbeatsSpread = areHeartbeatsSpread
    try kubelets.watch()
    for node in nodes { try kubelets.register(node.name, labels: node.labels) }
    manager.start()
    clock.advance(by: .seconds(2))
  }

  func advance(_ span: TimeSpan) { clock.advance(by: span) }

  @discardableResult
  func perform(_ request: APIRequest) throws -> APIResponse { try store.perform(request).get() }

  func createController(
    _ name: String, _ replicas: Int, labels: StringMap, annotations: StringMap = [:],
    edit: (inout PodSpec) -> Void = { _ in }
  ) throws {
    var spec = PodSpec(containers: [Container(name: "c", image: "app:1")])
    edit(&spec)
    try perform(
      .create(
        ReplicationController(
          metadata: ObjectMeta(name: name, namespace: "default"),
          spec: ReplicationControllerSpec(
            replicas: replicas, selector: labels,
            template: PodTemplate(
              metadata: ObjectMeta(labels: labels, annotations: annotations), spec: spec)))))
  }

  func createService(
    _ name: String, selector: StringMap, type: ServiceSpec.ServiceType = .clusterIP,
    publishesNotReady: Bool = false
  ) throws {
    var spec = ServiceSpec(
      selector: selector, ports: [ServicePort(port: 80, targetPort: .number(8_000))])
    spec.type = type
    spec.publishNotReadyAddresses = publishesNotReady
    try perform(
      .create(Service(metadata: ObjectMeta(name: name, namespace: "default"), spec: spec)))
  }

  func scale(_ name: String, to replicas: Int) throws {
    let patch = Patch("scale") { (object) throws(APIError) in
      guard var controller = object as? ReplicationController else { return }
      controller.spec.replicas = replicas
      object = controller
    }
    try perform(.patch(Self.reference(.replicationController, name), patch))
  }

  func delete(
    _ kind: Kind, _ name: String, _ propagation: DeleteOptions.Propagation? = nil,
    grace: Int64? = nil
  ) throws {
    try perform(
      .delete(
        Self.reference(kind, name),
        DeleteOptions(propagation: propagation, gracePeriodSeconds: grace)))
  }

  static func reference(_ kind: Kind, _ name: String) -> ObjectReference {
    ObjectReference(
      kind, ObjectKey(namespace: kind.isClusterScoped ? "" : "default", name: name))
  }

  private func schedule(_ event: WatchEvent) {
    guard event.change == .added, let pod = event.object as? Pod, pod.spec.nodeName.isEmpty else {
      if event.change == .deleted { placed[event.object.key] = nil }
      return
    }
    clock.after(.milliseconds(15)) { [self] in
      let open = store.all(KubeAPI.Node.self).filter { node in
        !node.spec.taints.contains { taint in
          taint.effect != .preferNoSchedule
            && !pod.spec.tolerations.contains { $0.tolerates(taint) }
        }
      }
      let loads = Dictionary(grouping: placed.values, by: { $0 }).mapValues(\.count)
      guard
        let node = open.min(by: {
          let (a, b) = (loads[$0.metadata.name] ?? 0, loads[$1.metadata.name] ?? 0)
          return a == b ? $0.metadata.name < $1.metadata.name : a < b
        })?.metadata.name
      else { return }
      let bind = APIRequest.bind(pod: pod.key, uid: pod.metadata.uid, node: node)
      if case .success = store.perform(bind) { placed[pod.key] = node }
    }
  }
}

/// What the tests ask of the log and the store.
extension ClusterHarness {
  var pods: [Pod] { store.all(Pod.self) }

  func controller(_ name: String) -> ReplicationController? {
    store.get(ReplicationController.self, ObjectKey(namespace: "default", name: name))
  }

  func node(_ name: String) -> KubeAPI.Node? {
    store.get(KubeAPI.Node.self, ObjectKey(name: name))
  }

  var readyAddresses: Int {
    let key = ObjectKey(namespace: "default", name: "app")
    return store.get(Endpoints.self, key)?.subsets.reduce(0) { $0 + $1.addresses.count } ?? 0
  }

  var slices: [EndpointSlice] { store.all(EndpointSlice.self) }

  /// The changes of objects of type `Object` called so that `isWanted` holds.
  func changes<Object: KubeObject>(
    _ type: Object.Type, _ isWanted: (Object) -> Bool = { _ in true }
  ) -> [(ms: Double, change: WatchEvent.Change, object: Object)] {
    log.compactMap { entry in
      guard let object = entry.event.object as? Object, isWanted(object) else { return nil }
      return (entry.ms, entry.event.change, object)
    }
  }

  /// The replica counts that a controller reported, each once in a row.
  func reportedReplicas(_ name: String) -> [Int] {
    changes(ReplicationController.self) { $0.metadata.name == name }
      .map(\.object.status.replicas).withoutRepeats
  }

  func events(_ reason: String) -> [(ms: Double, event: Event)] {
    changes(Event.self) { $0.reason == reason }.map { ($0.ms, $0.object) }
  }
}

extension Array where Element: Equatable {
  var withoutRepeats: [Element] {
    reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}
