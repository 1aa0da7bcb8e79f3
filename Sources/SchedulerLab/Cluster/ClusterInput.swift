import Documents
import KubeAPI

/// A cluster and pods to place on it, as files describe them.
public struct ClusterInput: Sendable {
  /// The nodes, in the order of the files.
  public var nodes: [Node] = []
  /// Pods that have a node.
  public var bound = PodList()
  /// Pods that are to be placed, in the order of the files.
  public var pending = PodList()
  /// Everything else: namespaces, services, controllers, budgets, classes, claims, volumes.
  public var others: [any KubeObject] = []
  /// What was left out, in words: kinds of objects that the scheduler does not look at.
  public var notes: [String] = []

  /// An empty cluster.
  public init() {}
}

extension ClusterInput {
  /// Puts `object` where it belongs. Pods that have ended are left out, since no scheduler sees
  /// them.
  package mutating func take(_ object: any KubeObject) {
    switch object {
    case let node as Node: nodes.append(node)
    case let pod as Pod:
      if pod.isTerminal { return }
      if pod.spec.nodeName.isEmpty { pending.append(pod) } else { bound.append(pod) }
    default: others.append(object)
    }
  }
}
