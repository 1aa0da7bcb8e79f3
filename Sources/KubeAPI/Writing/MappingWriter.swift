import Documents

extension Mark {
  /// The place of what nobody wrote: a value of an object that was turned into a document.
  static let nowhere = Mark(line: 0, column: 0)
}

extension DocumentNode {
  /// A piece of text.
  static func text(_ text: String) -> DocumentNode {
    .scalar(.init(text: text, style: .quoted, mark: .nowhere))
  }

  /// A number or a truth value.
  static func literal(_ value: some CustomStringConvertible) -> DocumentNode {
    .scalar(.init(text: "\(value)", style: .literal, mark: .nowhere))
  }

  /// A list.
  static func list(_ items: [DocumentNode]) -> DocumentNode {
    .sequence(.init(items: items, mark: .nowhere))
  }

  /// What `body` writes.
  static func object(_ body: (inout MappingWriter) -> Void) -> DocumentNode {
    var writer = MappingWriter()
    body(&writer)
    return writer.node
  }
}

/// Writes the fields of one mapping, leaving out what is empty.
struct MappingWriter {
  private var entries: [DocumentNode.Entry] = []

  /// The mapping.
  var node: DocumentNode { .mapping(.init(entries: entries, mark: .nowhere)) }

  /// Adds `value`, unless it is nil.
  mutating func put(_ key: String, _ value: DocumentNode?) {
    guard let value else { return }
    entries.append(.init(key: key, keyMark: .nowhere, value: value))
  }

  /// Adds text, unless it is empty.
  mutating func text(_ key: String, _ value: String) {
    if !value.isEmpty { put(key, .text(value)) }
  }

  /// Adds a number or a truth value, unless it is nil.
  mutating func literal(_ key: String, _ value: (some CustomStringConvertible)?) {
    put(key, value.map { .literal($0) })
  }

  /// Adds a list, unless it is empty.
  mutating func list(_ key: String, _ items: [DocumentNode]) {
    if !items.isEmpty { put(key, .list(items)) }
  }

  /// Adds a list of texts, unless it is empty.
  mutating func texts(_ key: String, _ items: [String]) {
    list(key, items.map { .text($0) })
  }

  /// Adds labels and the like, unless there are none.
  mutating func map(_ key: String, _ map: StringMap) {
    guard !map.isEmpty else { return }
    object(key) { writer in
      for (name, value) in map.entries { writer.put(name, .text(value)) }
    }
  }

  /// Adds a mapping, even an empty one.
  mutating func object(_ key: String, _ body: (inout MappingWriter) -> Void) {
    put(key, .object(body))
  }
}
