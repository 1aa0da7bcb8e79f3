import KubeAPI

/// The Endpoints that a service ought to have.
///
/// Terminating pods are left out, unless the service publishes pods that are not ready: the drop
/// comes when the deletion begins, not when the container exits.
/// Source: `pkg/controller/endpoint/endpoints_controller.go` (syncService), v1.36.
package enum EndpointSubsets {
  /// The annotation of an object that had to leave addresses out.
  static let overCapacity = "endpoints.kubernetes.io/over-capacity"

  /// The subsets for `pods`, one for each set of ports, and whether some addresses had no room.
  package static func of(
    _ service: Service, pods: [PodEndpoint], capacity: Int
  ) -> (subsets: [EndpointSubset], isTruncated: Bool) {
    let publishes = service.spec.publishNotReadyAddresses
    var subsets: [EndpointSubset] = []
    for pod in pods where publishes || !pod.isTerminating {
      let ports = pod.ports
      // A service without ports (headless) lists its pods all the same.
      guard !ports.isEmpty || service.spec.ports.isEmpty else { continue }
      var place = subsets.firstIndex { $0.ports == ports } ?? subsets.endIndex
      if place == subsets.endIndex {
        subsets.append(EndpointSubset(addresses: [], notReadyAddresses: [], ports: ports))
        place = subsets.endIndex - 1
      }
      if pod.isReady || publishes {
        subsets[place].addresses.append(pod.address)
      } else {
        subsets[place].notReadyAddresses.append(pod.address)
      }
    }
    let count = subsets.reduce(0) { $0 + $1.addresses.count + $1.notReadyAddresses.count }
    guard count > capacity else { return (subsets, false) }
    return (truncated(subsets, to: capacity), true)
  }

  /// Ready addresses first, then others, as far as there is room.
  private static func truncated(
    _ subsets: [EndpointSubset], to capacity: Int
  ) -> [EndpointSubset] {
    var room = capacity
    var result = subsets
    for place in result.indices {
      result[place].addresses = Array(result[place].addresses.prefix(room))
      room -= result[place].addresses.count
    }
    for place in result.indices {
      result[place].notReadyAddresses = Array(result[place].notReadyAddresses.prefix(room))
      room -= result[place].notReadyAddresses.count
    }
    return result.filter { !$0.addresses.isEmpty || !$0.notReadyAddresses.isEmpty }
  }
}
