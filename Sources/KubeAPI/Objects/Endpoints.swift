import Units

/// Where one pod can be reached.
public struct EndpointAddress: Hashable, Sendable {
  /// The pod's address.
  public var ip: String
  /// The node it is on.
  public var nodeName: String
  /// The pod behind it.
  public var pod: ObjectKey
  /// The pod's unique id.
  public var podUID: String

  /// The address of a pod.
  public init(ip: String, nodeName: String, pod: ObjectKey, podUID: String) {
    self.ip = ip
    self.nodeName = nodeName
    self.pod = pod
    self.podUID = podUID
  }
}

/// A port of endpoints: a number and the name that the service gave it.
public struct EndpointPort: Hashable, Sendable {
  /// The service port's name.
  public var name: String
  /// The number inside the pods.
  public var port: Int32

  /// A port.
  public init(name: String, port: Int32) {
    self.name = name
    self.port = port
  }
}

/// The pods behind a service, in the older form: ready addresses and others.
public struct Endpoints: KubeObject, Hashable {
  public static let kind = Kind.endpoints
  /// Its name (the service's), labels, version and history.
  public var metadata: ObjectMeta
  /// Addresses that share their ports.
  public var subsets: [EndpointSubset]

  /// The endpoints of the service of the same name.
  public init(metadata: ObjectMeta, subsets: [EndpointSubset] = []) {
    self.metadata = metadata
    self.subsets = subsets
  }

  public func wantsTheSame(as other: Endpoints) -> Bool { subsets == other.subsets }
}

/// Addresses that share their ports.
public struct EndpointSubset: Hashable, Sendable {
  /// Addresses of ready pods.
  public var addresses: [EndpointAddress]
  /// Addresses of pods that are not ready.
  public var notReadyAddresses: [EndpointAddress]
  /// The ports of all of them.
  public var ports: [EndpointPort]

  /// A subset.
  public init(
    addresses: [EndpointAddress], notReadyAddresses: [EndpointAddress], ports: [EndpointPort]
  ) {
    self.addresses = addresses
    self.notReadyAddresses = notReadyAddresses
    self.ports = ports
  }
}

/// Up to a hundred of the pods behind a service, each with its conditions.
public struct EndpointSlice: KubeObject, Hashable {
  public static let kind = Kind.endpointSlice
  /// Its name, labels (`kubernetes.io/service-name`), version and history.
  public var metadata: ObjectMeta
  /// The pods, sorted by their key.
  public var endpoints: [Endpoint]
  /// The ports of all of them.
  public var ports: [EndpointPort]

  /// A slice of a service's endpoints.
  public init(metadata: ObjectMeta, endpoints: [Endpoint] = [], ports: [EndpointPort] = []) {
    self.metadata = metadata
    self.endpoints = endpoints
    self.ports = ports
  }

  public func wantsTheSame(as other: EndpointSlice) -> Bool {
    endpoints == other.endpoints && ports == other.ports
  }
}

/// One pod behind a service, with what it is fit for.
public struct Endpoint: Hashable, Sendable {
  /// Where the pod can be reached.
  public var address: EndpointAddress
  /// Whether it should get traffic: serving and not terminating.
  public var isReady: Bool
  /// Whether it is ready, be it terminating or not.
  public var isServing: Bool
  /// Whether its deletion is under way.
  public var isTerminating: Bool

  /// A pod behind a service.
  public init(address: EndpointAddress, isReady: Bool, isServing: Bool, isTerminating: Bool) {
    self.address = address
    self.isReady = isReady
    self.isServing = isServing
    self.isTerminating = isTerminating
  }
}
