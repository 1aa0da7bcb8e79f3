import ControllerRuntime
import KubeAPI
import Units

/// Gives every waiting pod a node, as kube-scheduler does.
///
/// One pod at a time is decided about (the scheduling cycle); its binding goes on by itself, while
/// the next pod is decided about as if the first were on its node already. A pod without a node
/// waits for an event that could help.
///
/// Source: `pkg/scheduler/scheduler.go` and `schedule_one.go`, v1.34.
public final class Scheduler {
  let settings: SchedulerSettings
  let clock: any Clock
  let client: APIClient
  let recorder: EventRecorder
  let pods: Informer<Pod>
  let nodes: Informer<Node>
  let volumes: VolumeInformers?
  let csiNodes: Informer<CSINode>?
  let frameworks: [String: Framework]
  let waitingPods: WaitingPods
  /// The pods for which room is being made.
  let nominator = Nominator()
  /// What it believes of the cluster.
  public let cache: SchedulerCache
  /// The pods that wait.
  public let queue: SchedulingQueue
  var algorithm: SchedulingAlgorithm
  /// Told of every decision, when it is made.
  public var observer: ((SchedulingDecision) -> Void)?
  /// Asked before a pod is decided about how much the observer wants to know; nil: everything.
  public var detail: ((_ pod: PodInfo, _ attempt: Int) -> SchedulingDecision.Detail)?
  /// The pods whose victims are being told to go.
  let preemptions = RunningPreemptions()
  /// How many pods were bound through it.
  public internal(set) var boundCount = 0
  private var isStarted = false
  private var isBusy = false
  private var isWakeUpDue = false

  /// A scheduler that does nothing until `start`.
  ///
  /// - Parameters:
  ///   - pods: all pods, or all that have not ended.
  ///   - volumes: claims, volumes and classes; nil: volumes keep no pod off a node.
  ///   - csiNodes: what drivers say of nodes; nil: nodes take any number of disks.
  ///   - directory: objects beside nodes and pods that plugins look up.
  ///   - client: for bindings and pod conditions; 50 calls a second and a burst of 100 by default.
  ///   - recorder: for events; upstream gives it a client of its own.
  ///   - extenders: programs outside that have a say; asked while simulated time stands still.
  ///   - ties: how to choose among nodes with the same points.
  /// - Throws: a profile that cannot be set up (`PluginError`).
  public init(
    profiles: [Profile] = [.standard], registry: PluginRegistry = .builtIn,
    settings: SchedulerSettings = SchedulerSettings(), pods: Informer<Pod>,
    nodes: Informer<Node>, volumes: VolumeInformers? = nil,
    csiNodes: Informer<CSINode>? = nil,
    directory: any ClusterDirectory = EmptyDirectory(), client: APIClient,
    recorder: EventRecorder, clock: any Clock, ties: TieBreaker, extenders: [any Extender] = []
  ) throws {
    self.volumes = volumes
    self.csiNodes = csiNodes
    self.settings = settings
    self.clock = clock
    self.client = client
    self.recorder = recorder
    self.pods = pods
    self.nodes = nodes
    cache = SchedulerCache()
    waitingPods = WaitingPods(clock: clock)
    algorithm = SchedulingAlgorithm(ties: ties, sampling: settings.nodeSampling)
    let context = PluginContext(
      cluster: cache, directory: directory, client: client, clock: clock, waitingPods: waitingPods,
      preemptions: preemptions,
      volumes: volumes.map {
        VolumeCache(
          claims: $0.claims, volumes: $0.volumes, classes: $0.classes, csiNodes: csiNodes)
      }, extenders: extenders)
    var made: [Framework] = []
    for profile in profiles {
      made.append(try Framework(profile, registry: registry, context: context))
    }
    try Framework.checkTogether(made)
    for framework in made { framework.nominator = nominator }
    frameworks = Dictionary(
      uniqueKeysWithValues: made.map { ($0.profile.schedulerName, $0) })
    queue = SchedulingQueue(settings: settings.queue, clock: clock, frameworks: made)
  }

  /// Follows the informers, and schedules as soon as both have their first lists.
  ///
  /// The informers are started by whoever owns them, before or after.
  public func start() {
    precondition(!isStarted, "a scheduler starts once")
    isStarted = true
    queue.ready = { [unowned self] in wakeUp() }
    queue.gated = { [unowned self] pod, status in
      observer?(SchedulingDecision(gated: pod, by: status, time: clock.now))
    }
    followInformers()
    waitForInformers()
  }

  /// How often the informers are asked whether their lists have come.
  ///
  /// Source: `client-go/tools/cache/shared_informer.go` (syncedPollPeriod), v1.34.
  private static let syncInterval = TimeSpan.milliseconds(100)

  private var hasSynced: Bool { pods.hasSynced && nodes.hasSynced }

  private func waitForInformers() {
    if hasSynced { return wakeUp() }
    clock.after(Self.syncInterval) { [unowned self] in waitForInformers() }
  }

  /// Looks for work once all that happens at this instant has happened.
  func wakeUp() {
    if isBusy || isWakeUpDue || !hasSynced { return }
    isWakeUpDue = true
    clock.after(.zero) { [unowned self] in
      isWakeUpDue = false
      takeNext()
    }
  }

  private func takeNext() {
    while !isBusy, let pod = queue.pop() {
      guard let framework = framework(for: pod) else { continue }
      isBusy = true
      let cycle = decide(pod, framework)
      clock.after(settings.cost.span(nodes: cycle.found.examined)) { [unowned self] in
        isBusy = false
        carryOut(cycle)
        takeNext()
      }
    }
  }

  /// The profile for a pod that is still to be scheduled; nil ends its try.
  private func framework(for pod: QueuedPod) -> Framework? {
    let info = pod.info
    guard let framework = frameworks[info.spec.schedulerName] else {
      queue.done(info.identity)
      return nil
    }
    if info.isTerminating {
      recorder.record(
        info.pod.reference, .warning, reason: "FailedScheduling",
        message: "skip schedule deleting pod: \(info.key)")
      queue.done(info.identity)
      return nil
    }
    if cache.isAssumed(info.identity) {
      queue.done(info.identity)
      return nil
    }
    return framework
  }
}
