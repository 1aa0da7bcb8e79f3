import ControllerRuntime
import KubeAPI

/// An informer's objects, and newer ones that its owner has written and the informer does not show
/// yet.
///
/// Without it a volume that was just given to one claim would be given to the next as well.
/// Source: `pkg/controller/volume/persistentvolume/pv_controller_base.go`
/// (storeObjectUpdate), v1.36.
final class NewestObjects<Object: KubeObject> {
  private let informer: Informer<Object>
  private var written: [ObjectKey: Object] = [:]

  init(_ informer: Informer<Object>) {
    self.informer = informer
    informer.addHandler(
      .init(
        added: { [unowned self] in forget($0) },
        updated: { [unowned self] in forget($1) },
        deleted: { [unowned self] in written[$0.key] = nil }))
  }

  private func forget(_ seen: Object) {
    guard let own = written[seen.key] else { return }
    if seen.metadata.resourceVersion >= own.metadata.resourceVersion { written[seen.key] = nil }
  }

  /// Takes over an object as the server has stored it.
  func remember(_ object: Object) {
    let known = informer.get(object.key)?.metadata.resourceVersion ?? 0
    if object.metadata.resourceVersion > known { written[object.key] = object }
  }

  /// The newest known state of the object called `key`.
  func get(_ key: ObjectKey) -> Object? { written[key] ?? informer.get(key) }

  /// All objects in their newest known state, sorted by key.
  /// - Complexity: O(*n*).
  func list() -> [Object] {
    let known = informer.list()
    if written.isEmpty { return known }
    var all = known.map { written[$0.key] ?? $0 }
    let fresh = written.values.filter { informer.get($0.key) == nil }
    if !fresh.isEmpty { all = (all + fresh).sorted { $0.key < $1.key } }
    return all
  }
}
