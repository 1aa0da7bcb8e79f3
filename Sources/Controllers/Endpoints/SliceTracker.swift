import KubeAPI

/// The generations of the slices that the controller wrote last, to tell a stale cache from a fresh
/// one and its own writes from others'.
///
/// Source: `staging/src/k8s.io/endpointslice/util/endpointslice_tracker.go`, v1.36.
package struct SliceTracker {
  /// Generations by service, then by the slice's unique id; nil for one that was deleted.
  private var generations: [ObjectKey: [String: Int64?]] = [:]

  /// A tracker that has seen nothing.
  package init() {}

  /// Notes that `slice` was written as it stands.
  package mutating func wrote(_ slice: EndpointSlice, of service: ObjectKey) {
    generations[service, default: [:]][slice.metadata.uid] = .some(slice.metadata.generation)
  }

  /// Notes that the deletion of `slice` was asked for.
  package mutating func deleted(_ slice: EndpointSlice, of service: ObjectKey) {
    generations[service, default: [:]][slice.metadata.uid] = .some(nil)
  }

  /// Drops what is known of `service`.
  package mutating func forget(_ service: ObjectKey) { generations[service] = nil }

  /// Whether the cache shows `slices` older than what was written.
  package func isStale(_ slices: [EndpointSlice], of service: ObjectKey) -> Bool {
    guard let known = generations[service] else { return false }
    for slice in slices {
      switch known[slice.metadata.uid] {
      case .some(.some(let generation)) where generation > slice.metadata.generation: return true
      case .some(.none): return true
      default: break
      }
    }
    let shown = Set(slices.map(\.metadata.uid))
    return known.contains { $0.value != nil && !shown.contains($0.key) }
  }

  /// Whether the news of `slice` is somebody else's doing, and so a reason to look again.
  package func isForeign(_ slice: EndpointSlice, of service: ObjectKey) -> Bool {
    guard let known = generations[service]?[slice.metadata.uid] else { return true }
    guard let generation = known else { return false }
    return slice.metadata.generation > generation
  }

  /// Takes the news that `slice` is gone; true when the controller had not asked for that.
  package mutating func sawDeletion(of slice: EndpointSlice, service: ObjectKey) -> Bool {
    guard let known = generations[service]?[slice.metadata.uid] else { return false }
    generations[service]?[slice.metadata.uid] = nil
    return known != nil
  }
}
