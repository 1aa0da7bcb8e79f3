import KubeAPI

/// Which nodes a cloud load balancer sends to.
///
/// Readiness does not matter: the balancer's own health checks see to that.
/// Source: `staging/src/k8s.io/cloud-provider/controllers/service/controller.go`
/// (stableNodeSetPredicates), v1.36.
enum LoadBalancerNodes {
  private static let exclusionLabel = "node.kubernetes.io/exclude-from-external-load-balancers"
  private static let removalTaint = "ToBeDeletedByClusterAutoscaler"

  /// Whether `node` is to receive traffic from outside.
  static func includes(_ node: Node) -> Bool {
    !node.metadata.isTerminating && node.metadata.labels[exclusionLabel] == nil
      && !node.spec.taints.contains { $0.key == removalTaint }
  }

  /// The names of those of `nodes` that are to receive traffic, in their order.
  static func of(_ nodes: [Node]) -> [String] {
    nodes.filter(includes).map(\.metadata.name)
  }

  /// Whether a change of a node can change some load balancer.
  static func isAffected(by new: Node, was old: Node) -> Bool {
    includes(new) != includes(old) || new.spec.providerID != old.spec.providerID
  }
}
