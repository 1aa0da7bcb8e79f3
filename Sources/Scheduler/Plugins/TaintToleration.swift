import KubeAPI

/// Keeps pods off nodes whose taints they do not tolerate, and prefers nodes with fewer
/// `PreferNoSchedule` taints that they do not tolerate.
///
/// Source: `pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go`, v1.34.
final class TaintToleration: FilterPlugin, ScorePlugin, LocalPlugin, EventfulPlugin {
  static let name = "TaintToleration"
  let mindsPods = false
  let scale = PointScale.share(reversed: true)

  /// What users see of the first taint that is not tolerated.
  static func reason(_ taint: Taint) -> String {
    "node(s) had untolerated taint {\(taint.key): \(taint.value)}"
  }

  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    if node.hardTaints.isEmpty { return .success }
    guard let taint = Self.firstUntolerated(pod, node.hardTaints) else { return .success }
    return Status(.unschedulableAndUnresolvable, reasons: [Self.reason(taint)])
  }

  /// Counts the soft taints that the pod does not tolerate: fewer are better.
  func score(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Int64 {
    if node.softTaints.isEmpty { return 0 }
    var count: Int64 = 0
    for taint in node.softTaints {
      if !pod.spec.tolerations.contains(where: { $0.tolerates(taint) }) { count += 1 }
    }
    return count
  }

  func normalize(_ scores: inout [Int64], for pod: PodInfo, _ state: CycleState) {
    ScoreNormalization.scale(&scores, reversed: true)
  }

  private static func firstUntolerated(_ pod: PodInfo, _ taints: [Taint]) -> Taint? {
    taints.first { taint in
      taint.effect != .preferNoSchedule
        && !pod.spec.tolerations.contains { $0.tolerates(taint) }
    }
  }

  var eventsToRegister: [EventInterest] {
    [
      EventInterest(ClusterEvent(.node, [.add, .updateNodeTaint])) { pod, objects in
        guard case .node(let old, let new?) = objects else { return true }
        if Self.firstUntolerated(pod, new.spec.taints) != nil { return false }
        return old.map { Self.firstUntolerated(pod, $0.spec.taints) != nil } ?? true
      },
      EventInterest(ClusterEvent(.pod, .updatePodToleration)) { pod, objects in
        guard case .pod(_, let changed?) = objects else { return true }
        return changed.metadata.uid == pod.uid
      },
    ]
  }
}
