import KubeAPI

/// A cluster and pods to place on it, as files describe them.
public struct ClusterInput: Sendable {
  /// The nodes, in the order of the files.
  public var nodes: [Node] = []
  /// Pods that have a node, in the order of the files.
  public var bound: [Pod] = []
  /// Pods that are to be placed, in the order of the files.
  public var pending: [Pod] = []
  /// Everything else: namespaces, services, controllers, budgets, classes, claims, volumes.
  public var others: [any KubeObject] = []

  /// An empty cluster.
  public init() {}
}
