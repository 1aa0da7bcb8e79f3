extension Pod {
  /// Fills in what the API server fills in when it stores a pod, be it from a manifest or made by
  /// a controller from a template: requests from limits, and host ports with `hostNetwork`.
  ///
  /// Every other default of a pod is the initial value of its field.
  /// Source: `pkg/apis/core/v1/defaults.go` (SetDefaults_Pod), v1.36.
  public mutating func setDefaults() {
    for index in spec.containers.indices { setDefaults(of: &spec.containers[index]) }
    for index in spec.initContainers.indices { setDefaults(of: &spec.initContainers[index]) }
    if let priority = Self.builtInPriorities[spec.priorityClassName] { spec.priority = priority }
  }

  private func setDefaults(of container: inout Container) {
    for (name, amount) in container.resources.limits.entries
    where container.resources.requests[name] == nil {
      container.resources.requests[name] = amount
    }
    guard spec.hostNetwork else { return }
    for index in container.ports.indices where container.ports[index].hostPort == 0 {
      container.ports[index].hostPort = container.ports[index].containerPort
    }
  }

  /// The classes that every cluster has.
  ///
  /// Source: `pkg/apis/scheduling/v1/helpers.go`, v1.36.
  static let builtInPriorities: [String: Int32] = [
    "system-cluster-critical": 2_000_000_000,
    "system-node-critical": 2_000_001_000,
  ]
}
