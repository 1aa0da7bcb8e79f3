import KubeAPI
import Units

/// A component's view of all objects of one type: a cache that follows the store with a delay.
///
/// Reads are local and may be stale, as in the real thing; handlers run when a change arrives,
/// after the cache shows it. Lists come sorted by key.
public final class Informer<Object: KubeObject> {
  /// What to do when a change arrives; for an update the object before it is handed along.
  public struct Handler {
    let added: (Object) -> Void
    let updated: (_ old: Object, _ new: Object) -> Void
    let deleted: (Object) -> Void

    /// Handlers for the three kinds of change.
    public init(
      added: @escaping (Object) -> Void,
      updated: @escaping (_ old: Object, _ new: Object) -> Void,
      deleted: @escaping (Object) -> Void
    ) {
      self.added = added
      self.updated = updated
      self.deleted = deleted
    }
  }

  /// Names an index of the cache.
  public struct IndexName: Hashable, Sendable {
    let rawValue: String
    /// The index called `rawValue`.
    public init(_ rawValue: String) { self.rawValue = rawValue }
  }

  private struct Index {
    let keys: (Object) -> [String]
    var members: [String: Set<ObjectKey>] = [:]
  }

  private let server: any APIServer
  private let clock: any Clock
  private let transport: any APITransport
  private let filter: (Object) -> Bool
  private var cache: [ObjectKey: Object] = [:]
  private var indices: [IndexName: Index] = [:]
  private var handlers: [Handler] = []
  private var token: WatchToken?
  private var lastDelivery = Instant.start
  /// Whether the first list is in the cache.
  public private(set) var hasSynced = false
  /// The version of the newest change that the cache shows.
  public private(set) var resourceVersion: UInt64 = 0

  /// A view of the objects for which `filter` holds (a server-side selector of the watch).
  public init(
    server: any APIServer, clock: any Clock, transport: any APITransport,
    filter: @escaping (Object) -> Bool = { _ in true }
  ) {
    self.server = server
    self.clock = clock
    self.transport = transport
    self.filter = filter
  }

  /// Adds a look-up by the strings that `keys` gives of an object; before `start` only.
  public func addIndex(_ name: IndexName, keys: @escaping (Object) -> [String]) {
    precondition(token == nil, "an index must be added before the informer starts")
    indices[name] = Index(keys: keys)
  }

  /// Adds handlers; they see each object of the first list as added.
  public func addHandler(_ handler: Handler) { handlers.append(handler) }

  /// Lists and then watches.
  public func start() {
    precondition(token == nil, "an informer starts once")
    guard case .success(.list(let objects, let version)) =
      server.perform(.list(Object.kind, namespace: nil))
    else { preconditionFailure("the server cannot list \(Object.kind.rawValue)") }
    for case let object as Object in objects { deliver(WatchEvent(.added, object)) }
    later { self.hasSynced = true }
    // A list is followed at once by its watch, so history cannot have expired in between.
    token = try? server.watch(Object.kind, after: version) { [unowned self] in deliver($0) }
    precondition(token != nil, "the watch after a fresh list was refused")
  }

  /// Ends the watch; the cache stays as it is.
  public func stop() {
    if let token { server.stopWatching(token) }
    token = nil
  }

  /// The object called `key`, as far as the cache knows.
  public func get(_ key: ObjectKey) -> Object? { cache[key] }

  /// All objects, sorted by key.
  /// - Complexity: O(*n* log *n*).
  public func list() -> [Object] {
    cache.keys.sorted().compactMap { cache[$0] }
  }

  /// The number of objects.
  public var count: Int { cache.count }

  /// The objects that the index `name` files under `value`, sorted by key.
  public func list(_ name: IndexName, _ value: String) -> [Object] {
    precondition(indices[name] != nil, "no index called \(name.rawValue)")
    return (indices[name]?.members[value] ?? []).sorted().compactMap { cache[$0] }
  }

  private func deliver(_ event: WatchEvent) {
    later { self.apply(event) }
  }

  /// Runs `action` after the transport's delay, but never before what was delivered earlier.
  private func later(_ action: @escaping () -> Void) {
    lastDelivery = max(lastDelivery, clock.now + transport.watchDelay())
    clock.after(lastDelivery - clock.now, action)
  }

  private func apply(_ event: WatchEvent) {
    guard let object = event.object as? Object else { return }
    resourceVersion = max(resourceVersion, object.metadata.resourceVersion)
    let old = cache[object.key]
    let isHere = event.change != .deleted && filter(object)
    // A name deleted and created anew in between is two objects, not one that changed.
    if let old, isHere, old.metadata.uid != object.metadata.uid { remove(old) }
    let before = cache[object.key]
    switch (before, isHere) {
    case (let before?, true):
      unfile(before)
      file(object)
      for handler in handlers { handler.updated(before, object) }
    case (nil, true):
      file(object)
      for handler in handlers { handler.added(object) }
    case (let before?, false):
      unfile(before)
      for handler in handlers { handler.deleted(object) }
    case (nil, false): break
    }
  }

  private func remove(_ object: Object) {
    unfile(object)
    for handler in handlers { handler.deleted(object) }
  }

  private func file(_ object: Object) {
    cache[object.key] = object
    for name in indices.keys {
      for value in indices[name]?.keys(object) ?? [] {
        indices[name]?.members[value, default: []].insert(object.key)
      }
    }
  }

  private func unfile(_ object: Object) {
    cache[object.key] = nil
    for name in indices.keys {
      for value in indices[name]?.keys(object) ?? [] {
        indices[name]?.members[value]?.remove(object.key)
        if indices[name]?.members[value]?.isEmpty == true { indices[name]?.members[value] = nil }
      }
    }
  }
}
