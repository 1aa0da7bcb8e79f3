import ControllerRuntime
import KubeAPI
import Units

/// What a pod worker that waits for secrets and config maps of its volumes has planned.
struct ConfigurationWait {
  /// The next try.
  let timer: TimerToken
  /// Goes on when the wait is over (true) or given up.
  let then: (Bool) -> Void
}

/// The wait for volumes made of secrets and config maps: each failed try waits twice as long for
/// the next, whatever becomes of the objects meanwhile.
///
/// Source: `pkg/kubelet/volumemanager/reconciler` and
/// `pkg/util/goroutinemap/exponentialbackoff/exponential_backoff.go`, v1.36. Not simulated: the
/// sync gives up after 2 min 3 s and comes back 10 to 15 s later; the tries go on meanwhile, so
/// that a start comes late by that pause only when the objects appear just in it.
extension PodWorker {
  /// Goes on when all such volumes are set up; with false when the pod is to end instead.
  func setUpConfiguration(then: @escaping (Bool) -> Void) {
    guard ConfiguredVolumes.areIn(pod.spec) else { return then(true) }
    trySettingUp(wait: parameters.volumeBackOff, then: then)
  }

  private func trySettingUp(wait: TimeSpan, then: @escaping (Bool) -> Void) {
    configurationWait = nil
    guard stage == .syncing else { return then(false) }
    let problems = kubelet.volumeProblems(of: pod)
    if problems.isEmpty { return then(true) }
    for problem in problems { note(.warning, "FailedMount", problem) }
    let timer = clock.after(wait) { [weak self] in
      guard let self, !isAbandoned else { return }
      trySettingUp(wait: min(wait * 2, parameters.volumeBackOffMax), then: then)
    }
    configurationWait = ConfigurationWait(timer: timer, then: then)
  }

  /// Ends the wait: the pod is to end.
  func giveUpConfiguration() {
    guard let wait = configurationWait else { return }
    configurationWait = nil
    clock.cancel(wait.timer)
    wait.then(false)
  }
}
