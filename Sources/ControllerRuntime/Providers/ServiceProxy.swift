import KubeAPI

/// The data path of one node, as kube-proxy writes it.
public protocol ServiceProxy: AnyObject {
  /// Makes the node send new connections to the service as `rules` say; connections that stand
  /// are not touched.
  func apply(_ rules: ServiceRules)
  /// Makes the node forget the service.
  func remove(_ service: ObjectKey)
}

/// Where connections to one service may go, as of one version. Shared by all nodes, never
/// changed.
public final class ServiceRules: Sendable {
  /// Where a connection to one port of the service may go.
  public struct PortRules: Hashable, Sendable {
    /// The service's port.
    public var port: Int32
    /// Its number on every node; 0 for none.
    public var nodePort: Int32
    /// The pods' port.
    public var targetPort: Int32
    /// The pods, in a fixed order; empty: connections are refused.
    public var endpoints: [EndpointAddress]

    /// Rules for one port.
    public init(port: Int32, nodePort: Int32, targetPort: Int32, endpoints: [EndpointAddress]) {
      self.port = port
      self.nodePort = nodePort
      self.targetPort = targetPort
      self.endpoints = endpoints
    }
  }
  /// The service.
  public let service: ObjectKey
  /// The service's address in the cluster.
  public let clusterIP: String
  /// Rises with every change of this service's rules.
  public let version: UInt64
  /// One entry a port, in the service's order.
  public let ports: [PortRules]

  /// Rules as of `version`.
  public init(service: ObjectKey, clusterIP: String, version: UInt64, ports: [PortRules]) {
    self.service = service
    self.clusterIP = clusterIP
    self.version = version
    self.ports = ports
  }
}
