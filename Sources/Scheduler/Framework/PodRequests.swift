import KubeAPI

/// Adds up what the containers of a pod ask for.
///
/// Containers run side by side, so their requests add up; init containers run one after the other
/// before them, so only the largest counts; sidecars (init containers that keep running) add to
/// both. The pod's own requests, where given, replace the sum, and its overhead comes on top.
///
/// Source: `staging/src/k8s.io/component-helpers/resource/helpers.go` (PodRequests), v1.34.
enum PodRequests {
  /// What a container that names no CPU counts as in scores: a tenth of a core.
  ///
  /// Source: `pkg/scheduler/util/pod_resources.go`, v1.34.
  static let defaultMilliCPU: Int64 = 100
  /// What a container that names no memory counts as in scores: 200 MiB.
  ///
  /// Source: `pkg/scheduler/util/pod_resources.go`, v1.34.
  static let defaultMemory: Int64 = 200 * 1_024 * 1_024

  /// Both defaults.
  static let defaults: ResourceList = {
    var list = ResourceList()
    list[ResourceName.cpu] = defaultMilliCPU
    list[ResourceName.memory] = defaultMemory
    return list
  }()

  /// The sum for `spec`; `missing` is taken for what a container does not name (a zero is named).
  static func total(
    of spec: PodSpec, missing: ResourceList = ResourceList(), countsPodLevel: Bool = true
  ) -> ResourceList {
    var total = ofContainers(in: spec, missing: missing)
    if countsPodLevel, let podLevel = spec.resources?.requests {
      for (name, amount) in podLevel.entries where ResourceName.isPodLevel(name) {
        total[name] = amount
      }
    }
    total.add(spec.overhead)
    return total
  }

  /// The sum with the defaults that count on a node's side: those that neither the pod nor (with
  /// pod-level requests) any container names.
  ///
  /// Source: `pkg/scheduler/framework/types.go` (getNonMissingContainerRequests), v1.34.
  static func nonZeroTotal(of spec: PodSpec, requests: ResourceList) -> ResourceList {
    guard let podLevel = spec.resources?.requests,
      podLevel.names.contains(where: ResourceName.isPodLevel)
    else { return total(of: spec, missing: defaults) }
    var missing = ResourceList()
    for (name, amount) in defaults.entries where requests[name] == nil { missing[name] = amount }
    return missing.isEmpty ? requests : total(of: spec, missing: missing)
  }

  private static func ofContainers(in spec: PodSpec, missing: ResourceList) -> ResourceList {
    var total = ResourceList()
    for container in spec.containers { total.add(container.requests(missing: missing)) }
    var sidecars = ResourceList()
    var largestInit = ResourceList()
    for container in spec.initContainers {
      let own = container.requests(missing: missing)
      if container.isSidecar {
        total.add(own)
        sidecars.add(own)
        largestInit.raise(to: sidecars)
      } else {
        var together = own
        together.add(sidecars)
        largestInit.raise(to: together)
      }
    }
    total.raise(to: largestInit)
    return total
  }
}

extension Container {
  fileprivate func requests(missing: ResourceList) -> ResourceList {
    var list = resources.requests
    for (name, amount) in missing.entries where list[name] == nil { list[name] = amount }
    return list
  }
}

extension ResourceList {
  fileprivate mutating func add(_ other: ResourceList) {
    for (name, amount) in zip(other.names, other.amounts) {
      self[name] = (self[name] ?? 0).addingClamped(amount)
    }
  }

  fileprivate mutating func raise(to other: ResourceList) {
    for (name, amount) in zip(other.names, other.amounts) where (self[name] ?? .min) < amount {
      self[name] = amount
    }
  }
}
