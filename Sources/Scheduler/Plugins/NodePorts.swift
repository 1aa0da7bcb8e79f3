/// Keeps a pod off nodes where another pod has taken a host port that it needs.
///
/// Source: `pkg/scheduler/framework/plugins/nodeports/node_ports.go`, v1.34.
final class NodePorts: PreFilterPlugin, FilterPlugin, LocalPlugin, EventfulPlugin {
  static let name = "NodePorts"
  /// What users see.
  static let reason = "node(s) didn't have free ports for the requested pod ports"

  private static let refusal = Status(.unschedulable, reasons: [reason])

  func preFilter(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState
  ) -> PreFilterVerdict {
    pod.hostPorts.isEmpty ? .skip : .proceed(only: nil)
  }

  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    for wanted in pod.hostPorts where node.usedPorts.contains(where: wanted.conflicts) {
      return Self.refusal
    }
    return .success
  }

  var eventsToRegister: [EventInterest] {
    [
      EventInterest(ClusterEvent(.pod, .delete)) { pod, objects in
        guard case .pod(let deleted?, nil) = objects else { return true }
        if !deleted.holdsRoom { return false }
        let freed = HostPort.taken(by: deleted.spec)
        return pod.hostPorts.contains { wanted in freed.contains(where: wanted.conflicts) }
      },
      EventInterest(ClusterEvent(.node, .add)),
    ]
  }
}
