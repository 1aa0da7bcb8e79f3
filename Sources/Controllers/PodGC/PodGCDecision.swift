import KubeAPI
import Units

/// Which pods the pod garbage collector clears away.
///
/// Source: `pkg/controller/podgc/gc_controller.go`, v1.36.
package enum PodGCDecision {
  /// The taint by which a person declares a node out of service.
  static let outOfService = "node.kubernetes.io/out-of-service"

  /// Ended pods beyond the threshold, oldest first.
  package static func terminated(_ pods: [Pod], threshold: Int) -> [Pod] {
    let ended = pods.filter(\.isTerminal)
    guard threshold > 0, ended.count > threshold else { return [] }
    return Array(
      ended.sorted { a, b in
        let (born, other) = (a.metadata.creationTimestamp, b.metadata.creationTimestamp)
        return born == other ? a.key < b.key : (born ?? .start) < (other ?? .start)
      }.prefix(ended.count - threshold))
  }

  /// Terminating pods on dead nodes that somebody declared out of service.
  package static func outOfService(_ pods: [Pod], nodes: [Node]) -> [Pod] {
    let dead = Set(
      nodes.filter { node in
        !node.isReady && node.spec.taints.contains { $0.key == outOfService }
      }.map(\.metadata.name))
    return pods.filter { $0.metadata.isTerminating && dead.contains($0.spec.nodeName) }
  }

  /// Terminating pods that never got a node.
  package static func unscheduled(_ pods: [Pod]) -> [Pod] {
    pods.filter { $0.metadata.isTerminating && $0.spec.nodeName.isEmpty }
  }

  /// The names of nodes that pods are bound to and that do not exist, sorted.
  package static func missingNodes(_ pods: [Pod], nodes: [Node]) -> [String] {
    let known = Set(nodes.map(\.metadata.name))
    return Set(pods.map(\.spec.nodeName)).subtracting(known).filter { !$0.isEmpty }.sorted()
  }
}
