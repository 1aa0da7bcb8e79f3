import KubeAPI

/// One object of a cache, held once however many indexes it is in: a pod is hundreds of bytes with
/// dozens of references, too dear to copy for each look.
final class CacheEntry<Object: KubeObject> {
  let key: ObjectKey
  var object: Object

  init(_ object: Object) {
    key = object.key
    self.object = object
  }
}

/// Entries of a cache without repetition, in the order of their keys.
/// - Complexity: look-ups O(log *n*); changes O(*n*), as moves of memory.
struct SortedEntries<Object: KubeObject> {
  private(set) var entries: [CacheEntry<Object>] = []

  mutating func insert(_ entry: CacheEntry<Object>) {
    let place = lowerBound(entry.key)
    if place < entries.count, entries[place].key == entry.key {
      entries[place] = entry
    } else {
      entries.insert(entry, at: place)
    }
  }

  mutating func remove(_ key: ObjectKey) {
    let place = lowerBound(key)
    if place < entries.count, entries[place].key == key { entries.remove(at: place) }
  }

  private func lowerBound(_ key: ObjectKey) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
