import KubeAPI

/// A port that a pod takes on its node.
public struct HostPort: Hashable, Sendable {
  /// The node address; `0.0.0.0` for all.
  public let address: String
  /// `TCP`, `UDP` or `SCTP`.
  public let networkProtocol: String
  /// The number, from 1.
  public let number: Int32

  static let allAddresses = "0.0.0.0"

  /// The port that `port` takes, or nil when it takes none.
  init?(_ port: ContainerPort) {
    guard port.hostPort > 0 else { return nil }
    address = port.hostIP.isEmpty ? Self.allAddresses : port.hostIP
    networkProtocol = port.networkProtocol.isEmpty ? "TCP" : port.networkProtocol
    number = port.hostPort
  }

  /// Whether both cannot be taken on one node: the same number and protocol on one address, or
  /// on all addresses.
  ///
  /// Source: `staging/src/k8s.io/kube-scheduler/framework/types.go` (HostPortInfo), v1.34.
  public func conflicts(with other: HostPort) -> Bool {
    number == other.number && networkProtocol == other.networkProtocol
      && (address == other.address || address == Self.allAddresses
        || other.address == Self.allAddresses)
  }

  /// The ports that a pod takes: those of its containers and of its sidecars, not of init
  /// containers that end.
  ///
  /// Source: `pkg/scheduler/util/utils.go` (GetHostPorts), v1.34.
  static func taken(by spec: PodSpec) -> [HostPort] {
    var ports: [HostPort] = []
    for container in spec.initContainers where container.isSidecar {
      ports += container.ports.compactMap(HostPort.init)
    }
    for container in spec.containers { ports += container.ports.compactMap(HostPort.init) }
    return ports
  }
}
