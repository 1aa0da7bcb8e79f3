import ControllerRuntime
import KubeAPI
import Units

/// Making replica sets, numbering them and changing their size.
extension DeploymentReconciler {
  /// Brings the new replica set's notes, if there is such a set, and the deployment's revision up
  /// to date.
  ///
  /// A change of the replica set ends the look; its news brings the next one.
  /// Source: `pkg/controller/deployment/sync.go` (getNewReplicaSet), v1.36.
  func revised(
    _ rollout: Rollout, now: Instant, then next: @escaping (Rollout) -> Plan
  ) -> Plan {
    guard let old = rollout.newSet else { return next(rollout) }
    var set = old
    RevisionHistory.annotate(&set, of: rollout.deployment, number: RevisionHistory.next(rollout))
    set.spec.minReadySeconds = rollout.deployment.spec.minReadySeconds
    guard set == old else { return .attempt(.update(set)) }
    var rollout = rollout
    let needsReason = rollout.deployment.hasProgressDeadline
      && rollout.deployment.status.conditions.first(RolloutStatus.progressing) == nil
    if needsReason {
      rollout.deployment.status.note(
        .isTrue, "FoundNewReplicaSet", "Found new replica set \"\(set.metadata.name)\"", at: now)
    }
    let isNumbered = number(&rollout.deployment, as: set)
    guard needsReason || isNumbered else { return next(rollout) }
    let revised = rollout
    return .attempt(.updateStatus(revised.deployment)) { _ in next(revised) }
  }

  /// Gives `deployment` the revision of its new replica set.
  /// - Returns: whether it had another.
  private func number(_ deployment: inout Deployment, as set: ReplicaSet) -> Bool {
    let revision = set.metadata.annotations[RevisionHistory.revisionKey]
    guard deployment.metadata.annotations[RevisionHistory.revisionKey] != revision else {
      return false
    }
    deployment.metadata.annotations[RevisionHistory.revisionKey] = revision
    return true
  }

  /// Makes the new replica set unless it is there, at once as large as there is room for.
  func withNewSet(
    _ rollout: Rollout, now: Instant, then next: @escaping (Rollout) -> Plan
  ) -> Plan {
    guard rollout.newSet == nil else { return next(rollout) }
    let set = newSet(of: rollout)
    return .call(.create(set)) { result in
      switch result {
      case .success(.object(let object)):
        guard let stored = object as? ReplicaSet else { return .done }
        if stored.spec.replicas > 0 { self.note(stored, from: 0, on: rollout.deployment) }
        return self.announce(stored, rollout, now: now, then: next)
      case .success: return .done
      case .failure(let error) where error.reason == .alreadyExists:
        return self.settleCollision(set, rollout, error)
      case .failure(let error):
        var deployment = rollout.deployment
        deployment.status.note(
          .isFalse, "ReplicaSetCreateError",
          "Failed to create new replica set \"\(set.metadata.name)\": \(error.message)", at: now)
        return .call(.updateStatus(deployment)) { _ in .fail(error) }
      }
    }
  }

  private func newSet(of rollout: Rollout) -> ReplicaSet {
    let deployment = rollout.deployment
    var template = deployment.spec.template
    let hash = TemplateHash.of(template, collisionCount: deployment.status.collisionCount)
    template.metadata.labels[TemplateHash.label] = hash
    var selector = deployment.spec.selector
    selector.matchLabels[TemplateHash.label] = hash
    var set = ReplicaSet(
      metadata: ObjectMeta(
        name: "\(deployment.metadata.name)-\(hash)", namespace: deployment.metadata.namespace,
        labels: template.metadata.labels),
      spec: ReplicaSetSpec(
        replicas: RollingStep.newReplicas(rollout, present: 0), selector: selector,
        template: template))
    set.spec.minReadySeconds = deployment.spec.minReadySeconds
    set.metadata.ownerReferences = [deployment.ownerReference]
    RevisionHistory.annotate(&set, of: deployment, number: RevisionHistory.next(rollout))
    SizeAnnotations.write(rollout.budget, on: &set)
    return set
  }

  private func announce(
    _ set: ReplicaSet, _ rollout: Rollout, now: Instant,
    then next: @escaping (Rollout) -> Plan
  ) -> Plan {
    var rollout = rollout
    rollout.newSet = set
    _ = number(&rollout.deployment, as: set)
    if rollout.deployment.hasProgressDeadline {
      rollout.deployment.status.note(
        .isTrue, "NewReplicaSetCreated", "Created new replica set \"\(set.metadata.name)\"",
        at: now)
    }
    let made = rollout
    return .attempt(.updateStatus(made.deployment)) { _ in next(made) }
  }

  /// A replica set of that name is there: either the very one, which the cache does not show yet,
  /// or another template's with the same hash, which the next hash will avoid.
  private func settleCollision(
    _ set: ReplicaSet, _ rollout: Rollout, _ error: APIError
  ) -> Plan {
    .attempt(.get(ObjectReference(.replicaSet, set.key))) { response in
      guard case .object(let object) = response, let stored = object as? ReplicaSet else {
        return .fail(error)
      }
      let isOwn = stored.metadata.controller?.uid == rollout.deployment.metadata.uid
      if isOwn, TemplateHash.areEqual(stored.spec.template, rollout.deployment.spec.template) {
        return .fail(error)
      }
      var deployment = rollout.deployment
      deployment.status.collisionCount += 1
      return .call(.updateStatus(deployment)) { _ in .fail(error) }
    }
  }

  /// Carries out `resizes` in turn until one is refused; hands on the refusal and the replica sets
  /// as they are then.
  ///
  /// Source: `sync.go` (scaleReplicaSet), v1.36.
  func resize(
    _ resizes: ArraySlice<Resize>, _ rollout: Rollout,
    then next: @escaping (APIError?, [ReplicaSet]) -> Plan
  ) -> Plan {
    resize(resizes, rollout.allSets, rollout, then: next)
  }

  private func resize(
    _ resizes: ArraySlice<Resize>, _ sets: [ReplicaSet], _ rollout: Rollout,
    then next: @escaping (APIError?, [ReplicaSet]) -> Plan
  ) -> Plan {
    guard let first = resizes.first,
      let place = sets.firstIndex(where: { $0.metadata.name == first.name })
    else { return next(nil, sets) }
    let old = sets[place]
    var set = old
    set.spec.replicas = first.replicas
    SizeAnnotations.write(rollout.budget, on: &set)
    guard set != old else {
      return resize(resizes.dropFirst(), sets, rollout, then: next)
    }
    return .call(.update(set)) { result in
      switch result {
      case .failure(let error): return next(error, sets)
      case .success(let response):
        var sets = sets
        if case .object(let object) = response, let stored = object as? ReplicaSet {
          sets[place] = stored
        }
        if set.spec.replicas != old.spec.replicas {
          self.note(set, from: old.spec.replicas, on: rollout.deployment)
        }
        return self.resize(resizes.dropFirst(), sets, rollout, then: next)
      }
    }
  }

  private func note(_ set: ReplicaSet, from old: Int, on deployment: Deployment) {
    let direction = set.spec.replicas > old ? "up" : "down"
    recorder.record(
      deployment.reference, reason: "ScalingReplicaSet",
      message: "Scaled \(direction) replica set \(set.metadata.name) from \(old) to "
        + "\(set.spec.replicas)")
  }
}
