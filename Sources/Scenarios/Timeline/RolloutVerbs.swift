import ClusterSim
import Controllers
import ControllerRuntime
import KubeAPI
import Printing
import Units

/// `kubectl rollout`.
final class RolloutVerbs {
  /// How long `status` waits without `--timeout`: kubectl would for ever, and so would the run.
  private static let patience = TimeSpan.minutes(60)

  private let run: ClusterRun

  init(_ run: ClusterRun) { self.run = run }

  func carryOut(_ command: RolloutCommand, then done: @escaping (String) -> Void) {
    next(command.targets[...], command, output: "", then: done)
  }

  private func next(
    _ targets: ArraySlice<String>, _ command: RolloutCommand, output: String,
    then done: @escaping (String) -> Void
  ) {
    guard let name = targets.first else { return done(output) }
    let key = ObjectKey(namespace: command.namespace, name: name)
    let go: (String) -> Void = { [unowned self] text in
      next(targets.dropFirst(), command, output: output + text, then: done)
    }
    run.kubectl.send(.get(ObjectReference(.deployment, key))) { [unowned self] result in
      switch result {
      case .failure(let error):
        go(KubectlMessages.serverError(reason: error.reason.rawValue, message: error.message))
      case .success(.object(let object)):
        guard let deployment = object as? Deployment else { return go("") }
        carryOut(command.verb, on: deployment, then: go)
      case .success: go("")
      }
    }
  }

  private func carryOut(
    _ verb: RolloutCommand.Verb, on deployment: Deployment, then done: @escaping (String) -> Void
  ) {
    switch verb {
    case .status(let seconds): watch(deployment.key, timeoutSeconds: seconds, then: done)
    case .undo(let revision): undo(deployment, to: revision, then: done)
    case .restart: restart(deployment, then: done)
    case .pause: setPaused(true, deployment, then: done)
    case .resume: setPaused(false, deployment, then: done)
    case .history(let revision): done(history(of: deployment, revision: revision))
    }
  }

  // MARK: status

  /// Prints a line at each change of the deployment until its roll-out is done or has failed.
  private func watch(
    _ key: ObjectKey, timeoutSeconds: Int64?, then done: @escaping (String) -> Void
  ) {
    let watch = StatusWatch(key, then: done)
    run.clock.after(timeoutSeconds.map { .seconds($0) } ?? Self.patience) { [run] in
      guard !watch.isOver else { return }
      if timeoutSeconds == nil {
        run.warn("kubectl rollout status of \(key.name) was given up after an hour")
      }
      watch.end(RolloutMessages.timedOut)
    }
    run.when({ watch.look($0) }, then: { watch.report() })
  }

  // MARK: Changes

  private func undo(
    _ deployment: Deployment, to wanted: Int?, then done: @escaping (String) -> Void
  ) {
    let name = deployment.metadata.name
    let revisions = revisions(of: deployment)
    let target: ReplicaSet
    if let wanted {
      guard let found = revisions.first(where: { $0.number == wanted }) else {
        return done(RolloutMessages.noRevision(wanted))
      }
      target = found.set
    } else {
      guard revisions.count > 1 else { return done(RolloutMessages.noHistory(name)) }
      target = revisions[revisions.count - 2].set
    }
    if deployment.spec.isPaused { return done(RolloutMessages.pausedNoUndo) }
    var template = target.spec.template
    template.metadata.labels[TemplateHash.label] = nil
    guard template != deployment.spec.template else {
      let number = wanted ?? RevisionHistory.revision(of: target.metadata)
      return done(RolloutMessages.skipped(name, revision: number))
    }
    change(deployment, .rolledBack, by: { [template] in $0.spec.template = template }, then: done)
  }

  private func restart(_ deployment: Deployment, then done: @escaping (String) -> Void) {
    let name = deployment.metadata.name
    if deployment.spec.isPaused {
      return done(
        RolloutMessages.refused(
          name, "can't restart paused deployment (run rollout resume first)"))
    }
    let time = SimulatedCalendar.rfc3339(run.clock.now)
    change(
      deployment, .restarted,
      by: {
        $0.spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"] = time
      }, then: done)
  }

  private func setPaused(
    _ isPaused: Bool, _ deployment: Deployment, then done: @escaping (String) -> Void
  ) {
    guard deployment.spec.isPaused != isPaused else {
      return done(
        RolloutMessages.refused(
          deployment.metadata.name, isPaused ? "is already paused" : "is not paused"))
    }
    change(
      deployment, isPaused ? .paused : .resumed, by: { $0.spec.isPaused = isPaused }, then: done)
  }

  private func change(
    _ deployment: Deployment, _ deed: KubectlMessages.Deed,
    by change: @escaping @Sendable (inout Deployment) -> Void,
    then done: @escaping (String) -> Void
  ) {
    let patch = Patch(deed.rawValue) { object throws(APIError) in
      guard var deployment = object as? Deployment else { return }
      change(&deployment)
      object = deployment
    }
    run.kubectl.send(.patch(deployment.reference, patch)) { result in
      switch result {
      case .success:
        done(KubectlMessages.done(deed, .deployment, deployment.metadata.name))
      case .failure(let error):
        done(KubectlMessages.serverError(reason: error.reason.rawValue, message: error.message))
      }
    }
  }

  // MARK: History

  private func history(of deployment: Deployment, revision: Int?) -> String {
    let name = deployment.metadata.name
    let revisions = revisions(of: deployment)
    guard let revision else {
      let causes = revisions.map {
        ($0.number, $0.set.metadata.annotations["kubernetes.io/change-cause"])
      }
      return RolloutMessages.history(name, causes)
    }
    guard let found = revisions.first(where: { $0.number == revision }) else {
      return RolloutMessages.noRevision(revision)
    }
    return RolloutMessages.template(
      name, revision: revision, found.set.spec.template, now: run.clock.now)
  }

  /// The numbered replica sets, oldest revision first.
  private func revisions(of deployment: Deployment) -> [(number: Int, set: ReplicaSet)] {
    guard let found = run.deployment(deployment.key) else { return [] }
    let sets = found.oldSets + (found.newSet.map { [$0] } ?? [])
    return sets.map { (RevisionHistory.revision(of: $0.metadata), $0) }
      .filter { $0.0 > 0 }.sorted { $0.0 < $1.0 }
  }
}

/// One `kubectl rollout status` that waits.
private final class StatusWatch {
  private let key: ObjectKey
  private let done: (String) -> Void
  private var output = ""
  private var version: UInt64 = 0
  private(set) var isOver = false
  private var isReported = false

  init(_ key: ObjectKey, then done: @escaping (String) -> Void) {
    self.key = key
    self.done = done
  }

  /// Takes note of the deployment as it is now; answers whether the waiting is over.
  func look(_ run: ClusterRun) -> Bool {
    guard !isOver else { return true }
    guard let deployment = run.deployment(key)?.deployment else {
      output += "error: object has been deleted\n"
      isOver = true
      return true
    }
    guard deployment.metadata.resourceVersion != version else { return false }
    version = deployment.metadata.resourceVersion
    switch RolloutMessages.progress(of: deployment) {
    case .under(let text): output += text
    case .done(let text), .failed(let text):
      output += text
      isOver = true
    }
    return isOver
  }

  /// Ends the waiting with `text`.
  func end(_ text: String) {
    guard !isOver else { return }
    isOver = true
    output += text
    report()
  }

  /// Hands over what was printed, once.
  func report() {
    guard !isReported else { return }
    isReported = true
    done(output)
  }
}
