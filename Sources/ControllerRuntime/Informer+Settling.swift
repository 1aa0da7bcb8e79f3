import KubeAPI

extension Informer: SettlingPart {
  /// Where the cache differs from the store; nil as well while the informer does not watch.
  ///
  /// What is on its way counts as a difference: ask again a little later.
  public var unsettled: String? {
    guard isWatching,
      case .success(.list(let objects, _)) = server.perform(.list(Object.kind, namespace: nil))
    else { return nil }
    let stored = objects.compactMap { $0 as? Object }.filter(filter)
    for object in stored {
      guard let cached = get(object.key) else {
        return "a cache does not know \(object.reference)"
      }
      let (old, new) = (cached.metadata.resourceVersion, object.metadata.resourceVersion)
      if old != new { return "a cache has \(object.reference) as of \(old), stored is \(new)" }
    }
    guard stored.count != count else { return nil }
    let keys = Set(stored.map(\.key))
    let extra = list().first { !keys.contains($0.key) }
    return extra.map { "a cache still has \($0.reference), which is gone" }
  }
}
