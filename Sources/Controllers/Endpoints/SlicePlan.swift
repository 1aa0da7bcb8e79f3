import KubeAPI

/// Which slices of a service must be written so that its endpoints are as wanted, touching as few
/// as possible.
///
/// Endpoints stay in the slice that they are in; new ones go where there is room, the fullest slice
/// first. Simplified: the real planner also repacks half-empty slices when that saves a write;
/// with up to 100 pods a service has one slice either way.
/// Source: `staging/src/k8s.io/endpointslice/reconciler.go` (reconcileByPortMapping), v1.36.
package struct SlicePlan: Equatable {
  /// Slices to be made, without name.
  package var created: [EndpointSlice] = []
  /// Slices with other content than stored.
  package var updated: [EndpointSlice] = []
  /// Slices that are no longer needed.
  package var deleted: [EndpointSlice] = []

  /// The endpoints of one set of ports.
  private struct Group {
    let ports: [EndpointPort]
    var endpoints: [Endpoint]
  }

  /// The plan that writes nothing.
  package static let nothing = SlicePlan()

  private init() {}

  /// What must be written so that `service` has `pods` behind it in slices of at most `capacity`.
  package init(_ service: Service, pods: [PodEndpoint], slices: [EndpointSlice], capacity: Int) {
    var groups = Self.groups(service, pods: pods)
    // A service without any pod still has one empty slice.
    if groups.isEmpty { groups = [Group(ports: [], endpoints: [])] }
    for group in groups {
      let own = slices.filter { slice in
        slice.ports == group.ports || (slice.endpoints.isEmpty && groups.count == 1)
      }
      place(group, in: own, of: service, capacity: capacity)
    }
    for slice in slices
    where !groups.contains(where: { $0.ports == slice.ports })
      && !(updated.contains { $0.key == slice.key })
    {
      deleted.append(slice)
    }
    reuse()
  }

  /// Turns a slice to be made and one to be deleted into one to be updated.
  private mutating func reuse() {
    while let new = created.last, var old = deleted.last {
      created.removeLast()
      deleted.removeLast()
      old.metadata.labels = new.metadata.labels
      old.endpoints = new.endpoints
      old.ports = new.ports
      updated.append(old)
    }
  }

  private mutating func place(
    _ group: Group, in own: [EndpointSlice], of service: Service, capacity: Int
  ) {
    var open = group.endpoints
    var filled: [EndpointSlice] = []
    for slice in own {
      var kept = slice
      kept.ports = group.ports
      kept.metadata.labels = Self.labels(service)
      kept.endpoints = slice.endpoints.compactMap { old in
        // Both are sorted by pod, so that this one is most often among the first.
        guard let place = open.firstIndex(where: { $0.address.podUID == old.address.podUID })
        else { return nil }
        return open.remove(at: place)
      }
      filled.append(kept)
    }
    let fullestFirst = filled.indices.sorted {
      let (a, b) = (filled[$0].endpoints.count, filled[$1].endpoints.count)
      return a == b ? $0 < $1 : a > b
    }
    for place in fullestFirst {
      let room = capacity - filled[place].endpoints.count
      filled[place].endpoints += open.prefix(max(0, room))
      open.removeFirst(min(open.count, max(0, room)))
      filled[place].endpoints.sort { $0.address.pod < $1.address.pod }
    }
    var isNeeded = true
    for (old, new) in zip(own, filled) {
      // One slice stays even when it is empty.
      if new.endpoints.isEmpty, !isNeeded || !group.endpoints.isEmpty {
        deleted.append(old)
      } else {
        isNeeded = false
        if new != old { updated.append(new) }
      }
    }
    while !open.isEmpty || (own.isEmpty && created.isEmpty && group.endpoints.isEmpty) {
      created.append(
        Self.slice(service, endpoints: Array(open.prefix(capacity)), ports: group.ports))
      open.removeFirst(min(open.count, capacity))
    }
  }

  private static func groups(_ service: Service, pods: [PodEndpoint]) -> [Group] {
    var groups: [Group] = []
    for pod in pods {
      let ports = pod.ports
      let endpoint = endpoint(pod, publishes: service.spec.publishNotReadyAddresses)
      if let place = groups.firstIndex(where: { $0.ports == ports }) {
        groups[place].endpoints.append(endpoint)
      } else {
        groups.append(Group(ports: ports, endpoints: [endpoint]))
      }
    }
    return groups
  }

  /// A pod with what it is fit for.
  ///
  /// Source: `staging/src/k8s.io/endpointslice/utils.go` (podToEndpoint), v1.36.
  private static func endpoint(_ pod: PodEndpoint, publishes: Bool) -> Endpoint {
    Endpoint(
      address: pod.address, isReady: publishes || (pod.isReady && !pod.isTerminating),
      isServing: pod.isReady, isTerminating: pod.isTerminating)
  }

  private static func slice(
    _ service: Service, endpoints: [Endpoint], ports: [EndpointPort]
  ) -> EndpointSlice {
    var metadata = ObjectMeta(
      namespace: service.metadata.namespace, labels: labels(service))
    metadata.generateName = "\(service.metadata.name)-"
    metadata.ownerReferences = [
      OwnerReference(
        kind: .service, name: service.metadata.name, uid: service.metadata.uid)
    ]
    return EndpointSlice(metadata: metadata, endpoints: endpoints, ports: ports)
  }

  private static func labels(_ service: Service) -> StringMap {
    var labels = service.metadata.labels
    labels[EndpointSlice.serviceLabel] = service.metadata.name
    labels["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io"
    return labels
  }
}
