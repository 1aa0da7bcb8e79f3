import ControllerRuntime
import KubeAPI
import Units

/// Keeps as many pods as each ReplicationController wants.
///
/// Source: `pkg/controller/replicaset/replica_set.go` (syncReplicaSet), of which the controller for
/// ReplicationControllers is a thin adapter (`pkg/controller/replication`), v1.36.
final class ReplicationControllerReconciler: Reconciler {
  private let informers: ControlPlaneInformers
  private let parameters: ControlPlaneParameters
  private let recorder: EventRecorder
  var expectations: Expectations
  /// The version of each controller's last status that was written: a cache that shows an older
  /// one must not be acted upon (the "consistency store" of 1.36).
  private var written: [ObjectKey: UInt64] = [:]

  init(context: ControllerContext, recorder: EventRecorder) {
    informers = context.informers
    parameters = context.parameters
    self.recorder = recorder
    expectations = Expectations(timeout: parameters.expectationsTimeout.value)
  }

  /// Drops what is remembered of a controller that is gone.
  func forget(_ key: ObjectKey) {
    expectations.forget(key)
    written[key] = nil
  }

  func plan(for key: ObjectKey, now: Instant) -> Plan {
    guard let controller = informers.replicationControllers.get(key) else {
      forget(key)
      return .done
    }
    if let version = written[key], controller.metadata.resourceVersion < version {
      return .fail(
        APIError(
          .conflict, "failed with read version: \(controller.metadata.resourceVersion) is not as "
            + "new as written version: \(version)"))
    }
    let mayAct = expectations.areMet(for: key, at: now)
    let claims = PodClaims(controller, candidates: candidates(of: controller))
    return claim(claims, for: controller) { pods in
      guard mayAct, !controller.metadata.isTerminating else {
        return self.report(controller, pods: pods, failure: nil, now: now)
      }
      return self.manage(controller, pods: pods, now: now)
    }
  }

  private func candidates(of controller: ReplicationController) -> [Pod] {
    let namespace = controller.metadata.namespace
    return [controller.metadata.uid, nil].flatMap { uid in
      informers.pods.compactMap(
        .byController, ControlPlaneInformers.controllerIndex(namespace, uid: uid)
      ) { $0.isActive ? $0 : nil }
    }
  }

  private func manage(
    _ controller: ReplicationController, pods: [Pod], now: Instant
  ) -> Plan {
    let decision = ReplicaDecision(
      wanted: controller.spec.replicas, active: pods,
      burst: parameters.burstReplicas.value, now: now)
    switch decision {
    case .nothing: return report(controller, pods: pods, failure: nil, now: now)
    case .create(let count): return create(count, for: controller, pods: pods, now: now)
    case .delete(let victims): return delete(victims, of: controller, pods: pods, now: now)
    }
  }

  private func create(
    _ count: Int, for controller: ReplicationController, pods: [Pod], now: Instant
  ) -> Plan {
    expectations.expectCreations(count, of: controller.key, at: now)
    let request = APIRequest.create(controller.newPod())
    return .slowStart(
      Array(repeating: request, count: count),
      each: { _, result in
        switch result {
        case .success(.object(let pod)):
          self.recorder.record(
            controller.reference, reason: "SuccessfulCreate",
            message: "Created pod: \(pod.metadata.name)")
        case .success: break
        case .failure(let error):
          self.recorder.record(
            controller.reference, .warning, reason: "FailedCreate",
            message: "Error creating: \(error.message)")
        }
      },
      then: { result in
        // What failed or was never tried will not be seen.
        self.expectations.observeCreation(
          of: controller.key, count: count - result.successCount)
        return self.report(controller, pods: pods, failure: result.firstError, now: now)
      })
  }

  private func delete(
    _ victims: [Pod], of controller: ReplicationController, pods: [Pod], now: Instant
  ) -> Plan {
    expectations.expectDeletions(victims.map(\.key), of: controller.key, at: now)
    return .parallel(
      victims.map { .delete(ObjectReference(.pod, $0.key), DeleteOptions()) },
      each: { place, result in
        let name = victims[place].metadata.name
        switch result {
        case .success:
          self.recorder.record(
            controller.reference, reason: "SuccessfulDelete", message: "Deleted pod: \(name)")
        case .failure(let error):
          self.expectations.observeDeletion(of: victims[place].key, owner: controller.key)
          if error.reason != .notFound {
            self.recorder.record(
              controller.reference, .warning, reason: "FailedDelete",
              message: "Error deleting: \(error.message)")
          }
        }
      },
      then: { result in
        let failures = result.outcomes.compactMap { outcome -> APIError? in
          guard case .failure(let error)? = outcome, error.reason != .notFound else { return nil }
          return error
        }
        return self.report(controller, pods: pods, failure: failures.first, now: now)
      })
  }

  /// Writes the status if it changed, then ends as `failure` says.
  private func report(
    _ controller: ReplicationController, pods: [Pod], failure: APIError?, now: Instant
  ) -> Plan {
    let status = ReplicaStatus.of(controller, pods: pods, failure: failure, now: now)
    let minReady = TimeSpan.seconds(Int64(controller.spec.minReadySeconds))
    let end: Plan
    if let failure {
      end = .fail(failure)
    } else if let wait = ReplicaStatus.nextAvailability(pods, minReady: minReady, now: now) {
      end = .requeue(after: wait)
    } else {
      end = .done
    }
    guard status != controller.status else { return end }
    return write(status, of: controller, retries: 1, then: end)
  }

  private func write(
    _ status: ReplicationControllerStatus, of controller: ReplicationController, retries: Int,
    then end: Plan
  ) -> Plan {
    var changed = controller
    changed.status = status
    return .call(.updateStatus(changed)) { result in
      switch result {
      case .success(let response):
        if case .object(let stored) = response {
          self.written[controller.key] = stored.metadata.resourceVersion
        }
        return end
      case .failure(let error):
        guard retries > 0 else { return .fail(error) }
        return .attempt(.get(controller.reference)) { response in
          guard case .object(let object) = response,
            let fresh = object as? ReplicationController
          else { return .fail(error) }
          return self.write(status, of: fresh, retries: retries - 1, then: end)
        }
      }
    }
  }
}
