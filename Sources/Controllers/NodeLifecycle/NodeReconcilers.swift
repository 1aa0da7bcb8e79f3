import ControllerRuntime
import KubeAPI
import Units

/// Keeps a node's `NoSchedule` taints as its conditions are, at each change of the node.
///
/// Source: `pkg/controller/nodelifecycle/node_lifecycle_controller.go` (doNoScheduleTaintingPass),
/// v1.36.
final class ConditionTaintReconciler: Reconciler {
  private let informers: ControlPlaneInformers

  init(_ informers: ControlPlaneInformers) { self.informers = informers }

  func plan(for key: ObjectKey, now: Instant) -> Plan {
    guard let node = informers.nodes.get(key) else { return .done }
    let (add, remove) = NodeTaints.scheduleChanges(of: node)
    guard !add.isEmpty || !remove.isEmpty else { return .done }
    return NodeTaints.swap(add: add, remove: remove, on: node)
  }
}

/// Marks a pod that comes to a node which is not ready.
///
/// Source: `pkg/controller/nodelifecycle/node_lifecycle_controller.go` (processPod), v1.36.
final class PodReadinessReconciler: Reconciler {
  private let informers: ControlPlaneInformers
  weak var controller: NodeLifecycleController?

  init(_ informers: ControlPlaneInformers) { self.informers = informers }

  func plan(for key: ObjectKey, now: Instant) -> Plan {
    guard let controller, let pod = informers.pods.get(key),
      informers.nodes.get(ObjectKey(name: pod.spec.nodeName)) != nil,
      let ready = controller.health[pod.spec.nodeName]?.ready, ready.status != .isTrue
    else { return .done }
    return controller.markNotReady([pod]) { failure in failure.map { .fail($0) } ?? .done }
  }
}
