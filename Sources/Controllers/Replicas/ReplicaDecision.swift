import KubeAPI
import Units

/// What must be done about the number of pods of a replica set or replication controller.
///
/// Source: `pkg/controller/replicaset/replica_set.go` (manageReplicas), v1.36.
package enum ReplicaDecision: Equatable {
  /// There are as many as wanted.
  case nothing
  /// This many more are wanted.
  case create(Int)
  /// These are too many.
  case delete([Pod])

  /// Decides for `wanted` replicas with `active` pods there; at most `burst` are created or
  /// deleted at once.
  ///
  /// - Parameter related: Active pods of the same Deployment, these included; asked for only when
  ///   their number decides who goes.
  package init(
    wanted: Int, active: [Pod], related: @autoclosure () -> [Pod] = [], burst: Int, now: Instant
  ) {
    let excess = active.count - wanted
    if excess < 0 {
      self = .create(min(-excess, burst))
    } else if excess > 0 {
      let count = min(excess, burst)
      // When all must go no order matters, and none is made.
      let order = count < active.count
        ? DeletionRank(now: now, related: related()).sorted(active) : active
      self = .delete(Array(order.prefix(count)))
    } else {
      self = .nothing
    }
  }
}
