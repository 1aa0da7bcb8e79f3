import ControllerRuntime
import KubeAPI
import Units

/// Brings the replica sets of each Deployment to what it wants.
///
/// The order of one look is the real one's: deletion, pause, scaling, strategy. What a look has
/// written itself it does not read back; a second write of the same object in one look is refused
/// as a conflict, and the next look goes on from there, as in the real one. Roll-backs are done by
/// kubectl, which puts an old template back; the long deprecated annotation that had the
/// controller do it is not read.
/// Source: `pkg/controller/deployment/deployment_controller.go` (syncDeployment), v1.36.
final class DeploymentReconciler: Reconciler {
  let informers: ControlPlaneInformers
  let recorder: EventRecorder

  init(context: ControllerContext, recorder: EventRecorder) {
    informers = context.informers
    self.recorder = recorder
  }

  func plan(for key: ObjectKey, now: Instant) -> Plan {
    guard let deployment = informers.deployments.get(key) else { return .done }
    let claims = Claims(
      deployment, selector: deployment.spec.selector, candidates: candidates(of: deployment))
    return claims.settled(for: deployment) { sets in
      self.look(Rollout(deployment, sets: sets), now: now)
    }
  }

  private func candidates(of deployment: Deployment) -> [ReplicaSet] {
    let namespace = deployment.metadata.namespace
    return [deployment.metadata.uid, nil].flatMap { uid in
      informers.replicaSets.list(
        .byController, ControlPlaneInformers.controllerIndex(namespace, uid: uid))
    }
  }

  private func look(_ rollout: Rollout, now: Instant) -> Plan {
    if rollout.deployment.metadata.isTerminating {
      return revised(rollout, now: now) { self.reportCounts($0, now: now) }
    }
    return notingPause(rollout, now: now) { rollout in
      if rollout.deployment.spec.isPaused {
        return self.revised(rollout, now: now) { self.scale($0, now: now) }
      }
      return self.revised(rollout, now: now) { rollout in
        if ProportionalScaling.isScaling(rollout) { return self.scale(rollout, now: now) }
        return switch rollout.deployment.spec.strategy {
        case .recreate: self.recreate(rollout, now: now)
        case .rollingUpdate: self.roll(rollout, now: now)
        }
      }
    }
  }

  private func notingPause(
    _ rollout: Rollout, now: Instant, then next: @escaping (Rollout) -> Plan
  ) -> Plan {
    guard let status = RolloutStatus.pauseNoted(rollout.deployment, now: now) else {
      return next(rollout)
    }
    var rollout = rollout
    rollout.deployment.status = status
    return .attempt(.updateStatus(rollout.deployment)) { _ in next(rollout) }
  }

  // MARK: The strategies

  private func roll(_ rollout: Rollout, now: Instant) -> Plan {
    withNewSet(rollout, now: now) { rollout in
      switch RollingStep(rollout) {
      case .resizeNew(let resize):
        return self.resize([resize][...], rollout) { failure, _ in
          failure.map { .fail($0) } ?? self.reportProgress(rollout, now: now)
        }
      case .shrinkOld(let resizes):
        // A refusal does not end the look: the change that caused it brings the next one.
        return self.resize(resizes[...], rollout) { _, _ in
          self.reportProgress(rollout, now: now)
        }
      case .nothing: return self.cleanUp(rollout, now: now)
      }
    }
  }

  /// Source: `pkg/controller/deployment/recreate.go`, v1.36.
  private func recreate(_ rollout: Rollout, now: Instant) -> Plan {
    let ends = rollout.activeOldSets.map { Resize($0.metadata.name, to: 0) }
    guard ends.isEmpty else {
      return resize(ends[...], rollout) { failure, _ in
        failure.map { .fail($0) } ?? self.reportProgress(rollout, now: now)
      }
    }
    if hasOldPods(rollout) { return reportProgress(rollout, now: now) }
    return withNewSet(rollout, now: now) { rollout in
      let wanted = rollout.deployment.spec.replicas
      guard let set = rollout.newSet, set.spec.replicas != wanted else {
        return self.cleanUp(rollout, now: now)
      }
      let resize = Resize(set.metadata.name, to: wanted)
      return self.resize([resize][...], rollout) { failure, _ in
        failure.map { .fail($0) } ?? self.cleanUp(rollout, now: now)
      }
    }
  }

  /// Whether a pod of another template may still run; one that is being deleted may.
  private func hasOldPods(_ rollout: Rollout) -> Bool {
    if rollout.oldSets.contains(where: { $0.status.replicas > 0 }) { return true }
    let namespace = rollout.deployment.metadata.namespace
    return rollout.oldSets.contains { set in
      let own = ControlPlaneInformers.controllerIndex(namespace, uid: set.metadata.uid)
      return !informers.pods.compactMap(.byController, own) { $0.isTerminal ? nil : true }.isEmpty
    }
  }

  private func scale(_ rollout: Rollout, now: Instant) -> Plan {
    resize(ProportionalScaling.sizes(rollout)[...], rollout) { failure, _ in
      if let failure { return .fail(failure) }
      guard rollout.deployment.spec.isPaused else {
        return self.reportCounts(rollout, now: now)
      }
      return self.removeHistory(of: rollout) { self.reportCounts(rollout, now: now) }
    }
  }

  private func cleanUp(_ rollout: Rollout, now: Instant) -> Plan {
    guard RolloutStatus.isComplete(rollout.deployment, rollout.deployment.status) else {
      return reportProgress(rollout, now: now)
    }
    return removeHistory(of: rollout) { self.reportProgress(rollout, now: now) }
  }

  private func removeHistory(of rollout: Rollout, then next: @escaping () -> Plan) -> Plan {
    let plans = RevisionHistory.superfluous(rollout).map { set in
      Plan.call(.delete(set.reference, DeleteOptions())) { result in
        if case .failure(let error) = result, error.reason != .notFound { return .fail(error) }
        return .done
      }
    }
    return .inOrder(plans, then: next)
  }

  // MARK: Reports

  private func reportCounts(_ rollout: Rollout, now: Instant) -> Plan {
    write(RolloutStatus.counted(rollout, now: now), rollout, otherwise: .done)
  }

  private func reportProgress(_ rollout: Rollout, now: Instant) -> Plan {
    let status = RolloutStatus.progressed(rollout, now: now)
    let next = RolloutStatus.nextLook(rollout.deployment, status, now: now)
    return write(status, rollout, otherwise: next.map { .requeue(after: $0) } ?? .done)
  }

  private func write(
    _ status: DeploymentStatus, _ rollout: Rollout, otherwise end: Plan
  ) -> Plan {
    guard status != rollout.deployment.status else { return end }
    var deployment = rollout.deployment
    deployment.status = status
    return .attempt(.updateStatus(deployment))
  }
}
