import ControllerRuntime
import KubeAPI
import Units

extension PodWorker {
  /// Makes the workers of all probes of the pod, once.
  func addProbes() {
    guard probes.isEmpty else { return }
    for container in pod.spec.initContainers.filter(\.isSidecar) + pod.spec.containers {
      add(container.startupProbe, .startup, container)
      add(container.readinessProbe, .readiness, container)
      add(container.livenessProbe, .liveness, container)
    }
  }

  private func add(_ probe: Probe?, _ kind: ProbeWorker.Kind, _ container: Container) {
    guard let probe else { return }
    let offset = kubelet.probeOffset(period: .seconds(Int64(max(1, probe.periodSeconds))))
    probes.append(
      ProbeWorker(
        probe, kind, container: container, clock: clock, offset: offset,
        ask: { [weak self] container, probe, id, then in
          guard let self, !isAbandoned else { return }
          kubelet.seams.probes.run(
            probe, container: container, of: podWithAddress, id: id, then: then)
        },
        report: { [weak self] worker, report in self?.hear(worker, report) }))
  }

  /// Whether the container's startup probe has passed, or it has none.
  func hasStarted(_ name: String) -> Bool {
    guard let probe = probe(.startup, of: name) else {
      return container(name)?.startupProbe == nil
    }
    return probe.outcome == .success
  }

  /// Whether the container's readiness probe says yes, or it has none.
  func isReady(_ name: String) -> Bool {
    guard let probe = probe(.readiness, of: name) else {
      return container(name)?.readinessProbe == nil
    }
    return probe.outcome == .success
  }

  /// What probes say about the container's latest run.
  func verdict(on name: String) -> PodActions.Verdict {
    PodActions.Verdict(
      failedLiveness: probe(.liveness, of: name)?.outcome == .failure,
      failedStartup: probe(.startup, of: name)?.outcome == .failure,
      hasStarted: hasStarted(name))
  }

  /// Tells the probes what the status shows, and has those asked on which readiness waits.
  func followProbes() {
    for probe in probes {
      let name = probe.container.name
      guard let record = observed[name] else { continue }
      var since: Instant?
      if case .running(let instant) = record.state { since = instant }
      probe.follow(record.id, runningSince: since, hasStarted: hasStarted(name))
      if probe.kind == .readiness, since != nil, probe.outcome != .success, hasStarted(name) {
        probe.trigger()
      }
    }
  }

  private func probe(_ kind: ProbeWorker.Kind, of name: String) -> ProbeWorker? {
    probes.first { $0.kind == kind && $0.container.name == name }
  }

  private func hear(_ probe: ProbeWorker, _ report: ProbeWorker.Report) {
    guard !isAbandoned, stage != .finished else { return }
    switch report {
    case .failed:
      note(.warning, "Unhealthy", "\(probe.kind.rawValue) probe failed")
    case .changed:
      if probe.kind == .readiness {
        kubelet.statuses.setReadiness(
          of: probe.container.name, podUID: uid, isReady: probe.outcome == .success)
      }
      requestSync()
    }
  }
}
