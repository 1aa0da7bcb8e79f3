import ControllerRuntime
import KubeAPI
import Units

/// One pod on one node: brings what runs in line with what is wanted, one sync at a time.
///
/// A sync decides by what the last relist of the runtime showed, and after one sync the next waits
/// for a relist that is newer; requests meanwhile come to one. A sync that is under way is not
/// broken off when the pod's deletion begins.
/// Source: `pkg/kubelet/pod_workers.go`, v1.36.
final class PodWorker {
  /// Where the pod is in its life on the node.
  enum Stage {
    /// Its containers are kept going.
    case syncing
    /// They are being stopped.
    case terminating
    /// They have stopped; what they leave behind is being put away.
    case terminated
    /// Nothing is left of it on the node.
    case finished
  }

  unowned let kubelet: Kubelet
  let uid: String
  var pod: Pod
  var stage = Stage.syncing
  /// What the runtime has of the pod.
  var actual: RuntimeView
  /// What the last relist showed of it.
  var observed: RuntimeView
  /// Why containers could not be started, by name.
  var waiting: [String: PodStatusReport.Waiting] = [:]
  var probes: [ProbeWorker] = []
  var kills: [ContainerKill] = []
  var exitWaiters: [ContainerID: () -> Void] = [:]
  var areVolumesMounted = false
  /// The wait for secrets and config maps of its volumes; nil when there is none.
  var configurationWait: ConfigurationWait?
  /// Whether the server no longer has the pod.
  var isRemoved = false
  /// Whether the machine is gone, so that nothing of this pod goes on.
  private(set) var isAbandoned = false
  private var isBusy = false
  private var isPending = false
  private var isFresh = true
  private var lastSyncEnd: Instant?
  private var syncTimer: TimerToken?
  private var requeueTimer: TimerToken?
  private var observeTimer: TimerToken?

  init(_ pod: Pod, view: RuntimeView, on kubelet: Kubelet) {
    self.pod = pod
    self.kubelet = kubelet
    uid = pod.metadata.uid
    actual = view
    observed = view
  }

  var clock: any Clock { kubelet.seams.clock }
  var parameters: NodeAgentParameters { kubelet.parameters }

  /// Takes over a newer object of the pod.
  func update(_ newer: Pod) {
    let wantsMore = !newer.wantsTheSame(as: pod) || newer.metadata.labels != pod.metadata.labels
    pod = newer
    if newer.metadata.isTerminating { beginTermination() }
    if wantsMore { requestSync() }
  }

  /// The server no longer has the pod: whatever runs of it must end.
  func remove() {
    isRemoved = true
    if stage == .finished { return kubelet.drop(self) }
    beginTermination()
  }

  private func beginTermination() {
    if stage == .syncing {
      stage = .terminating
      kubelet.volumes?.interrupt(podUID: uid)
      requestSync()
      giveUpConfiguration()
    } else if stage == .terminating {
      for kill in kills { kill.shorten(to: effectiveGrace) }
    }
  }

  /// Ends everything without a word: the machine is gone.
  func abandon() {
    isAbandoned = true
    for timer in [syncTimer, requeueTimer, observeTimer, configurationWait?.timer] {
      if let timer { clock.cancel(timer) }
    }
    for probe in probes { probe.stop() }
    for kill in kills { kill.abandon() }
    exitWaiters = [:]
  }

  /// Asks for a sync, as soon as one may begin.
  func requestSync() {
    guard !isAbandoned, stage != .finished else { return }
    if isBusy {
      isPending = true
      return
    }
    guard syncTimer == nil else { return }
    syncTimer = clock.after(earliestSync - clock.now) { [weak self] in self?.beginSync() }
  }

  /// When the runtime's cache is newer than the last sync.
  private var earliestSync: Instant {
    guard let lastSyncEnd, !isFresh else { return clock.now }
    return max(clock.now, kubelet.nextRelist(after: lastSyncEnd))
  }

  private func beginSync() {
    guard !isAbandoned else { return }
    syncTimer = nil
    if let requeueTimer { clock.cancel(requeueTimer) }
    requeueTimer = nil
    if kubelet.isRelistInstant { observed = actual }
    isBusy = true
    isFresh = false
    switch stage {
    case .syncing: sync()
    case .terminating: terminate()
    case .terminated: putAway()
    case .finished: isBusy = false
    }
  }

  /// What a sync came to.
  struct Outcome {
    /// Whether anything was done in the runtime.
    var hasActed = false
    /// Whether something failed.
    var hasFailed = false
    /// When the shortest back-off that stood in the way ends.
    var retryAt: Instant?

    mutating func fail(retryAt instant: Instant? = nil) {
      hasFailed = true
      if let instant { retryAt = min(retryAt ?? instant, instant) }
    }
  }

  /// Ends a sync; `isTransition` when the pod has come to its next stage.
  func finishSync(_ outcome: Outcome, isTransition: Bool = false) {
    guard !isAbandoned else { return }
    isBusy = false
    lastSyncEnd = clock.now
    if outcome.hasActed, !outcome.hasFailed, parameters.relistsOnDemand {
      isFresh = true
      if observed != actual {
        observed = actual
        isPending = true
      }
    }
    if outcome.hasFailed { requeue(outcome.retryAt) }
    if isPending || isTransition {
      isPending = false
      requestSync()
    }
  }

  private func requeue(_ retryAt: Instant?) {
    var wait = parameters.syncBackOff
    if let retryAt {
      wait = min(max(retryAt - clock.now, .zero), parameters.resync)
    }
    let due = clock.now + wait.scaled(by: 1 + parameters.syncJitter * kubelet.draw())
    requeueTimer = clock.after(kubelet.nextPoll(from: due) - clock.now) { [weak self] in
      self?.requeueTimer = nil
      self?.requestSync()
    }
  }

  /// Something has changed in the runtime; the next relist will show it.
  func runtimeChanged() {
    guard !isAbandoned, observeTimer == nil else { return }
    let relist = kubelet.nextRelist(after: clock.now)
    observeTimer = clock.after(relist - clock.now) { [weak self] in
      guard let self else { return }
      observeTimer = nil
      guard observed != actual else { return }
      observed = actual
      requestSync()
    }
  }

  /// Notes what `kubectl describe` shows of the pod.
  func note(_ severity: Event.Severity, _ reason: String, _ message: String) {
    kubelet.note(pod.reference, severity, reason, message)
  }
}
