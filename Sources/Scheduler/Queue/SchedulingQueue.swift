import ControllerRuntime
import KubeAPI
import Units

/// The pods that wait for a node.
///
/// *Active* pods are to be tried, the first in line first. *Backing-off* pods were turned down, may
/// fit by now, and wait. *Unschedulable* pods were turned down and wait for an event that one of
/// the plugins that turned them down cares for, or for five minutes; gated pods wait among them.
///
/// Source: `pkg/scheduler/backend/queue/scheduling_queue.go`, v1.34.
public final class SchedulingQueue {
  /// Where a pod is.
  enum Place: Equatable { case active, backoff, unschedulable }

  let settings: QueueSettings
  let clock: any Clock
  /// By scheduler name.
  let frameworks: [String: Framework]
  private let start: Instant
  var active: PodHeap
  var backoff: BackoffQueue
  var unschedulable: [String: QueuedPod] = [:]
  var inFlight = InFlightEvents()
  private var sequence: UInt64 = 0
  private var backoffTimer: (due: Instant, token: TimerToken)?
  private var flushTimer: TimerToken?
  /// Told when there may be a pod to take.
  var ready: () -> Void = {}
  /// Told of each pod that a PreEnqueue plugin holds.
  var gated: (PodInfo, Status) -> Void = { _, _ in }

  /// An empty queue for the pods of `frameworks`, which must all sort alike.
  public init(
    settings: QueueSettings = QueueSettings(), clock: any Clock, frameworks: [Framework]
  ) {
    precondition(!frameworks.isEmpty, "a queue needs at least one profile")
    self.settings = settings
    self.clock = clock
    self.frameworks = Dictionary(
      frameworks.map { ($0.profile.schedulerName, $0) }, uniquingKeysWith: { first, _ in first })
    start = clock.now
    let sort = frameworks[0].queueSort
    active = PodHeap { sort.isBefore($0, $1) }
    backoff = BackoffQueue(settings) { sort.isBefore($0, $1) }
  }

  /// How many pods wait in each way.
  public var counts: (active: Int, backoff: Int, unschedulable: Int) {
    (active.count, backoff.count, unschedulable.count)
  }

  /// Whether `pop` would give a pod.
  public var hasNext: Bool { !active.isEmpty || backoff.hasEarly }

  // MARK: Coming and going

  /// Queues a pod that is new here.
  public func add(_ info: PodInfo) {
    let pod = makeQueued(info)
    if activate(pod) { ready() }
  }

  private func makeQueued(_ info: PodInfo) -> QueuedPod {
    sequence += 1
    return QueuedPod(info, at: clock.now, sequence: sequence)
  }

  /// Takes the pod that is to be tried next; nil when there is none.
  ///
  /// Its taker must call `done` or `addUnschedulable` when the try is over.
  public func pop() -> QueuedPod? {
    while let pod = active.popFirst() ?? backoff.popEarly() {
      pod.attempts += 1
      pod.backoffEnd = nil
      pod.unschedulablePlugins = []
      pod.pendingPlugins = []
      pod.gatingPlugin = nil
      // A pod that is somehow in flight already is not tried twice at once.
      if inFlight.begin(pod.identity) { return pod }
    }
    return nil
  }

  /// A try is over, and the pod does not come back.
  public func done(_ identity: String) { inFlight.end(identity) }

  /// A waiting pod has changed.
  public func update(from old: PodInfo, to new: PodInfo) {
    let events = ObjectChanges.ofPod(from: old.pod, to: new.pod)
    let objects = ChangedObjects.pod(old: old.pod, new: new.pod)
    let identity = new.identity
    if inFlight.contains(identity) {
      for event in events { inFlight.append(event, objects) }
    } else if let pod = active.remove(identity) {
      pod.info = new
      active.insert(pod)
    } else if let pod = backoff.remove(identity) {
      pod.info = new
      backoff.insert(pod)
    } else if let pod = unschedulable[identity] {
      pod.info = new
      for event in events {
        let place = requeue(pod, worth(pod, event, objects))
        if place != .unschedulable { return announce(place) }
      }
    } else {
      add(new)
    }
  }

  /// A waiting pod is gone, or bound.
  public func delete(_ info: PodInfo) {
    let identity = info.identity
    if active.remove(identity) != nil { return }
    if backoff.remove(identity) != nil { return }
    unschedulable[identity] = nil
  }

  /// Puts a pod back that was turned down, or on which something broke (no plugin is named then).
  public func addUnschedulable(_ pod: QueuedPod) {
    let identity = pod.identity
    defer { inFlight.end(identity) }
    let isHere =
      unschedulable[identity] != nil || active[identity] != nil || backoff[identity] != nil
    if isHere { return }
    if pod.hasRejectors {
      pod.unschedulableCount += 1
      pod.consecutiveErrors = 0
    } else {
      pod.consecutiveErrors += 1
    }
    pod.timestamp = clock.now
    pod.backoffEnd = nil
    announce(requeue(pod, worthSinceTry(pod)))
  }

  /// Puts a pod in front of the unschedulable or backing-off ones into the active queue, whatever
  /// its back-off; one in flight is tried again when it comes back.
  public func activate(_ info: PodInfo) {
    let identity = info.identity
    if let pod = unschedulable[identity] {
      if activate(pod) { ready() }
    } else if let pod = backoff.remove(identity) {
      if activate(pod, wasChecked: settings.popsFromBackoff) { ready() }
    } else if inFlight.contains(identity) {
      inFlight.append(.wildcard, .pod(old: nil, new: info.pod))
    }
  }

  // MARK: Time

  /// Lets go the pods whose back-off is over.
  private func completeBackoffs() {
    backoffTimer = nil
    var isReady = false
    for pod in backoff.popCompleted(now: clock.now) {
      if activate(pod, wasChecked: settings.popsFromBackoff) { isReady = true }
    }
    armBackoffTimer()
    if isReady { ready() }
  }

  /// Sets the timer to the next second at which a back-off ends. Upstream looks every second; the
  /// seconds in between change nothing and are left out.
  func armBackoffTimer() {
    guard let due = backoff.nextCompletion(after: clock.now) else { return }
    if let timer = backoffTimer {
      if timer.due <= due { return }
      clock.cancel(timer.token)
    }
    let token = clock.after(due - clock.now) { [unowned self] in completeBackoffs() }
    backoffTimer = (due, token)
  }

  /// Sets the timer to the next multiple of the flush interval, while there is anything to flush.
  func armFlushTimer() {
    guard flushTimer == nil, !unschedulable.isEmpty else { return }
    let interval = settings.flushInterval.nanoseconds
    let elapsed = (clock.now - start).nanoseconds
    let wait = TimeSpan(nanoseconds: interval - elapsed % interval)
    flushTimer = clock.after(wait) { [unowned self] in
      flushTimer = nil
      flushLeftovers()
      armFlushTimer()
    }
  }

  private func flushLeftovers() {
    let now = clock.now
    let stale = waitingPods.filter { now - $0.timestamp > settings.longestUnschedulable }
    if !stale.isEmpty { move(stale, .wildcard, .none) }
  }

  /// The unschedulable pods, in the order in which they came to the queue.
  var waitingPods: [QueuedPod] {
    unschedulable.values.sorted { $0.sequence < $1.sequence }
  }
}
