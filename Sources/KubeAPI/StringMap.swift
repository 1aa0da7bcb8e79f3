/// A small map of strings, kept sorted by key: labels, annotations, selectors.
///
/// Sorted so that walking it gives one order in every process: Swift seeds the hashing of
/// `Dictionary` anew each time, and no such order may reach an event or a file.
/// - Complexity: look-ups O(log *n*), changes O(*n*).
public struct StringMap: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  /// The keys, sorted by Unicode scalar values.
  public private(set) var keys: [String] = []
  /// The values, in the order of their keys.
  public private(set) var values: [String] = []

  /// The map without entries.
  public init() {}

  /// The map of the given entries; of equal keys the last wins.
  public init(_ entries: some Sequence<(String, String)>) {
    for (key, value) in entries { self[key] = value }
  }

  /// A map written out in code.
  public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

  /// Whether there are no entries.
  public var isEmpty: Bool { keys.isEmpty }
  /// The number of entries.
  public var count: Int { keys.count }
  /// The entries, sorted by key.
  public var entries: [(key: String, value: String)] {
    zip(keys, values).map { (key: $0, value: $1) }
  }

  /// The value of `key`; nil when absent, and setting nil removes it.
  public subscript(key: String) -> String? {
    get {
      let place = keys.sortedPlace(of: key)
      return place < keys.count && keys[place] == key ? values[place] : nil
    }
    set {
      let place = keys.sortedPlace(of: key)
      let present = place < keys.count && keys[place] == key
      switch (newValue, present) {
      case (let value?, true): values[place] = value
      case (let value?, false):
        keys.insert(key, at: place)
        values.insert(value, at: place)
      case (nil, true):
        keys.remove(at: place)
        values.remove(at: place)
      case (nil, false): break
      }
    }
  }

  /// Whether every entry of this map stands in `labels`; the empty map is in every map.
  public func isSubset(of labels: StringMap) -> Bool {
    for index in keys.indices where labels[keys[index]] != values[index] { return false }
    return true
  }
}
