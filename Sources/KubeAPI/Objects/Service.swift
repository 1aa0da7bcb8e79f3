/// One stable address in front of the pods that a selector finds.
public struct Service: KubeObject, Hashable {
  public static let kind = Kind.service
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// What is wanted.
  public var spec: ServiceSpec
  /// What the cloud gave it.
  public var status: ServiceStatus

  /// A service that has not been stored yet.
  public init(
    metadata: ObjectMeta, spec: ServiceSpec, status: ServiceStatus = ServiceStatus()
  ) {
    self.metadata = metadata
    self.spec = spec
    self.status = status
  }

  public func wantsTheSame(as other: Service) -> Bool { spec == other.spec }
}

/// What a service wants.
public struct ServiceSpec: Hashable, Sendable {
  /// How it is reached.
  public enum ServiceType: String, Hashable, Sendable {
    case clusterIP = "ClusterIP"
    case nodePort = "NodePort"
    case loadBalancer = "LoadBalancer"
    case externalName = "ExternalName"
  }
  /// Labels of the pods behind it; empty: somebody else writes its endpoints.
  public var selector: StringMap
  /// Its ports.
  public var ports: [ServicePort]
  /// How it is reached.
  public var type: ServiceType = .clusterIP
  /// Its address in the cluster, given by the server; `None` for a headless service.
  public var clusterIP = ""
  /// Whether one client keeps to one pod (`ClientIP`) or not (`None`).
  public var sessionAffinity = "None"
  /// `Cluster` or `Local`: whether a node may hand outside traffic to pods of other nodes.
  public var externalTrafficPolicy = "Cluster"
  /// Whether pods count as endpoints before they are ready.
  public var publishNotReadyAddresses = false

  /// A service in front of the pods that `selector` finds.
  public init(selector: StringMap, ports: [ServicePort]) {
    self.selector = selector
    self.ports = ports
  }
}

/// A port of a service and where it leads.
public struct ServicePort: Hashable, Sendable {
  /// Its name; needed when there are several.
  public var name = ""
  /// The number at the service's address.
  public var port: Int32
  /// The number or name inside the pod.
  public var targetPort: PortReference
  /// The number on every node; 0 until given.
  public var nodePort: Int32 = 0
  /// `TCP`, `UDP` or `SCTP`.
  public var networkProtocol = "TCP"

  /// The port `port`, leading to `targetPort`.
  public init(port: Int32, targetPort: PortReference) {
    self.port = port
    self.targetPort = targetPort
  }
}

/// What the cloud gave a service.
public struct ServiceStatus: Hashable, Sendable {
  /// Outside addresses; empty until the load balancer is there.
  public var loadBalancerIPs: [String] = []

  /// No outside address.
  public init() {}
}
