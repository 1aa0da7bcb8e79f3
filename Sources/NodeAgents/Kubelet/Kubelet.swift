import ControllerRuntime
import KubeAPI
import Randomness
import Units

/// The agent of one node: registers it, keeps up its signs of life, and runs the pods that are
/// bound to it.
///
/// It lives on the clock and the runtime that it is given and does not know whether they are
/// simulated. Give it to a `PodRouter` before it starts.
public final class Kubelet {
  /// Names a container of a pod across its runs.
  struct RestartKey: Hashable {
    let podUID: String
    let container: String
  }

  /// The machine that it registers as a node.
  public let node: NodeDescription
  let parameters: NodeAgentParameters
  let seams: KubeletSeams
  weak var router: PodRouter?
  /// Whether it works; a dead machine's kubelet does nothing at all.
  public private(set) var isRunning = false
  private(set) var statuses: StatusWriter
  private(set) var images: ImagePuller
  private(set) var restarts: BackOff<RestartKey>
  /// What brings claimed volumes to its pods; nil when nothing can.
  private(set) var volumes: VolumeManager?
  private var heartbeat: NodeHeartbeat?
  private var workers: [String: PodWorker] = [:]
  private var refused: Set<String> = []
  private var random: RandomStream
  private var startedAt = Instant.start
  private var relistBase = Instant.start
  private var hasRebooted = false

  /// The kubelet of the machine `node`.
  public init(_ node: NodeDescription, parameters: NodeAgentParameters, seams: KubeletSeams) {
    self.node = node
    self.parameters = parameters
    self.seams = seams
    random = seams.random
    statuses = StatusWriter(client: seams.client, retry: parameters.statusRetry)
    images = ImagePuller(clock: seams.clock, runtime: seams.runtime, parameters: parameters)
    restarts = BackOff(first: parameters.crashBackOff, longest: parameters.crashBackOffMax)
  }

  /// The node's name.
  public var name: String { node.name }
  /// Pods that it takes at most.
  public var maxPods: Int { parameters.maxPods }
  /// The pods that it has on the node, sorted by key; ended ones that still exist included.
  public var pods: [Pod] { workers.values.map(\.pod).sorted { $0.key < $1.key } }

  /// Registers the node and begins with the pods that are bound to it already.
  public func start() {
    precondition(!isRunning, "the kubelet of \(name) runs already")
    isRunning = true
    startedAt = seams.clock.now
    relistBase = startedAt + parameters.relist.scaled(by: random.nextDouble())
    let heartbeat = NodeHeartbeat(
      node: node, parameters: parameters, seams: seams, random: random.substream(1))
    self.heartbeat = heartbeat
    volumes = seams.volumes.map {
      VolumeManager(name, plugin: $0, parameters: parameters, seams: seams)
    }
    heartbeat.volumes = volumes
    heartbeat.start { [weak self] in self?.relistPods() }
  }

  /// The machine has lost power, and everything on it with it.
  public func crash() {
    isRunning = false
    heartbeat?.stop()
    heartbeat = nil
    statuses.stop()
    volumes?.stop()
    for worker in workers.values { worker.abandon() }
    workers = [:]
    refused = []
    hasRebooted = true
  }

  /// The machine is up again: the kubelet starts anew, and starts its pods' containers again.
  public func resume() {
    statuses = StatusWriter(client: seams.client, retry: parameters.statusRetry)
    images = ImagePuller(clock: seams.clock, runtime: seams.runtime, parameters: parameters)
    restarts = BackOff(first: parameters.crashBackOff, longest: parameters.crashBackOffMax)
    start()
  }

  /// The machine is given back for good: the kubelet ends and hears of nothing any more.
  public func shutDown() {
    crash()
    router?.detach(name)
  }

  /// Takes over all pods of the node as they are now, after a time without news.
  func relistPods() {
    guard isRunning, let router, router.reaches(name) else { return }
    let present = router.pods(of: name)
    let uids = Set(present.map(\.metadata.uid))
    for worker in workers.values.sorted(by: { $0.pod.key < $1.pod.key })
    where !uids.contains(worker.uid) { worker.remove() }
    for pod in present { podChanged(pod) }
  }

  /// A pod was bound to the node, or has changed.
  func podChanged(_ pod: Pod) {
    guard isRunning, heartbeat?.isRegistered == true else { return }
    let uid = pod.metadata.uid
    statuses.update(pod)
    if let worker = workers[uid] { return worker.update(pod) }
    guard !refused.contains(uid), !pod.isTerminal else { return }
    if !pod.metadata.isTerminating, let refusal = refusal(of: pod) {
      return refuse(pod, refusal)
    }
    let view =
      hasRebooted
      ? RuntimeView(afterPowerLossOf: pod, at: seams.clock.now) : RuntimeView(pod.spec)
    let worker = PodWorker(pod, view: view, on: self)
    workers[uid] = worker
    if pod.metadata.isTerminating { worker.update(pod) } else { worker.requestSync() }
  }

  /// The server no longer has the pod.
  func podRemoved(_ pod: Pod) {
    guard isRunning else { return }
    statuses.forget(podUID: pod.metadata.uid)
    refused.remove(pod.metadata.uid)
    workers[pod.metadata.uid]?.remove()
  }

  /// Nothing is left of the worker's pod on the node.
  func finished(_ worker: PodWorker) {
    if worker.isRemoved { return drop(worker) }
    statuses.allowVanishing(worker.pod)
  }

  /// Forgets a pod that neither the node nor the server has any more.
  func drop(_ worker: PodWorker) {
    workers[worker.uid] = nil
    images.forget(podUID: worker.uid)
    restarts.removeAll { $0.podUID == worker.uid }
  }

  private func refusal(of pod: Pod) -> PodAdmission.Refusal? {
    let others = workers.values.filter { $0.stage != .finished }.map(\.pod)
    return PodAdmission.refusal(
      of: pod, beside: others, allocatable: node.allocatable(maxPods: parameters.maxPods))
  }

  /// Source: `pkg/kubelet/kubelet.go` (rejectPod), v1.36.
  private func refuse(_ pod: Pod, _ refusal: PodAdmission.Refusal) {
    refused.insert(pod.metadata.uid)
    note(pod.reference, .warning, refusal.reason, refusal.message)
    var status = pod.status
    status.phase = .failed
    status.reason = refusal.reason
    status.message = "Pod was rejected: " + refusal.message
    status.startTime = seams.clock.now.truncatedToSeconds
    statuses.set(status, of: pod)
  }
}

// MARK: What pod workers ask of their kubelet

extension Kubelet {
  /// A number from 0 to 1 for the next random choice.
  func draw() -> Double { random.nextDouble() }

  /// Whether the runtime is listed right now.
  var isRelistInstant: Bool {
    let late = (seams.clock.now - relistBase).nanoseconds
    return late >= 0 && late % parameters.relist.nanoseconds == 0
  }

  /// The first relist after `instant`.
  func nextRelist(after instant: Instant) -> Instant {
    Self.tick(after: instant, base: relistBase, period: parameters.relist)
  }

  /// The first instant from `instant` on at which the kubelet looks for pods that are due.
  func nextPoll(from instant: Instant) -> Instant {
    let before = Instant(nanoseconds: max(0, instant.nanoseconds - 1))
    return Self.tick(after: before, base: startedAt, period: parameters.syncPoll)
  }

  private static func tick(after instant: Instant, base: Instant, period: TimeSpan) -> Instant {
    guard instant >= base, period > .zero else { return max(base, instant) }
    let ticks = (instant - base).nanoseconds / period.nanoseconds + 1
    return base + period * ticks
  }

  /// When a container that ended at `finish` may start again; nil for at once, which counts as a
  /// start.
  ///
  /// Source: `pkg/kubelet/kuberuntime/kuberuntime_manager.go` (doBackOff), v1.36.
  func restartWait(_ key: RestartKey, since finish: Instant?) -> Instant? {
    guard let finish else { return nil }
    let now = seams.clock.now
    if let end = restarts.end(of: key, since: finish, at: now) { return end }
    restarts.next(key, event: finish, at: now)
    return nil
  }

  /// How long a new probe waits before its first tick: nothing, or a random part of its period
  /// when the kubelet itself has just started.
  func probeOffset(period: TimeSpan) -> TimeSpan {
    let isYoung = seams.clock.now - startedAt < period
    return isYoung ? period.scaled(by: random.nextDouble()) : .zero
  }

  /// The environment that a container of `pod` is started with now.
  func environment(of container: Container, pod: Pod) throws(RuntimeError) -> StringMap {
    let lookUp = ContainerEnvironment(
      secret: { [seams] key in seams.secrets?.get(key)?.data },
      configMap: { [seams] key in seams.configMaps?.get(key)?.data })
    return try lookUp.variables(
      of: container, pod: pod, podIP: pod.status.podIP, hostIP: node.internalIP,
      services: seams.services.list())
  }

  /// What stops volumes of `pod` that secrets and config maps fill.
  func volumeProblems(of pod: Pod) -> [String] {
    let volumes = ConfiguredVolumes(
      secret: { [seams] key in seams.secrets?.get(key)?.data },
      configMap: { [seams] key in seams.configMaps?.get(key)?.allData })
    return volumes.problems(of: pod)
  }

  /// Writes an event.
  func note(
    _ object: ObjectReference, _ severity: Event.Severity, _ reason: String, _ message: String
  ) {
    guard isRunning else { return }
    seams.events.record(object, severity, reason: reason, message: message)
  }
}
