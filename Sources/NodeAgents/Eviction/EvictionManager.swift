import ControllerRuntime
import KubeAPI
import Units

/// Looks after a node's memory: says when it is short, and ends pods one by one until it is not.
///
/// It looks every 10 s; after an eviction as soon as the pod is gone. What it has seen is true for
/// 5 min. Only memory is looked after: disks and process numbers do not run out here.
/// Source: `pkg/kubelet/eviction/eviction_manager.go`, v1.36.
final class EvictionManager {
  private unowned let kubelet: Kubelet
  private let memory: any NodeMemory
  private var shortAt: Instant?
  private var timer: TimerToken?

  init(_ kubelet: Kubelet, memory: any NodeMemory) {
    self.kubelet = kubelet
    self.memory = memory
  }

  private var clock: any Clock { kubelet.seams.clock }
  private var parameters: NodeAgentParameters { kubelet.parameters }

  /// Whether memory was short at its last look, or a short time ago.
  private(set) var isUnderPressure = false

  /// Looks now, and again and again.
  func start() { look() }

  /// Looks no more.
  func stop() {
    if let timer { clock.cancel(timer) }
    timer = nil
  }

  private func look() {
    let now = clock.now
    let available = memory.available
    let isShort = available < parameters.evictionThreshold
    if isShort { shortAt = now }
    let wasUnderPressure = isUnderPressure
    isUnderPressure = shortAt.map { now - $0 < parameters.pressureTransition } ?? false
    if isUnderPressure != wasUnderPressure { notePressure() }
    guard isShort else { return lookAgain(after: parameters.evictionMonitor) }
    kubelet.noteOfNode(.warning, "EvictionThresholdMet", "Attempting to reclaim memory")
    guard let worker = evictOne(available) else {
      return lookAgain(after: parameters.evictionMonitor)
    }
    waitForEnd(of: worker, until: now + parameters.evictionCleanup)
  }

  private func lookAgain(after span: TimeSpan) {
    timer = clock.after(span) { [weak self] in self?.look() }
  }

  /// Looks again when nothing of the evicted pod is left on the node, or it takes too long.
  private func waitForEnd(of worker: PodWorker, until deadline: Instant) {
    timer = clock.after(parameters.evictionPoll) { [weak self, weak worker] in
      guard let self else { return }
      if let worker, worker.stage != .finished, clock.now < deadline {
        return waitForEnd(of: worker, until: deadline)
      }
      look()
    }
  }

  private func evictOne(_ available: Bytes) -> PodWorker? {
    let workers = kubelet.syncingWorkers
    let candidates = workers.map { worker in
      Eviction.Candidate(
        pod: worker.pod,
        use: memory.use(ofPod: worker.uid).map { .init(container: $0.container, bytes: $0.bytes) })
    }
    let first = Eviction.ranked(candidates).first { !$0.pod.isCritical }
    guard let first, let worker = workers.first(where: { $0.uid == first.pod.metadata.uid })
    else { return nil }
    let message = Eviction.message(
      first, threshold: parameters.evictionThreshold, available: available)
    worker.note(.warning, Eviction.reason, message)
    worker.evict(message)
    return worker
  }

  private func notePressure() {
    kubelet.noteOfNode(
      .normal, isUnderPressure ? "NodeHasInsufficientMemory" : "NodeHasSufficientMemory",
      "Node \(kubelet.name) status is now: "
        + (isUnderPressure ? "NodeHasInsufficientMemory" : "NodeHasSufficientMemory"))
  }
}
