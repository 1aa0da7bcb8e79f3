import KubeAPI

/// A pod as its service sees it, with only what endpoints show of it.
package struct PodEndpoint: Equatable {
  let address: EndpointAddress
  let isReady: Bool
  let isTerminating: Bool
  /// The pod's ports that the service leads to.
  let ports: [EndpointPort]

  /// How `service` sees `pod`; nil when the pod does not stand behind it.
  package init?(_ pod: Pod, of service: Service) {
    guard !pod.isTerminal, !pod.status.podIP.isEmpty,
      service.spec.selector.isSubset(of: pod.metadata.labels)
    else { return nil }
    address = pod.endpointAddress
    isReady = pod.isReady
    isTerminating = pod.metadata.isTerminating
    ports = service.endpointPorts(in: pod)
  }
}

/// What the endpoints controllers ask of pods and services.
///
/// Source: `staging/src/k8s.io/endpointslice/util/controller_utils.go`, v1.36.
extension Pod {
  /// Where it can be reached.
  var endpointAddress: EndpointAddress {
    EndpointAddress(
      ip: status.podIP, nodeName: spec.nodeName, pod: key, podUID: metadata.uid)
  }

  /// Whether what endpoints show of the pod differs from `old`.
  func isOtherEndpoint(than old: Pod) -> Bool {
    metadata.deletionTimestamp != old.metadata.deletionTimestamp || isReady != old.isReady
      || isTerminal != old.isTerminal || endpointAddress != old.endpointAddress
      || metadata.labels != old.metadata.labels
  }

  /// The number of the port that `reference` means in this pod; nil when no container names it.
  func number(of reference: PortReference, networkProtocol: String) -> Int32? {
    switch reference {
    case .number(let number): return number
    case .name(let name):
      let ports = (spec.containers + spec.initContainers.filter(\.isSidecar)).flatMap(\.ports)
      return ports.first { $0.name == name && $0.networkProtocol == networkProtocol }?
        .containerPort
    }
  }
}

extension Service {
  /// The pods' ports that the service leads to, as `pod` numbers them.
  func endpointPorts(in pod: Pod) -> [EndpointPort] {
    spec.ports.compactMap { port in
      pod.number(of: port.targetPort, networkProtocol: port.networkProtocol)
        .map { EndpointPort(name: port.name, port: $0) }
    }
  }

  /// Whether its endpoints are the controllers' work.
  var hasManagedEndpoints: Bool {
    !spec.selector.isEmpty && spec.type != .externalName
  }
}
