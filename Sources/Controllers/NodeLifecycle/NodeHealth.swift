import KubeAPI
import Units

/// What the controller knows of a node's signs of life, timed by its own clock.
///
/// A sign of life is a renewed lease or a changed `Ready` condition. Simplified: conditions carry
/// no heartbeat time here, so the unchanged status that a kubelet posts every five minutes is
/// none; its lease, renewed every ten seconds, says more.
/// Source: `pkg/controller/nodelifecycle/node_lifecycle_controller.go` (tryUpdateNodeHealth),
/// v1.36.
package struct NodeHealth: Equatable {
  /// The `Ready` condition as seen last; nil when there was none.
  package var ready: Condition?
  /// When the last sign of life was noticed.
  package var lastProbe: Instant
  /// The newest renewal of the lease seen.
  package var lastRenewal: Instant?

  /// What a look at a node shows.
  package struct Observation: Equatable {
    /// The `Ready` condition as the kubelet left it; Unknown when there is none.
    package var observed: Condition.Status
    /// The `Ready` condition that the node is to have now; nil when it has none.
    package var current: Condition.Status?
    /// The conditions to be written, when the node must be taken for dead.
    package var verdict: [Condition]?
  }

  private static let types = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"]

  /// What is known of `node` when it is seen first.
  package init(_ node: Node, now: Instant) {
    ready = node.status.conditions.first("Ready")
    lastProbe = ready == nil ? node.metadata.creationTimestamp ?? now : now
  }

  /// Takes in how `node` and its lease are now, and says what is to be done about it.
  package mutating func observe(
    _ node: Node, renewal: Instant?, now: Instant, _ parameters: NodeLifecycleParameters
  ) -> Observation {
    let seen = node.status.conditions.first("Ready")
    if seen != ready {
      ready = seen
      lastProbe = now
    }
    if let renewal, renewal > lastRenewal ?? .start || lastRenewal == nil {
      lastRenewal = renewal
      lastProbe = now
    }
    let grace = seen == nil ? parameters.startupGracePeriod : parameters.monitorGracePeriod
    let observed = seen?.status ?? .unknown
    guard now - lastProbe > grace.value else {
      return Observation(observed: observed, current: seen?.status, verdict: nil)
    }
    let verdict = Self.unknown(node.status.conditions, now: now)
    return Observation(
      observed: observed, current: .unknown,
      verdict: seen?.status == .unknown ? nil : verdict)
  }

  /// `conditions` with all that a kubelet reports set to Unknown.
  private static func unknown(_ conditions: [Condition], now: Instant) -> [Condition] {
    var result = conditions
    for type in types {
      if let old = result.first(type) {
        guard old.status != .unknown else { continue }
        result.set(
          Condition(
            type, .unknown, reason: "NodeStatusUnknown",
            message: "Kubelet stopped posting node status.", since: now))
      } else {
        result.set(
          Condition(
            type, .unknown, reason: "NodeStatusNeverUpdated",
            message: "Kubelet never posted node status.", since: now))
      }
    }
    return result
  }
}
