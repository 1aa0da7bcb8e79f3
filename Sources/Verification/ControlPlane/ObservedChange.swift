import KubeAPI
import Units

/// One change of an object as a watch shows it, reduced to what recording and replay both have.
struct ObservedChange {
  /// What changed, and how it is now.
  enum Subject {
    /// A pod; `owner` is its controller's name, `number` counts its controller's pods.
    case pod(name: String, PodView)
    /// A replication controller; nil when it is gone.
    case controller(name: String, ControllerView?)
    /// The pods that a replica set is to have; nil when it is gone.
    case size(replicaSet: String, Int?)
    /// The ready addresses of a service.
    case endpoints(service: String, ready: Int)
    /// A node's `Ready` status and taints.
    case node(name: String, ready: String, taints: [String])
  }

  /// The state of a pod.
  struct PodView: Equatable {
    var owner = ""
    var isBound = false
    var phase = ""
    var isReady = false
    var isTerminating = false
    var isGone = false
  }

  /// The state of a replication controller.
  struct ControllerView: Equatable {
    var replicas = 0
    var ready = 0
  }

  /// Since the start of the recording.
  let at: TimeSpan
  let subject: Subject
}

extension ObservedChange {
  /// A change in the replay's store; nil for what is not compared.
  init?(_ object: any KubeObject, isGone: Bool, at: TimeSpan) {
    self.at = at
    let name = object.metadata.name
    switch object {
    case let pod as Pod:
      subject = .pod(
        name: name,
        PodView(
          owner: pod.metadata.controller?.name ?? "", isBound: !pod.spec.nodeName.isEmpty,
          phase: pod.status.phase.rawValue, isReady: pod.isReady,
          isTerminating: pod.metadata.isTerminating, isGone: isGone))
    case let controller as ReplicationController:
      let view = ControllerView(
        replicas: controller.status.replicas, ready: controller.status.readyReplicas)
      subject = .controller(name: name, isGone ? nil : view)
    case let set as ReplicaSet:
      subject = .size(replicaSet: name, isGone ? nil : set.spec.replicas)
    case let endpoints as Endpoints:
      let ready = endpoints.subsets.reduce(0) { $0 + $1.addresses.count }
      subject = .endpoints(service: name, ready: ready)
    case let node as Node:
      let taints = node.spec.taints.map { "\($0.key):\($0.effect.rawValue)" }.sorted()
      let ready = node.status.conditions.first("Ready")?.status.rawValue ?? ""
      subject = .node(name: name, ready: ready, taints: taints)
    default: return nil
    }
  }
}
