import ControllerRuntime
import KubeAPI
import Units

/// The stopping of one container: its preStop hook, SIGTERM, and SIGKILL when the grace is over.
///
/// The hook runs inside the grace, and SIGTERM gets 2 s at least however long the hook took.
/// Source: `pkg/kubelet/kuberuntime/kuberuntime_container.go` (killContainer), v1.36.
final class ContainerKill {
  private enum Step {
    case hook
    case terminated
    case done
  }
  private let id: ContainerID
  private let container: Container
  private let pod: Pod
  private unowned let worker: PodWorker
  private let begun: Instant
  private var deadline: Instant
  private var step = Step.hook
  private var timer: TimerToken?

  init(id: ContainerID, container: Container, pod: Pod, grace: TimeSpan, worker: PodWorker) {
    self.id = id
    self.container = container
    self.pod = pod
    self.worker = worker
    begun = worker.clock.now
    deadline = begun + grace
  }

  private var clock: any Clock { worker.clock }
  private var runtime: any ContainerRuntime { worker.kubelet.seams.runtime }

  /// Begins with the hook, or with SIGTERM when there is none.
  func begin() {
    guard let hook = container.preStop else { return terminate() }
    setTimer(deadline) { $0.terminate() }
    runtime.runHook(hook, in: id, pod: pod) { [weak self] result in
      guard let self, step == .hook else { return }
      if case .failure(let error) = result {
        worker.note(.warning, "FailedPreStopHook", "PreStopHook failed: \(error.message)")
      }
      terminate()
    }
  }

  /// Lets the container have no more than `grace` from now.
  func shorten(to grace: TimeSpan) {
    guard step != .done, clock.now + grace < deadline else { return }
    deadline = clock.now + grace
    switch step {
    case .hook: setTimer(deadline) { $0.terminate() }
    case .terminated: setTimer(deadline) { $0.runtime.signal($0.id, .kill) }
    case .done: break
    }
  }

  /// The container's process has ended, by itself or by our doing.
  func processEnded() {
    step = .done
    cancelTimer()
  }

  /// The machine is gone.
  func abandon() { processEnded() }

  private func terminate() {
    guard step == .hook else { return }
    step = .terminated
    // Whatever the hook has used up, the process gets its chance to end by itself.
    deadline = max(deadline, clock.now + worker.parameters.minimumGrace)
    setTimer(deadline) { $0.runtime.signal($0.id, .kill) }
    runtime.signal(id, .terminate)
  }

  private func setTimer(_ instant: Instant, _ action: @escaping (ContainerKill) -> Void) {
    cancelTimer()
    timer = clock.after(instant - clock.now) { [weak self] in
      guard let self else { return }
      timer = nil
      action(self)
    }
  }

  private func cancelTimer() {
    if let timer { clock.cancel(timer) }
    timer = nil
  }
}
