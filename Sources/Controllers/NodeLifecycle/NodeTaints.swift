import ControllerRuntime
import KubeAPI

/// The taints by which the control plane says how a node is.
///
/// Source: `staging/src/k8s.io/api/core/v1/well_known_taints.go` and
/// `pkg/controller/nodelifecycle/node_lifecycle_controller.go`, v1.36.
package enum NodeTaints {
  static let notReady = "node.kubernetes.io/not-ready"
  static let unreachable = "node.kubernetes.io/unreachable"
  static let unschedulable = "node.kubernetes.io/unschedulable"

  /// Drives pods off a node whose kubelet says that it is not ready.
  static let evictNotReady = Taint(key: notReady, effect: .noExecute)
  /// Drives pods off a node that is silent.
  static let evictUnreachable = Taint(key: unreachable, effect: .noExecute)

  /// Which condition in which state calls for which `NoSchedule` taint.
  private static let ofConditions: [(type: String, status: Condition.Status, key: String)] = [
    ("Ready", .isFalse, notReady),
    ("Ready", .unknown, unreachable),
    ("MemoryPressure", .isTrue, "node.kubernetes.io/memory-pressure"),
    ("DiskPressure", .isTrue, "node.kubernetes.io/disk-pressure"),
    ("NetworkUnavailable", .isTrue, "node.kubernetes.io/network-unavailable"),
    ("PIDPressure", .isTrue, "node.kubernetes.io/pid-pressure"),
  ]

  /// The `NoSchedule` taints that a node lacks and those that it has without need.
  package static func scheduleChanges(of node: Node) -> (add: [Taint], remove: [Taint]) {
    var wanted = ofConditions.filter { rule in
      node.status.conditions.first(rule.type)?.status == rule.status
    }.map(\.key)
    if node.spec.isUnschedulable { wanted.append(unschedulable) }
    let managed = ofConditions.map(\.key) + [unschedulable]
    let present = node.spec.taints
      .filter { $0.effect == .noSchedule && managed.contains($0.key) }
    return (
      wanted.filter { key in !present.contains { $0.key == key } }
        .map { Taint(key: $0, effect: .noSchedule) },
      present.filter { !wanted.contains($0.key) }
    )
  }

  /// `taints` with those of `add` and without those of `remove`; key and effect tell them apart.
  package static func change(_ taints: [Taint], add: [Taint], remove: [Taint]) -> [Taint] {
    let kept = taints.filter { taint in !remove.contains { isSame($0, taint) } }
    return kept + add.filter { taint in !kept.contains { isSame($0, taint) } }
  }

  static func isSame(_ a: Taint, _ b: Taint) -> Bool { a.key == b.key && a.effect == b.effect }

  /// Adds, then removes taints; each step reads the live node and writes only when it must.
  ///
  /// Nothing is removed when `node`, as the caller knows it, has nothing to remove.
  /// Source: `pkg/controller/util/node/controller_utils.go` (SwapNodeControllerTaint), v1.36.
  static func swap(add: [Taint], remove: [Taint], on node: Node) -> Plan {
    let adding = add.isEmpty ? Plan.done : write(add: add, remove: [], to: node)
    return adding.followed {
      let hasAny = node.spec.taints.contains { taint in
        remove.contains { isSame($0, taint) }
      }
      return hasAny ? write(add: [], remove: remove, to: node) : .done
    }
  }

  private static func write(add: [Taint], remove: [Taint], to node: Node) -> Plan {
    .attempt(.get(ObjectReference(.node, node.key))) { response in
      guard case .object(let object) = response, let live = object as? Node,
        change(live.spec.taints, add: add, remove: remove) != live.spec.taints
      else { return .done }
      let patch = Patch("taints") { (object) throws(APIError) in
        guard var node = object as? Node else { return }
        node.spec.taints = change(node.spec.taints, add: add, remove: remove)
        object = node
      }
      return .attempt(.patch(ObjectReference(.node, node.key), patch))
    }
  }
}
