/// A dictionary that remembers at least the `capacity` keys used last, and forgets older ones.
///
/// Two generations: when the young one is full it becomes the old one, and what was old and not
/// used since is forgotten. Cheaper than an exact order of use, and as deterministic.
package struct RecentMemory<Key: Hashable, Value> {
  private let capacity: Int
  private var young: [Key: Value] = [:]
  private var old: [Key: Value] = [:]

  /// A memory that remembers at least `capacity` keys, at most twice as many.
  package init(capacity: Int) { self.capacity = capacity }

  /// What is remembered of `key`; setting nil forgets it.
  package subscript(key: Key) -> Value? {
    mutating get {
      if let value = young[key] { return value }
      guard let value = old.removeValue(forKey: key) else { return nil }
      insert(key, value)
      return value
    }
    set {
      old[key] = nil
      guard let newValue else {
        young[key] = nil
        return
      }
      insert(key, newValue)
    }
  }

  private mutating func insert(_ key: Key, _ value: Value) {
    young[key] = value
    if young.count >= capacity {
      old = young
      young.removeAll(keepingCapacity: true)
    }
  }
}
