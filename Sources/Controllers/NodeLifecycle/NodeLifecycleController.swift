import ControllerRuntime
import KubeAPI
import Units

/// Takes silent nodes for dead: marks them and their pods, and taints them so that pods leave.
///
/// Source: `pkg/controller/nodelifecycle/node_lifecycle_controller.go`, v1.36.
final class NodeLifecycleController: Controller {
  let name = "node-lifecycle-controller"
  let informers: ControlPlaneInformers
  let parameters: NodeLifecycleParameters
  let clock: any Clock
  let client: APIClient
  let recorder: EventRecorder
  private let context: ControllerContext
  var health: [String: NodeHealth] = [:]
  /// Nodes seen by the monitor, with their zone.
  var knownNodes: [String: String] = [:]
  /// Zones in which a node was seen, sorted, with what waits to be emptied there.
  var zones: [String] = []
  var evictionQueues: [String: EvictionQueue] = [:]
  var zoneStates: [String: ZoneState] = [:]
  /// Nodes whose pods could not all be marked.
  var nodesToRetry: Set<String> = []
  private var monitorTimer: TimerToken?
  private var passTimer: TimerToken?
  private var lastPass = Instant.start
  private var isPassing = false
  private var isRunning = false
  private let nodeQueue: WorkQueue<ObjectKey>
  private let podQueue: WorkQueue<ObjectKey>
  private let taintReconciler: ConditionTaintReconciler
  private let podReconciler: PodReadinessReconciler
  private let nodeRunner: ControllerRunner<ObjectKey>
  private let podRunner: ControllerRunner<ObjectKey>

  init(_ context: ControllerContext) {
    self.context = context
    informers = context.informers
    parameters = context.parameters.nodeLifecycle
    clock = context.clock
    client = context.client(name)
    recorder = EventRecorder(client: client, source: "node-controller")
    nodeQueue = WorkQueue(clock: clock)
    podQueue = WorkQueue(clock: clock)
    taintReconciler = ConditionTaintReconciler(informers)
    podReconciler = PodReadinessReconciler(informers)
    nodeRunner = ControllerRunner(
      workers: parameters.nodeWorkers.value, queue: nodeQueue, client: client,
      reconciler: taintReconciler)
    podRunner = ControllerRunner(
      workers: parameters.podWorkers.value, queue: podQueue, client: client,
      reconciler: podReconciler)
    podReconciler.controller = self
    watch()
  }

  func start() {
    isRunning = true
    lastPass = clock.now
    nodeRunner.start()
    podRunner.start()
    monitor()
  }

  func stop() {
    isRunning = false
    nodeRunner.stop()
    podRunner.stop()
    for timer in [monitorTimer, passTimer] { if let timer { clock.cancel(timer) } }
    monitorTimer = nil
    passTimer = nil
  }

  private func watch() {
    informers.nodes.addHandler(
      .init(
        added: { [unowned self] in nodeQueue.add($0.key) },
        updated: { [unowned self] in nodeQueue.add($1.key) },
        deleted: { _ in }))
    informers.pods.addHandler(
      .init(
        added: { [unowned self] in if !$0.spec.nodeName.isEmpty { podQueue.add($0.key) } },
        updated: { [unowned self] old, new in
          if !new.spec.nodeName.isEmpty, new.spec.nodeName != old.spec.nodeName {
            podQueue.add(new.key)
          }
        },
        deleted: { _ in }))
  }

  /// Looks at every node, then at every zone; the next look comes a period after this one's end.
  private func monitor() {
    let nodes = informers.nodes.list()
    greet(nodes)
    let tally = ZoneTally()
    client.carryOut(
      nodes.map { node in { self.examine(node, tally: tally) } },
      limit: parameters.nodeWorkers.value
    ) { [self] _ in
      client.carryOut(handleDisruption(tally, nodes: nodes)) { [self] _ in
        guard isRunning else { return }
        let pause = parameters.monitorLookTime.value + parameters.monitorPeriod.value
        monitorTimer = clock.after(pause) { [weak self] in
          self?.monitor()
        }
      }
    }
  }

  /// Takes note of nodes that are new and of those that are gone.
  private func greet(_ nodes: [Node]) {
    let present = Set(nodes.map(\.metadata.name))
    for node in nodes where knownNodes[node.metadata.name] != node.zone {
      if let oldZone = knownNodes[node.metadata.name] {
        evictionQueues[oldZone]?.remove(node.metadata.name)
      } else {
        recorder.record(
          node.reference, reason: "RegisteredNode",
          message: "Registered Node \(node.metadata.name) in Controller")
      }
      knownNodes[node.metadata.name] = node.zone
      addZone(node.zone)
    }
    for name in knownNodes.keys.sorted() where !present.contains(name) {
      recorder.record(
        ObjectReference(.node, ObjectKey(name: name)), reason: "RemovingNode",
        message: "Removing Node \(name) from Controller")
      if let zone = knownNodes[name] { evictionQueues[zone]?.remove(name) }
      knownNodes[name] = nil
      health[name] = nil
      nodesToRetry.remove(name)
    }
  }

  private func addZone(_ zone: String) {
    guard evictionQueues[zone] == nil else { return }
    evictionQueues[zone] = EvictionQueue(rate: parameters.evictionRate.value)
    zones.append(zone)
    zones.sort()
  }

  /// The newest renewal of a node's lease that the controller knows of.
  func lastRenewal(of name: String) -> Instant? {
    if let elided = context.heartbeats?.lastRenewal(of: name, at: clock.now) { return elided }
    return informers.leases.get(ObjectKey(namespace: "kube-node-lease", name: name))?.renewTime
  }

  /// Makes sure that a pass over the nodes to be emptied comes.
  ///
  /// The real controller makes one every 100 ms; here only those are made that could find
  /// something, at the same instants.
  func schedulePass() {
    guard isRunning, !isPassing, passTimer == nil,
      zones.contains(where: { evictionQueues[$0]?.isEmpty == false })
    else { return }
    let period = parameters.evictionPassPeriod.value.nanoseconds
    let elapsed = (clock.now - lastPass).nanoseconds
    let wait = period - elapsed % period
    passTimer = clock.after(TimeSpan(nanoseconds: wait)) { [weak self] in
      guard let self else { return }
      passTimer = nil
      isPassing = true
      pass(zones[...])
    }
  }

  /// Empties what the limiters allow, one zone after the other and one node after the other.
  private func pass(_ remaining: ArraySlice<String>) {
    guard let zone = remaining.first else {
      isPassing = false
      lastPass = clock.now
      return schedulePass()
    }
    guard let name = evictionQueues[zone]?.next(at: clock.now) else {
      return pass(remaining.dropFirst())
    }
    client.carryOut(evictionTaint(for: name)) { [self] outcome in
      evictionQueues[zone]?.finish(name, succeeded: outcome == .done, at: clock.now)
      pass(remaining)
    }
  }

  private func evictionTaint(for name: String) -> Plan {
    guard let node = informers.nodes.get(ObjectKey(name: name)) else { return .done }
    switch node.status.conditions.first("Ready")?.status {
    case .isFalse:
      return NodeTaints.swap(
        add: [NodeTaints.evictNotReady], remove: [NodeTaints.evictUnreachable], on: node)
    case .unknown:
      return NodeTaints.swap(
        add: [NodeTaints.evictUnreachable], remove: [NodeTaints.evictNotReady], on: node)
    case .isTrue, nil:
      return .done
    }
  }
}

extension Node {
  /// The failure zone that the node is in, as one key.
  ///
  /// Source: `staging/src/k8s.io/component-helpers/node/topology/helpers.go` (GetZoneKey), v1.36.
  var zone: String {
    let region = metadata.labels["topology.kubernetes.io/region"] ?? ""
    let zone = metadata.labels["topology.kubernetes.io/zone"] ?? ""
    return region.isEmpty && zone.isEmpty ? "" : "\(region):\(zone)"
  }
}
