import Documents

/// How much a scenario may hold, so that reading one ends in seconds whoever wrote it.
enum ScenarioSize {
  /// The most items of one list, or entries of one mapping: names are compared with all others.
  static let itemsMax = 10_000

  /// Whether no list or mapping of `node` is longer than ``itemsMax``; the first that is gets
  /// reported at the item that is too much.
  ///
  /// - Complexity: O(size of the document); its depth is bounded by its reader.
  static func isBounded(_ node: DocumentNode, log: ProblemLog) -> Bool {
    switch node {
    case .scalar: return true
    case .sequence(let sequence):
      guard sequence.items.count <= itemsMax else {
        return refuse("a list of \(sequence.items.count) items", sequence.items[itemsMax].mark, log)
      }
      return sequence.items.allSatisfy { isBounded($0, log: log) }
    case .mapping(let mapping):
      guard mapping.entries.count <= itemsMax else {
        return refuse(
          "a mapping of \(mapping.entries.count) entries", mapping.entries[itemsMax].keyMark, log)
      }
      return mapping.entries.allSatisfy { isBounded($0.value, log: log) }
    }
  }

  private static func refuse(_ what: String, _ mark: Mark, _ log: ProblemLog) -> Bool {
    log.error(
      at: mark, .tooLarge, "this is item \(itemsMax + 1) of \(what)",
      hint: "write at most \(itemsMax)")
    return false
  }
}
