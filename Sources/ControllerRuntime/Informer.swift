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
    let name: IndexName
    let keys: (Object) -> [String]
    var members: [String: SortedEntries<Object>] = [:]
  }

  let server: any APIServer
  private let clock: any Clock
  private let transport: any APITransport
  let filter: (Object) -> Bool
  private var cache: [ObjectKey: CacheEntry<Object>] = [:]
  private var order = SortedEntries<Object>()
  private var indices: [Index] = []
  private var handlers: [Handler] = []
  private var syncActions: [() -> Void] = []
  private var token: WatchToken?
  /// The objects inside the filter as of the last change taken, seen by the cache or still on the
  /// way: what lies outside before and after a change need not travel.
  private var inFilter: Set<ObjectKey> = []
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
    (clock as? any PartRegistry)?.register(self)
  }

  /// Whether it follows the store.
  var isWatching: Bool { token != nil && hasSynced }

  /// Adds a look-up by the strings that `keys` gives of an object; before `start` only.
  public func addIndex(_ name: IndexName, keys: @escaping (Object) -> [String]) {
    precondition(token == nil, "an index must be added before the informer starts")
    precondition(!indices.contains { $0.name == name }, "the index \(name.rawValue) is there")
    indices.append(Index(name: name, keys: keys))
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
    later { [unowned self] in finishSync() }
    // A list is followed at once by its watch, so history cannot have expired in between.
    token = try? server.watch(Object.kind, after: version) { [weak self] in
      self?.deliver($0)
    }
    precondition(token != nil, "the watch after a fresh list was refused")
  }

  /// Runs `action` when the first list is in the cache: at once when it is already.
  public func whenSynced(_ action: @escaping () -> Void) {
    if hasSynced { action() } else { syncActions.append(action) }
  }

  private func finishSync() {
    hasSynced = true
    let actions = syncActions
    syncActions = []
    for action in actions { action() }
  }

  /// Ends the watch; the cache stays as it is.
  public func stop() {
    if let token { server.stopWatching(token) }
    token = nil
  }

  /// The object called `key`, as far as the cache knows.
  public func get(_ key: ObjectKey) -> Object? { cache[key]?.object }

  /// All objects, sorted by key.
  /// - Complexity: O(*n*).
  public func list() -> [Object] { order.entries.map(\.object) }

  /// The number of objects.
  public var count: Int { cache.count }

  /// The objects that the index `name` files under `value`, sorted by key.
  /// - Complexity: O(*k*) for *k* such objects.
  public func list(_ name: IndexName, _ value: String) -> [Object] {
    members(name, value).map(\.object)
  }

  /// What `transform` makes of the objects that the index `name` files under `value`, in the order
  /// of their keys, without nils; cheaper than a list when most are left out or little is read.
  public func compactMap<Result>(
    _ name: IndexName, _ value: String, _ transform: (Object) -> Result?
  ) -> [Result] {
    members(name, value).compactMap { transform($0.object) }
  }

  /// The number of objects that the index `name` files under `value`.
  public func count(_ name: IndexName, _ value: String) -> Int { members(name, value).count }

  private func members(_ name: IndexName, _ value: String) -> [CacheEntry<Object>] {
    guard let index = indices.first(where: { $0.name == name }) else {
      preconditionFailure("no index called \(name.rawValue)")
    }
    return index.members[value]?.entries ?? []
  }

  private func deliver(_ event: WatchEvent) {
    guard let object = event.object as? Object else { return }
    let isInside = event.change != .deleted && filter(object)
    let wasInside = isInside
      ? !inFilter.insert(object.key).inserted : inFilter.remove(object.key) != nil
    guard isInside || wasInside else { return }
    later { [weak self] in self?.apply(object, isHere: isInside) }
  }

  /// Runs `action` after the transport's delay, but never before what was delivered earlier.
  private func later(_ action: @escaping () -> Void) {
    lastDelivery = max(lastDelivery, clock.now + transport.watchDelay())
    clock.after(lastDelivery - clock.now, action)
  }

  private func apply(_ object: Object, isHere: Bool) {
    resourceVersion = max(resourceVersion, object.metadata.resourceVersion)
    let old = cache[object.key]?.object
    // A name deleted and created anew in between is two objects, not one that changed.
    if isHere, let old, old.metadata.uid != object.metadata.uid {
      unfile(old)
      for handler in handlers { handler.deleted(old) }
      file(object)
      for handler in handlers { handler.added(object) }
      return
    }
    switch (old, isHere) {
    case (let old?, true):
      refile(old, as: object)
      for handler in handlers { handler.updated(old, object) }
    case (nil, true):
      file(object)
      for handler in handlers { handler.added(object) }
    case (let old?, false):
      unfile(old)
      for handler in handlers { handler.deleted(object) }
    case (nil, false): break
    }
  }

  private func file(_ object: Object) {
    let entry = CacheEntry(object)
    cache[object.key] = entry
    order.insert(entry)
    for place in indices.indices {
      for value in indices[place].keys(object) {
        indices[place].members[value, default: SortedEntries()].insert(entry)
      }
    }
  }

  private func refile(_ old: Object, as new: Object) {
    guard let entry = cache[new.key] else { return file(new) }
    entry.object = new
    for place in indices.indices {
      let values = indices[place].keys(new)
      let oldValues = indices[place].keys(old)
      guard values != oldValues else { continue }
      for value in oldValues { drop(old.key, from: value, at: place) }
      for value in values {
        indices[place].members[value, default: SortedEntries()].insert(entry)
      }
    }
  }

  private func unfile(_ object: Object) {
    cache[object.key] = nil
    order.remove(object.key)
    for place in indices.indices {
      for value in indices[place].keys(object) { drop(object.key, from: value, at: place) }
    }
  }

  private func drop(_ key: ObjectKey, from value: String, at place: Int) {
    indices[place].members[value]?.remove(key)
    if indices[place].members[value]?.entries.isEmpty == true {
      indices[place].members[value] = nil
    }
  }
}
