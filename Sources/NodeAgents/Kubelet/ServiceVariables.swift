import KubeAPI

/// The variables by which a container finds the services that existed when it started.
///
/// Source: `pkg/kubelet/envvars/envvars.go` and `pkg/kubelet/kubelet_pods.go`
/// (getServiceEnvVarMap), v1.36.
public enum ServiceVariables {
  /// The variables of `services` for a pod in `namespace`: those of its own namespace when it
  /// wants them (`enableServiceLinks`), and `kubernetes` of `default` always.
  ///
  /// Services without an address of their own (headless, or not given one yet) have none.
  /// - Complexity: O(*n*) in the number of services.
  public static func of(
    _ services: [Service], namespace: String, areLinked: Bool
  ) -> StringMap {
    var variables: StringMap = [:]
    let kubernetes = ObjectKey(namespace: "default", name: "kubernetes")
    // The pod's own namespace comes last, so that its services win over one of the same name.
    for service in services where service.key == kubernetes && namespace != "default" {
      add(service, to: &variables)
    }
    for service in services where service.metadata.namespace == namespace {
      if areLinked || service.key == kubernetes { add(service, to: &variables) }
    }
    return variables
  }

  private static func add(_ service: Service, to variables: inout StringMap) {
    let address = service.spec.clusterIP
    guard !address.isEmpty, address != "None", let first = service.spec.ports.first else { return }
    let prefix = variableName(service.metadata.name)
    variables["\(prefix)_SERVICE_HOST"] = address
    variables["\(prefix)_SERVICE_PORT"] = "\(first.port)"
    for port in service.spec.ports where !port.name.isEmpty {
      variables["\(prefix)_SERVICE_PORT_\(variableName(port.name))"] = "\(port.port)"
    }
    for (index, port) in service.spec.ports.enumerated() {
      let name = port.networkProtocol.lowercased()
      let url = "\(name)://\(address):\(port.port)"
      if index == 0 { variables["\(prefix)_PORT"] = url }
      let link = "\(prefix)_PORT_\(port.port)_\(port.networkProtocol.uppercased())"
      variables[link] = url
      variables["\(link)_PROTO"] = name
      variables["\(link)_PORT"] = "\(port.port)"
      variables["\(link)_ADDR"] = address
    }
  }

  private static func variableName(_ name: String) -> String {
    String(name.uppercased().map { $0 == "-" ? "_" : $0 })
  }
}
