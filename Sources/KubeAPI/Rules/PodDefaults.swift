extension Pod {
  /// Fills in what the API server fills in when it stores a pod, be it from a manifest or made by
  /// a controller from a template: requests from limits, requests of the pod as a whole, and host
  /// ports with `hostNetwork`.
  ///
  /// Every other default of a pod is the initial value of its field. Limits of the pod as a whole
  /// are not filled in from its containers': each container is held to its own all the same.
  /// Source: `pkg/apis/core/v1/defaults.go` (SetDefaults_Pod), v1.36.
  public mutating func setDefaults() {
    for index in spec.containers.indices { setDefaults(of: &spec.containers[index]) }
    for index in spec.initContainers.indices { setDefaults(of: &spec.initContainers[index]) }
    setDefaultRequests()
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

  /// With limits for the pod as a whole, what it does not request is what its containers request
  /// together, or else its limit.
  private mutating func setDefaultRequests() {
    guard var resources = spec.resources, !resources.limits.isEmpty else { return }
    for (name, amount) in spec.aggregateContainerRequests.entries
    where name == "cpu" || name == "memory" {
      if resources.requests[name] == nil { resources.requests[name] = amount }
    }
    for (name, amount) in resources.limits.entries where resources.requests[name] == nil {
      resources.requests[name] = amount
    }
    spec.resources = resources
  }
}

extension PodSpec {
  /// What the containers need together: all that run side by side, or the largest step of the
  /// start when that is more.
  ///
  /// Source: `staging/src/k8s.io/component-helpers/resource/helpers.go`
  /// (AggregateContainerRequests), v1.36.
  public var aggregateContainerRequests: ResourceList {
    var running = ResourceList()
    for container in containers { running.add(container.resources.requests) }
    var sidecars = ResourceList()
    var starting = ResourceList()
    for container in initContainers {
      var step = sidecars
      step.add(container.resources.requests)
      if container.isSidecar {
        sidecars = step
        running.add(container.resources.requests)
      }
      for (name, amount) in step.entries where amount > starting[name] ?? 0 {
        starting[name] = amount
      }
    }
    for (name, amount) in starting.entries where amount > running[name] ?? 0 {
      running[name] = amount
    }
    return running
  }
}

extension ResourceList {
  /// Adds `other` name by name; a sum that cannot be counted stays at the largest number.
  mutating func add(_ other: ResourceList) {
    for (name, amount) in other.entries {
      let (sum, overflow) = (self[name] ?? 0).addingReportingOverflow(amount)
      self[name] = overflow ? .max : sum
    }
  }
}
