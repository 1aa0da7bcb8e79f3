import ControllerRuntime
import KubeAPI

/// Which endpoints of a service get new connections.
enum EndpointChoice {
  /// The ready ones; when there is none, those that still serve while their pods terminate.
  ///
  /// Source: `pkg/proxy/topology.go` (CategorizeEndpoints), v1.36; topology hints and the Local
  /// policies are left out.
  static func usable(_ endpoints: [Endpoint]) -> [EndpointAddress] {
    let ready = endpoints.filter(\.isReady)
    let chosen = ready.isEmpty ? endpoints.filter { $0.isServing && $0.isTerminating } : ready
    return chosen.map(\.address)
  }

  /// The rules of one service.
  ///
  /// Endpoints are sorted by address. Pods that give a named port different numbers are told apart
  /// by slice: those with the first slice's number are used.
  static func rules(
    of service: Service, slices: [EndpointSlice], version: UInt64
  ) -> ServiceRules {
    let ports = service.spec.ports.map { port in
      let number = target(of: port, in: slices)
      let endpoints = slices.flatMap { slice in
        slice.ports.contains { $0.name == port.name && $0.port == number } ? slice.endpoints : []
      }
      return ServiceRules.PortRules(
        port: port.port, nodePort: port.nodePort, targetPort: number,
        endpoints: usable(endpoints).sorted { ($0.ip, $0.pod) < ($1.ip, $1.pod) })
    }
    return ServiceRules(
      service: service.key, clusterIP: service.spec.clusterIP, version: version, ports: ports)
  }

  private static func target(of port: ServicePort, in slices: [EndpointSlice]) -> Int32 {
    for slice in slices where !slice.endpoints.isEmpty {
      if let found = slice.ports.first(where: { $0.name == port.name }) { return found.port }
    }
    if case .number(let number) = port.targetPort { return number == 0 ? port.port : number }
    return 0
  }
}
