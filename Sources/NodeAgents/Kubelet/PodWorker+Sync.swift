import ControllerRuntime
import KubeAPI
import Units

extension PodWorker {
  /// Keeps the pod's containers going.
  ///
  /// Source: `pkg/kubelet/kubelet.go` (SyncPod), v1.36.
  func sync() {
    let status = publishStatus()
    if status.phase == .succeeded || status.phase == .failed {
      stage = .terminating
      return finishSync(Outcome(), isTransition: true)
    }
    guard areVolumesMounted else { return awaitVolumes { [weak self] in self?.act() } }
    act()
  }

  /// Reports the pod's status as the last relist showed it.
  @discardableResult
  func publishStatus(isEnding: Bool = false) -> PodStatus {
    let report = PodStatusReport(
      pod: pod, previous: kubelet.statuses.status(of: uid) ?? pod.status, view: observed,
      waiting: waiting, hasStarted: { self.hasStarted($0) }, isReady: { self.isReady($0) },
      isEnding: isEnding, eviction: eviction, hostIP: kubelet.node.internalIP, now: clock.now)
    let status = report.status()
    if !isRemoved { kubelet.statuses.set(status, of: pod) }
    followProbes()
    return status
  }

  private func act() {
    addProbes()
    let actions = PodActions.decide(pod, observed) { self.verdict(on: $0) }
    if actions.isDone || actions.isEmpty { return finishSync(Outcome()) }
    stop(actions.kills[...]) { self.makeSandbox(actions) }
  }

  /// Stops containers whose probes have failed, one after the other.
  private func stop(_ kills: ArraySlice<PodActions.Kill>, then: @escaping () -> Void) {
    guard let kill = kills.first else { return then() }
    let grace = TimeSpan.seconds(max(1, pod.spec.terminationGracePeriodSeconds))
    self.kill(kill.container, grace: grace, message: kill.message) { [weak self] in
      guard let self, !isAbandoned else { return }
      stop(kills.dropFirst(), then: then)
    }
  }

  private func makeSandbox(_ actions: PodActions) {
    guard actions.needsSandbox, actual.podIP == nil else {
      return start(actions.starts[...], Outcome(hasActed: true))
    }
    kubelet.seams.runtime.createSandbox(for: pod) { [weak self] result in
      guard let self, !isAbandoned else { return }
      switch result {
      case .success(let sandbox):
        actual.podIP = sandbox.podIP
        runtimeChanged()
        start(actions.starts[...], Outcome(hasActed: true))
      case .failure(let error):
        note(
          .warning, "FailedCreatePodSandBox", "Failed to create pod sandbox: \(error.message)")
        var outcome = Outcome(hasActed: true)
        outcome.fail()
        finishSync(outcome)
      }
    }
  }

  /// Starts containers one after the other; one that cannot be started does not stop the next.
  private func start(_ names: ArraySlice<String>, _ outcome: Outcome) {
    guard let name = names.first, let container = container(name) else {
      return finishSync(outcome)
    }
    var outcome = outcome
    let next = { [weak self] in
      guard let self, !isAbandoned else { return }
      start(names.dropFirst(), outcome)
    }
    let key = Kubelet.RestartKey(podUID: uid, container: name)
    if let end = kubelet.restartWait(key, since: lastFinish(of: name)) {
      let wait = ImagePuller.text(kubelet.restarts.wait(of: key))
      note(
        .warning, "BackOff",
        "Back-off restarting failed container \(name) in pod \(pod.metadata.name)_"
          + "\(pod.metadata.namespace)(\(uid))")
      waiting[name] = .init(
        reason: "CrashLoopBackOff",
        message: "back-off \(wait) restarting failed container=\(name) "
          + "pod=\(pod.metadata.name)_\(pod.metadata.namespace)(\(uid))")
      outcome.fail(retryAt: end)
      return next()
    }
    kubelet.images.ensure(container, podUID: uid, note: noter(of: container)) {
      [weak self] result in
      guard let self, !isAbandoned else { return }
      switch result {
      case .failure(let error):
        refuse(container, error)
        outcome.fail()
        next()
      case .success:
        launch(container) { started in
          if !started { outcome.fail() }
          next()
        }
      }
    }
  }

  /// When the container's latest run ended of which the last relist knows.
  private func lastFinish(of name: String) -> Instant? {
    let record = observed[name]
    return record?.finishedAt ?? record?.lastFinishedAt
  }

  private func launch(_ container: Container, then: @escaping (Bool) -> Void) {
    let environment: StringMap
    do {
      environment = try kubelet.environment(of: container, pod: podWithAddress)
    } catch {
      note(.warning, "Failed", "Error: \(error.message)")
      refuse(container, error, isNoted: true)
      return then(false)
    }
    guard let place = actual.place(of: container.name) else { return then(false) }
    let record = actual.containers[place]
    let launch = ContainerLaunch(
      pod: podWithAddress, container: container, environment: environment,
      restartCount: record.state == .absent ? 0 : record.restartCount + 1)
    var started: ContainerID?
    var early: ContainerExit?
    kubelet.seams.runtime.startContainer(
      launch,
      exited: { [weak self] exit in
        if let started { self?.ended(started, exit) } else { early = exit }
      },
      then: { [weak self] result in
        guard let self, !isAbandoned else { return }
        switch result {
        case .success(let id):
          started = id
          actual.start(place, as: id, at: clock.now)
          waiting[container.name] = nil
          note(.normal, "Created", "Container created")
          note(.normal, "Started", "Container started")
          runtimeChanged()
          if let early { ended(id, early) }
          then(true)
        case .failure(let error):
          refuse(container, error)
          then(false)
        }
      })
  }

  /// A container's main process has ended.
  private func ended(_ id: ContainerID, _ exit: ContainerExit) {
    guard !isAbandoned, actual.end(id, exit, at: clock.now) != nil else { return }
    exitWaiters.removeValue(forKey: id)?()
    runtimeChanged()
  }

  private func refuse(_ container: Container, _ error: RuntimeError, isNoted: Bool = false) {
    waiting[container.name] = .init(reason: error.reason, message: error.message)
    if !isNoted { note(.warning, "Failed", "Error: \(error.reason)") }
  }

  private func noter(
    of container: Container
  ) -> (Event.Severity, _ reason: String, _ message: String) -> Void {
    { [weak self] severity, reason, message in
      guard let self, !isAbandoned else { return }
      note(severity, reason, message)
    }
  }

  /// The container of the spec called `name`.
  func container(_ name: String) -> Container? {
    pod.spec.containers.first { $0.name == name }
      ?? pod.spec.initContainers.first { $0.name == name }
  }

  /// The pod with the address that its sandbox has, which its object may not show yet.
  var podWithAddress: Pod {
    var pod = pod
    pod.status.podIP = actual.podIP ?? pod.status.podIP
    pod.status.hostIP = kubelet.node.internalIP
    return pod
  }
}
