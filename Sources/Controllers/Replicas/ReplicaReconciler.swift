import ControllerRuntime
import KubeAPI
import Units

/// Keeps as many pods as each object of one kind wants.
///
/// Source: `pkg/controller/replicaset/replica_set.go` (syncReplicaSet), v1.36.
final class ReplicaReconciler<Object: ReplicaKeeper>: Reconciler {
  private let objects: Informer<Object>
  private let informers: ControlPlaneInformers
  private let parameters: ControlPlaneParameters
  private let recorder: EventRecorder
  var expectations: Expectations
  /// The version of each object's last status that was written: a cache that shows an older one
  /// must not be acted upon (the "consistency store" of 1.36).
  private var written: [ObjectKey: UInt64] = [:]

  init(_ objects: Informer<Object>, context: ControllerContext, recorder: EventRecorder) {
    self.objects = objects
    informers = context.informers
    parameters = context.parameters
    self.recorder = recorder
    expectations = Expectations(timeout: parameters.expectationsTimeout.value)
  }

  /// Drops what is remembered of an object that is gone.
  func forget(_ key: ObjectKey) {
    expectations.forget(key)
    written[key] = nil
  }

  func plan(for key: ObjectKey, now: Instant) -> Plan {
    guard let object = objects.get(key) else {
      forget(key)
      return .done
    }
    if let version = written[key], object.metadata.resourceVersion < version {
      return .fail(
        APIError(
          .conflict, "failed with read version: \(object.metadata.resourceVersion) is not as "
            + "new as written version: \(version)"))
    }
    let mayAct = expectations.areMet(for: key, at: now)
    let claims = Claims(object, selector: object.podSelector, candidates: candidates(of: object))
    let terminating = terminatingCount(of: object)
    return claims.settled(for: object) { pods in
      let round = Round(object: object, pods: pods, terminating: terminating, now: now)
      guard mayAct, !object.metadata.isTerminating else {
        return self.report(round, failure: nil)
      }
      return self.manage(round)
    }
  }

  /// What one look at an object rests on.
  private struct Round {
    let object: Object
    /// Its active pods, as they were before anything was done.
    let pods: [Pod]
    /// Pods of its own that are being deleted; nil when it does not report them.
    let terminating: Int?
    let now: Instant
  }

  private func candidates(of object: Object) -> [Pod] {
    let namespace = object.metadata.namespace
    return [object.metadata.uid, nil].flatMap { uid in
      informers.pods.compactMap(
        .byController, ControlPlaneInformers.controllerIndex(namespace, uid: uid)
      ) { $0.isActive ? $0 : nil }
    }
  }

  private func terminatingCount(of object: Object) -> Int? {
    guard Object.reportsTerminating else { return nil }
    let own = ControlPlaneInformers.controllerIndex(
      object.metadata.namespace, uid: object.metadata.uid)
    return informers.pods.compactMap(.byController, own) { pod in
      pod.metadata.isTerminating && !pod.isTerminal
        && object.podSelector.matches(pod.metadata.labels) ? true : nil
    }.count
  }

  /// Active pods of all replica sets of the same owner, the object's own included; none for an
  /// object without an owner.
  ///
  /// Source: `replica_set.go` (getIndirectlyRelatedPods), v1.36.
  private func relatedPods(of object: Object) -> [Pod] {
    guard let owner = object.metadata.controller else { return [] }
    let namespace = object.metadata.namespace
    let sets = informers.replicaSets.list(
      .byController, ControlPlaneInformers.controllerIndex(namespace, uid: owner.uid))
    return informers.pods.compactMap(.byNamespace, namespace) { pod in
      pod.isActive && sets.contains { $0.spec.selector.matches(pod.metadata.labels) } ? pod : nil
    }
  }

  private func manage(_ round: Round) -> Plan {
    let decision = ReplicaDecision(
      wanted: round.object.replicas, active: round.pods,
      related: relatedPods(of: round.object), burst: parameters.burstReplicas.value,
      now: round.now)
    switch decision {
    case .nothing: return report(round, failure: nil)
    case .create(let count): return create(count, round)
    case .delete(let victims): return delete(victims, round)
    }
  }

  private func create(_ count: Int, _ round: Round) -> Plan {
    let object = round.object
    expectations.expectCreations(count, of: object.key, at: round.now)
    let request = APIRequest.create(object.newPod())
    return .slowStart(
      Array(repeating: request, count: count),
      each: { _, result in
        switch result {
        case .success(.object(let pod)):
          self.recorder.record(
            object.reference, reason: "SuccessfulCreate",
            message: "Created pod: \(pod.metadata.name)")
        case .success: break
        case .failure(let error):
          self.recorder.record(
            object.reference, .warning, reason: "FailedCreate",
            message: "Error creating: \(error.message)")
        }
      },
      then: { result in
        // What failed or was never tried will not be seen.
        self.expectations.observeCreation(of: object.key, count: count - result.successCount)
        return self.report(round, failure: result.firstError)
      })
  }

  private func delete(_ victims: [Pod], _ round: Round) -> Plan {
    let object = round.object
    expectations.expectDeletions(victims.map(\.key), of: object.key, at: round.now)
    return .parallel(
      victims.map { .delete(ObjectReference(.pod, $0.key), DeleteOptions()) },
      each: { place, result in
        let name = victims[place].metadata.name
        switch result {
        case .success:
          self.recorder.record(
            object.reference, reason: "SuccessfulDelete", message: "Deleted pod: \(name)")
        case .failure(let error):
          self.expectations.observeDeletion(of: victims[place].key, owner: object.key)
          if error.reason != .notFound {
            self.recorder.record(
              object.reference, .warning, reason: "FailedDelete",
              message: "Error deleting: \(error.message)")
          }
        }
      },
      then: { result in
        let failures = result.outcomes.compactMap { outcome -> APIError? in
          guard case .failure(let error)? = outcome, error.reason != .notFound else { return nil }
          return error
        }
        return self.report(round, failure: failures.first)
      })
  }

  /// Writes the status if it changed, then ends as `failure` says.
  private func report(_ round: Round, failure: APIError?) -> Plan {
    let object = round.object
    let status = ReplicaStatus.of(
      object, pods: round.pods, terminating: round.terminating, failure: failure, now: round.now)
    let end: Plan
    if let failure {
      end = .fail(failure)
    } else if let wait = ReplicaStatus.nextAvailability(
      round.pods, minReady: object.minReadyTime, now: round.now)
    {
      end = .requeue(after: wait)
    } else {
      end = .done
    }
    guard status != object.status else { return end }
    return write(status, of: object, retries: 1, then: end)
  }

  private func write(
    _ status: ReplicaSetStatus, of object: Object, retries: Int, then end: Plan
  ) -> Plan {
    var changed = object
    changed.status = status
    return .call(.updateStatus(changed)) { result in
      switch result {
      case .success(let response):
        if case .object(let stored) = response {
          self.written[object.key] = stored.metadata.resourceVersion
        }
        return end
      case .failure(let error):
        guard retries > 0 else { return .fail(error) }
        return .attempt(.get(object.reference)) { response in
          guard case .object(let stored) = response, let fresh = stored as? Object else {
            return .fail(error)
          }
          return self.write(status, of: fresh, retries: retries - 1, then: end)
        }
      }
    }
  }
}
