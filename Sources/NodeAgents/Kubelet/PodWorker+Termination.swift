import ControllerRuntime
import KubeAPI
import Units

extension PodWorker {
  /// The time that the pod's containers get to end, one second at least.
  ///
  /// Source: `pkg/kubelet/pod_workers.go` (calculateEffectiveGracePeriod), v1.36.
  var effectiveGrace: TimeSpan {
    var seconds = pod.metadata.deletionGracePeriodSeconds ?? 0
    if seconds == 0, !isRemoved, pod.metadata.deletionGracePeriodSeconds == nil {
      seconds = pod.spec.terminationGracePeriodSeconds
    }
    return .seconds(max(1, seconds))
  }

  /// Stops everything that runs, then takes the sandbox down.
  ///
  /// Source: `pkg/kubelet/kubelet.go` (SyncTerminatingPod), v1.36.
  func terminate() {
    publishStatus()
    for probe in probes where probe.kind != .readiness { probe.stop() }
    let deadline = clock.now + effectiveGrace
    let sidecars = pod.spec.initContainers.filter(\.isSidecar).map(\.name)
    let others = actual.containers.map(\.name).filter { !sidecars.contains($0) }
    killAll(others[...], deadline: deadline) { [weak self] in
      self?.killInTurn(sidecars.reversed()[...], deadline: deadline) { self?.takeDown() }
    }
  }

  /// Stops one container; answers when its process has ended, at once when none runs.
  func kill(_ name: String, grace: TimeSpan, message: String, then: @escaping () -> Void) {
    guard let record = actual[name], record.isRunning, let id = record.id,
      let container = container(name)
    else { return then() }
    note(.normal, "Killing", message)
    let kill = ContainerKill(
      id: id, container: container, pod: podWithAddress, grace: grace, worker: self)
    kills.append(kill)
    exitWaiters[id] = { [weak self, weak kill] in
      kill?.processEnded()
      self?.kills.removeAll { $0 === kill }
      then()
    }
    kill.begin()
  }

  private func killAll(
    _ names: ArraySlice<String>, deadline: Instant, then: @escaping () -> Void
  ) {
    var left = names.count
    guard left > 0 else { return then() }
    for name in names {
      kill(name, grace: deadline - clock.now, message: "Stopping container \(name)") {
        left -= 1
        if left == 0 { then() }
      }
    }
  }

  /// Stops sidecars one after the other, each with what is left of the grace.
  private func killInTurn(
    _ names: ArraySlice<String>, deadline: Instant, then: @escaping () -> Void
  ) {
    guard let name = names.first, !isAbandoned else { return then() }
    let grace = max(parameters.minimumGrace, deadline - clock.now)
    kill(name, grace: grace, message: "Stopping container \(name)") { [weak self] in
      self?.killInTurn(names.dropFirst(), deadline: deadline, then: then)
    }
  }

  private func takeDown() {
    guard !isAbandoned else { return }
    guard actual.podIP != nil else { return ended() }
    kubelet.seams.runtime.removeSandbox(podUID: uid) { [weak self] in
      guard let self, !isAbandoned else { return }
      actual.podIP = nil
      ended()
    }
  }

  private func ended() {
    for probe in probes { probe.stop() }
    observed = actual
    publishStatus(isEnding: true)
    stage = .terminated
    finishSync(Outcome(), isTransition: true)
  }

  /// The last sync: nothing is left on the node, so the object may vanish.
  ///
  /// Source: `pkg/kubelet/kubelet.go` (SyncTerminatedPod), v1.36.
  func putAway() {
    publishStatus(isEnding: true)
    releaseVolumes { [self] in
      stage = .finished
      finishSync(Outcome())
      kubelet.finished(self)
    }
  }
}
