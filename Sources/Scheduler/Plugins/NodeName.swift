/// Keeps a pod that names its node off every other node.
///
/// Source: `pkg/scheduler/framework/plugins/nodename/node_name.go`, v1.34.
final class NodeName: FilterPlugin, LocalPlugin, EventfulPlugin {
  static let name = "NodeName"
  let mindsPods = false
  /// What users see.
  static let reason = "node(s) didn't match the requested node name"

  private static let refusal = Status(.unschedulableAndUnresolvable, reasons: [reason])

  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    if pod.nodeName.isEmpty { return .success }
    return pod.nodeName == node.name ? .success : Self.refusal
  }

  var eventsToRegister: [EventInterest] { [EventInterest(ClusterEvent(.node, .add))] }
}
