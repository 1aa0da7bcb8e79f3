import KubeAPI

/// `kubectl get services`.
///
/// Source: `pkg/printers/internalversion/printers.go` (printService), v1.36.
enum ServiceTable {
  static let empty = Table(
    ["Name", "Type", "Cluster-IP", "External-IP", "Port(s)", "Age"], wide: ["Selector"])

  static func row(_ service: Service, _ context: TableContext) -> [String] {
    let ports = service.spec.ports.map { port in
      let node = port.nodePort > 0 ? ":\(port.nodePort)" : ""
      return "\(port.port)\(node)/\(port.networkProtocol)"
    }
    return [
      service.metadata.name, service.spec.type.rawValue, noneIfEmpty(service.spec.clusterIP),
      externalIP(of: service, context), noneIfEmpty(ports.joined(separator: ",")),
      context.age(service.metadata.creationTimestamp),
      noneIfEmpty(service.spec.selector.commaText),
    ]
  }

  private static func externalIP(of service: Service, _ context: TableContext) -> String {
    guard service.spec.type == .loadBalancer else { return "<none>" }
    let text = service.status.loadBalancerIPs.joined(separator: ",")
    if text.isEmpty { return "<pending>" }
    return text.count > 16 && !context.isWide ? text.prefix(13) + "..." : text
  }
}

/// `kubectl get endpoints` and `kubectl get endpointslices`.
///
/// Source: `pkg/printers/internalversion/printers.go` (printEndpoints), v1.36.
enum EndpointTables {
  static let empty = Table(["Name", "Endpoints", "Age"])
  static let emptySlices = Table(["Name", "AddressType", "Ports", "Endpoints", "Age"])

  static func row(_ endpoints: Endpoints, _ context: TableContext) -> [String] {
    var all: [String] = []
    for subset in endpoints.subsets {
      for port in subset.ports {
        all += subset.addresses.map { "\($0.ip):\(port.port)" }
      }
    }
    return [
      endpoints.metadata.name, noneIfEmpty(firstThree(all)),
      context.age(endpoints.metadata.creationTimestamp),
    ]
  }

  static func row(_ slice: EndpointSlice, _ context: TableContext) -> [String] {
    let ports = firstThree(slice.ports.map { "\($0.port)" })
    let addresses = firstThree(slice.endpoints.map(\.address.ip))
    return [
      slice.metadata.name, "IPv4", ports.isEmpty ? "<unset>" : ports,
      addresses.isEmpty ? "<unset>" : addresses, context.age(slice.metadata.creationTimestamp),
    ]
  }

  /// Up to three of `all`, and how many more there are.
  static func firstThree(_ all: [String]) -> String {
    let shown = all.prefix(3).joined(separator: ",")
    return all.count > 3 ? "\(shown) + \(all.count - 3) more..." : shown
  }
}

extension StringMap {
  /// `key=value` pairs, joined by commas.
  var commaText: String {
    entries.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }
}
