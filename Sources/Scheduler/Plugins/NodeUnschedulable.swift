import KubeAPI

/// Keeps pods off cordoned nodes, unless they tolerate the taint that cordoning stands for.
///
/// Source: `pkg/scheduler/framework/plugins/nodeunschedulable/node_unschedulable.go`, v1.34.
final class NodeUnschedulable: FilterPlugin, LocalPlugin, EventfulPlugin {
  static let name = "NodeUnschedulable"
  let mindsPods = false
  /// What users see.
  static let reason = "node(s) were unschedulable"

  static let taint = Taint(
    key: "node.kubernetes.io/unschedulable", effect: .noSchedule)
  private static let refusal = Status(.unschedulableAndUnresolvable, reasons: [reason])

  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    !node.isUnschedulable || Self.isTolerated(by: pod) ? .success : Self.refusal
  }

  private static func isTolerated(by pod: PodInfo) -> Bool {
    pod.spec.tolerations.contains { $0.tolerates(taint) }
  }

  private static func accepts(_ pod: PodInfo, _ node: Node) -> Bool {
    !node.spec.isUnschedulable || isTolerated(by: pod)
  }

  var eventsToRegister: [EventInterest] {
    [
      EventInterest(ClusterEvent(.node, [.add, .updateNodeTaint])) { pod, objects in
        guard case .node(let old, let new?) = objects else { return true }
        if !Self.accepts(pod, new) { return false }
        return old.map { !Self.accepts(pod, $0) } ?? true
      },
      EventInterest(ClusterEvent(.pod, .updatePodToleration)) { pod, objects in
        guard case .pod(_, let changed?) = objects else { return true }
        return changed.metadata.uid == pod.uid
          && changed.spec.tolerations.contains { $0.tolerates(Self.taint) }
      },
    ]
  }
}
