import KubeAPI
import Units

/// What a deployment reports, from what its replica sets last reported.
///
/// Source: `pkg/controller/deployment/sync.go` (calculateStatus),
/// `pkg/controller/deployment/progress.go`, v1.36.
package enum RolloutStatus {
  static let available = "Available"
  static let progressing = "Progressing"
  static let failure = "ReplicaFailure"
  static let newSetAvailable = "NewReplicaSetAvailable"
  static let timedOut = "ProgressDeadlineExceeded"
  private static let paused = "DeploymentPaused"
  private static let resumed = "DeploymentResumed"

  /// The counts, and whether enough pods are available.
  package static func counted(_ rollout: Rollout, now: Instant) -> DeploymentStatus {
    let sets = rollout.allSets
    func sum(_ count: (ReplicaSetStatus) -> Int) -> Int { sets.reduce(0) { $0 + count($1.status) } }
    var status = rollout.deployment.status
    status.observedGeneration = rollout.deployment.metadata.generation
    status.replicas = sum(\.replicas)
    status.updatedReplicas = rollout.newSet?.status.replicas ?? 0
    status.readyReplicas = sum(\.readyReplicas)
    status.availableReplicas = sum(\.availableReplicas)
    status.unavailableReplicas = max(0, rollout.asked - status.availableReplicas)
    let terminating = sets.compactMap(\.status.terminatingReplicas)
    // Unknown as long as one of them has not said.
    status.terminatingReplicas = terminating.count == sets.count ? terminating.reduce(0, +) : nil
    let isEnough = status.availableReplicas >= rollout.budget.availableMin
    status.conditions.replace(
      Condition(
        available, isEnough ? .isTrue : .isFalse,
        reason: isEnough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
        message: isEnough
          ? "Deployment has minimum availability."
          : "Deployment does not have minimum availability.", since: now))
    return status
  }

  /// The counts, and how the roll-out gets on.
  package static func progressed(_ rollout: Rollout, now: Instant) -> DeploymentStatus {
    var status = counted(rollout, now: now)
    let deployment = rollout.deployment
    let reason = deployment.status.conditions.first(progressing)?.reason
    if !deployment.hasProgressDeadline {
      status.conditions.removeAll { $0.type == progressing }
    } else if status.replicas != status.updatedReplicas || reason != newSetAvailable {
      judge(rollout, &status, now: now)
    }
    let failures = ([rollout.newSet] + rollout.oldSets).compactMap {
      $0?.status.conditions.first(failure)
    }
    if let first = failures.first {
      status.conditions.replace(first)
    } else {
      status.conditions.removeAll { $0.type == failure }
    }
    return status
  }

  private static func judge(_ rollout: Rollout, _ status: inout DeploymentStatus, now: Instant) {
    let deployment = rollout.deployment
    let subject = rollout.newSet.map { "ReplicaSet \"\($0.metadata.name)\"" }
      ?? "Deployment \"\(deployment.metadata.name)\""
    if isComplete(deployment, status) {
      status.note(
        .isTrue, newSetAvailable, "\(subject) has successfully progressed.", at: now)
    } else if hasMoved(from: deployment.status, to: status) {
      // Even if nothing else changes, the time of the last progress does.
      var condition = Condition(
        progressing, .isTrue, reason: "ReplicaSetUpdated", message: "\(subject) is progressing.",
        since: now)
      if let old = status.conditions.first(progressing), old.status == .isTrue {
        condition.lastTransitionTime = old.lastTransitionTime
      }
      status.conditions.removeAll { $0.type == progressing }
      status.conditions.append(condition)
      status.progressUpdateTime = now.truncatedToSeconds
    } else if isOverdue(deployment, status, now: now) {
      status.note(.isFalse, timedOut, "\(subject) has timed out progressing.", at: now)
    }
  }

  /// Whether all pods are new, and available.
  ///
  /// Source: `deployment_util.go` (DeploymentComplete), v1.36.
  package static func isComplete(_ deployment: Deployment, _ status: DeploymentStatus) -> Bool {
    let wanted = deployment.spec.replicas
    return status.updatedReplicas == wanted && status.replicas == wanted
      && status.availableReplicas == wanted
      && status.observedGeneration >= deployment.metadata.generation
  }

  private static func hasMoved(from old: DeploymentStatus, to new: DeploymentStatus) -> Bool {
    new.updatedReplicas > old.updatedReplicas
      || new.replicas - new.updatedReplicas < old.replicas - old.updatedReplicas
      || new.readyReplicas > old.readyReplicas || new.availableReplicas > old.availableReplicas
  }

  private static func isOverdue(
    _ deployment: Deployment, _ status: DeploymentStatus, now: Instant
  ) -> Bool {
    guard let condition = status.conditions.first(progressing),
      condition.reason != newSetAvailable
    else { return false }
    if condition.reason == timedOut { return true }
    guard let deadline = deployment.progressDeadline(after: status) else { return false }
    return deadline < now
  }

  /// When a roll-out that makes no progress must be looked at again; nil when it need not.
  ///
  /// Source: `progress.go` (requeueStuckDeployment), v1.36.
  package static func nextLook(
    _ deployment: Deployment, _ status: DeploymentStatus, now: Instant
  ) -> TimeSpan? {
    guard deployment.hasProgressDeadline,
      let condition = deployment.status.conditions.first(progressing),
      !isComplete(deployment, status), condition.reason != timedOut,
      let deadline = deployment.progressDeadline(after: deployment.status)
    else { return nil }
    let left = deadline > now ? deadline - now : .zero
    // Within the last second, and for as long as a roll-out that was done once lacks a pod, the
    // real one asks again and again; its queue lets ten looks a second through.
    return left < .seconds(1) ? left + .milliseconds(100) : left + .seconds(1)
  }

  /// The status with the note that a pause has begun or ended; nil when there is none to make.
  ///
  /// Source: `sync.go` (checkPausedConditions), v1.36.
  package static func pauseNoted(_ deployment: Deployment, now: Instant) -> DeploymentStatus? {
    let reason = deployment.status.conditions.first(progressing)?.reason
    guard deployment.hasProgressDeadline, reason != timedOut else { return nil }
    let isPaused = deployment.spec.isPaused
    guard isPaused != (reason == paused) else { return nil }
    var status = deployment.status
    status.note(
      .unknown, isPaused ? paused : resumed,
      isPaused ? "Deployment is paused" : "Deployment is resumed", at: now)
    return status
  }
}

extension DeploymentStatus {
  /// Notes how the roll-out gets on, unless that is known already.
  mutating func note(
    _ word: Condition.Status, _ reason: String, _ message: String, at now: Instant
  ) {
    let changed = conditions.replace(
      Condition(RolloutStatus.progressing, word, reason: reason, message: message, since: now))
    if changed { progressUpdateTime = now.truncatedToSeconds }
  }
}

extension Deployment {
  /// Whether a roll-out that makes no progress is reported as failed at some time.
  var hasProgressDeadline: Bool { spec.progressDeadlineSeconds < Int(Int32.max) }

  /// When a roll-out that makes no progress since `status` counts as failed.
  fileprivate func progressDeadline(after status: DeploymentStatus) -> Instant? {
    status.progressUpdateTime.map { $0 + .seconds(Int64(spec.progressDeadlineSeconds)) }
  }
}

extension [Condition] {
  /// Puts `condition` at the end in place of the one of its type, unless that says the same status
  /// for the same reason; the transition time of an unchanged status stays.
  ///
  /// Source: `pkg/controller/deployment/util/deployment_util.go` (SetDeploymentCondition), v1.36.
  /// - Returns: whether anything changed.
  @discardableResult
  fileprivate mutating func replace(_ condition: Condition) -> Bool {
    var condition = condition
    if let old = first(condition.type) {
      if old.status == condition.status, old.reason == condition.reason { return false }
      if old.status == condition.status { condition.lastTransitionTime = old.lastTransitionTime }
    }
    removeAll { $0.type == condition.type }
    append(condition)
    return true
  }
}
