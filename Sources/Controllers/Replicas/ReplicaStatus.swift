import ControllerRuntime
import KubeAPI
import Units

/// What a replica set or replication controller reports.
///
/// Computed from the pods as they were before the creations and deletions of the same round: the
/// report lags its own writes, as in the real thing (trace s1a_rc_respawn).
/// Source: `pkg/controller/replicaset/replica_set_utils.go` (calculateStatus), v1.36.
enum ReplicaStatus {
  static let failureCondition = "ReplicaFailure"

  static func of(
    _ keeper: some ReplicaKeeper, pods: [Pod], terminating: Int?, failure: APIError?, now: Instant
  ) -> ReplicaSetStatus {
    var status = keeper.status
    let labels = keeper.template.metadata.labels
    let minReady = keeper.minReadyTime
    status.replicas = pods.count
    status.fullyLabeledReplicas = pods.count { labels.isSubset(of: $0.metadata.labels) }
    status.readyReplicas = pods.count { $0.isReady }
    status.availableReplicas = pods.count {
      isAvailable($0, minReady: minReady, now: now)
    }
    status.terminatingReplicas = terminating
    status.observedGeneration = keeper.metadata.generation
    let old = status.conditions.first(failureCondition)
    if let failure, old == nil {
      let reason = pods.count < keeper.replicas ? "FailedCreate" : "FailedDelete"
      status.conditions.set(
        Condition(
          failureCondition, .isTrue, reason: reason, message: failure.message, since: now))
    } else if failure == nil, old != nil {
      status.conditions.removeAll { $0.type == failureCondition }
    }
    return status
  }

  /// Whether a pod has been ready for long enough.
  static func isAvailable(_ pod: Pod, minReady: TimeSpan, now: Instant) -> Bool {
    guard let ready = pod.status.conditions.first("Ready"), ready.status == .isTrue else {
      return false
    }
    return minReady == .zero || ready.lastTransitionTime + minReady <= now
  }

  /// How long until the next ready pod will have been ready for long enough; nil when none waits.
  static func nextAvailability(
    _ pods: [Pod], minReady: TimeSpan, now: Instant
  ) -> TimeSpan? {
    guard minReady > .zero else { return nil }
    return pods.compactMap { pod -> TimeSpan? in
      guard let ready = pod.status.conditions.first("Ready"), ready.status == .isTrue else {
        return nil
      }
      let wait = ready.lastTransitionTime + minReady - now
      return wait > .zero ? wait : nil
    }.min()
  }
}
