/// Keeps pods with scheduling gates out of the queue until the last gate is gone.
///
/// Source: `pkg/scheduler/framework/plugins/schedulinggates/scheduling_gates.go`, v1.34.
final class SchedulingGates: PreEnqueuePlugin, EventfulPlugin {
  static let name = "SchedulingGates"

  /// What users see; the gates' names stand between the brackets.
  static func reason(_ gates: [String]) -> String {
    "waiting for scheduling gates: [\(gates.joined(separator: " "))]"
  }

  func preEnqueue(_ pod: PodInfo) -> Status {
    let gates = pod.spec.schedulingGates
    return gates.isEmpty
      ? .success : Status(.unschedulableAndUnresolvable, reasons: [Self.reason(gates)])
  }

  var eventsToRegister: [EventInterest] {
    [
      EventInterest(ClusterEvent(.pod, .updatePodGatesEliminated)) { pod, objects in
        guard case .pod(_, let changed?) = objects else { return true }
        return changed.metadata.uid == pod.uid
      }
    ]
  }
}
