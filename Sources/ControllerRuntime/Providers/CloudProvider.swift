import KubeAPI

/// What only the cloud can do for the control plane.
public protocol CloudProvider: AnyObject {
  /// Makes a load balancer for a service, or brings it up to date with its ports and nodes;
  /// answers with its outside address.
  func ensureLoadBalancer(
    for service: Service, nodes: [String], then: @escaping (Result<String, CloudError>) -> Void)

  /// Replaces the nodes that the load balancer sends to.
  func updateLoadBalancer(
    for service: ObjectKey, nodes: [String], then: @escaping (Result<Void, CloudError>) -> Void)

  /// Takes the load balancer down; answers when it is gone, at once when there is none.
  func deleteLoadBalancer(
    for service: ObjectKey, then: @escaping (Result<Void, CloudError>) -> Void)

  /// Whether the machine behind a node still exists at the provider.
  func instanceExists(_ node: String) -> Bool
}

/// Why the cloud refused.
public struct CloudError: Error, Hashable, Sendable {
  /// Why, as a sentence.
  public var message: String

  /// A refusal.
  public init(_ message: String) { self.message = message }
}
