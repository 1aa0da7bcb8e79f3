import KubeAPI

/// Keys without repetition, kept in their order, so that walking them gives one order in every
/// process.
/// - Complexity: look-ups O(log *n*); changes O(*n*), as moves of memory.
package struct SortedKeys: Sendable {
  /// The keys, sorted.
  package private(set) var keys: [ObjectKey] = []

  /// No keys.
  package init() {}

  /// Whether `key` is among them.
  package func contains(_ key: ObjectKey) -> Bool {
    let place = keys.sortedPlace(of: key)
    return place < keys.count && keys[place] == key
  }

  /// Adds `key`; false when it was there.
  @discardableResult
  package mutating func insert(_ key: ObjectKey) -> Bool {
    // New names often sort last (node-9, node-10 aside), which costs no search.
    if let last = keys.last, last < key {
      keys.append(key)
      return true
    }
    let place = keys.sortedPlace(of: key)
    if place < keys.count && keys[place] == key { return false }
    keys.insert(key, at: place)
    return true
  }

  /// Removes `key`; false when it was not there.
  @discardableResult
  package mutating func remove(_ key: ObjectKey) -> Bool {
    let place = keys.sortedPlace(of: key)
    guard place < keys.count, keys[place] == key else { return false }
    keys.remove(at: place)
    return true
  }
}
