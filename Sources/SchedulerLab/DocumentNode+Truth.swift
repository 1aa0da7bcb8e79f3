import Documents

/// Short ways into records whose shape is known: what is not there reads as nothing.
extension DocumentNode {
  /// The text of a scalar; nil for anything else and for nothing.
  package var string: String? {
    guard case .scalar(let scalar) = self, !scalar.isNull else { return nil }
    return scalar.text
  }

  /// The whole number of a scalar.
  package var integer: Int64? { string.flatMap { Int64($0) } }

  /// The number of a scalar.
  package var number: Double? { string.flatMap { Double($0) } }

  /// The items of a list; none for anything else.
  package var list: [DocumentNode] {
    guard case .sequence(let sequence) = self else { return [] }
    return sequence.items
  }

  /// The entries of a mapping; none for anything else.
  package var fields: [(key: String, value: DocumentNode)] {
    guard case .mapping(let mapping) = self else { return [] }
    return mapping.entries.map { ($0.key, $0.value) }
  }

  /// The texts of a list's scalars.
  package var strings: [String] { list.compactMap(\.string) }

  /// What stands at the end of a path of keys.
  package subscript(_ keys: String...) -> DocumentNode? {
    var node: DocumentNode? = self
    for key in keys {
      guard case .mapping(let mapping)? = node else { return nil }
      node = mapping.entries.first { $0.key == key }?.value
    }
    return node
  }
}
