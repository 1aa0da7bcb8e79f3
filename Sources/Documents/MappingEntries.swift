/// The entries of a mapping while it is read: refuses a key that is there already.
struct MappingEntries {
  private let log: ProblemLog
  private var entries: [DocumentNode.Entry] = []
  /// Where each key is; kept only once there are many, since a short list is searched faster.
  private var places: [String: Int] = [:]
  private var merged: [DocumentNode.Entry] = []
  private var mergedNames: Set<String> = []
  private static let indexedFrom = 16

  init(log: ProblemLog) { self.log = log }

  /// The entries written here, then those merged in.
  var all: [DocumentNode.Entry] {
    merged.isEmpty ? entries : entries + merged.filter { place(of: $0.key) == nil }
  }

  /// Adds `entry`, or reports its key when it is there already.
  mutating func add(_ entry: DocumentNode.Entry) {
    if let place = place(of: entry.key) {
      log.error(
        at: entry.keyMark, .duplicateKey, "the key \(quoted(entry.key)) is here twice",
        hint: "remove one; the other is in line \(entries[place].keyMark.line)")
      return
    }
    if entries.count == Self.indexedFrom {
      for (place, entry) in entries.enumerated() { places[entry.key] = place }
    }
    if entries.count >= Self.indexedFrom { places[entry.key] = entries.count }
    entries.append(entry)
  }

  /// Takes in what `<<: value` brings; keys written out win, then earlier mappings over later.
  mutating func merge(_ value: DocumentNode, at mark: Mark) {
    let mappings: [DocumentNode]
    if case .sequence(let list) = value { mappings = list.items } else { mappings = [value] }
    for mapping in mappings {
      guard case .mapping(let mapping) = mapping else {
        log.error(
          at: mark, .wrongType, "<< merges \(mapping.description)",
          hint: "merge a mapping, such as an alias of one")
        continue
      }
      merged += mapping.entries.filter { mergedNames.insert($0.key).inserted }
    }
  }

  private func place(of key: String) -> Int? {
    entries.count > Self.indexedFrom
      ? places[key] : entries.firstIndex { $0.key == key }
  }
}
