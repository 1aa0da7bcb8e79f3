import Documents

/// A list of operations on a document, each at a path (RFC 6902).
struct PointerPatch {
  /// Where operations that cannot be done are reported.
  let log: ProblemLog

  /// `base` after all operations of `patch`; nil when one of them cannot be done.
  func applied(_ patch: DocumentNode, to base: DocumentNode) -> DocumentNode? {
    guard case .sequence(let operations) = patch else { return nil }
    var document = base
    for operation in operations.items {
      guard let next = applied(one: operation, to: document) else { return nil }
      document = next
    }
    return document
  }

  private func applied(one operation: DocumentNode, to document: DocumentNode) -> DocumentNode? {
    ValueReader(operation, path: .root("the operation"), log: log).object {
      reader -> DocumentNode? in
      let verbs = ["add", "remove", "replace", "test", "copy", "move"]
      let verb = reader.required("op", .choice(verbs))
      let path = reader.required("path", .string)
      let from = reader.optional("from", .string)
      let value = reader.mapping["value"]
      reader.ignore(["value"])
      guard let verb, let path else { return nil }
      let way = Self.steps(path)
      func missing(_ path: String) {
        log.error(
          at: reader.valueMark("path"), .wrongValue,
          "the path \(quoted(path)) does not exist", hint: "check it with kubectl describe")
      }
      var result: DocumentNode?
      switch verb {
      case "remove": result = change(document, way) { _ in .remove }
      case "replace": result = value.flatMap { new in
        change(document, way) { $0 == nil ? nil : .put(new) }
      }
      case "add": result = value.flatMap { new in
        change(document, way, inserts: true) { _ in .put(new) }
      }
      case "test":
        result = find(document, way).flatMap { $0.text == value?.text ? document : nil }
      default:
        guard let from, let source = find(document, Self.steps(from)) else {
          missing(from ?? "")
          return nil
        }
        let base = verb == "move" ? change(document, Self.steps(from)) { _ in .remove } : document
        result = base.flatMap { change($0, way, inserts: true) { _ in .put(source) } }
      }
      if result == nil { missing(path) }
      return result
    }
  }

  /// The steps of a JSON pointer (RFC 6901).
  private static func steps(_ path: String) -> ArraySlice<String> {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return parts.dropFirst().map {
      $0.replacing("~1", with: "/").replacing("~0", with: "~")
    }[...]
  }

  private func find(_ node: DocumentNode, _ way: ArraySlice<String>) -> DocumentNode? {
    guard let step = way.first else { return node }
    switch node {
    case .scalar: return nil
    case .mapping(let mapping): return mapping[step].flatMap { find($0, way.dropFirst()) }
    case .sequence(let sequence):
      guard let index = Int(step), sequence.items.indices.contains(index) else { return nil }
      return find(sequence.items[index], way.dropFirst())
    }
  }

  /// What becomes of the value at the end of a path.
  private enum Change {
    case put(DocumentNode)
    case remove
  }

  /// `node` with the value at the end of `way` changed; nil when the way leads nowhere.
  ///
  /// - Parameter inserts: Whether a new field may be made, and an item put before another.
  private func change(
    _ node: DocumentNode, _ way: ArraySlice<String>, inserts: Bool = false,
    _ body: (DocumentNode?) -> Change?
  ) -> DocumentNode? {
    guard let step = way.first else {
      guard case .put(let new)? = body(node) else { return nil }
      return new
    }
    let isLast = way.count == 1
    switch node {
    case .scalar: return nil
    case .mapping(let mapping):
      var entries = mapping.entries
      guard let place = entries.firstIndex(where: { $0.key == step }) else {
        guard isLast, inserts, case .put(let new)? = body(nil) else { return nil }
        entries.append(.init(key: step, keyMark: new.mark, value: new))
        return .mapping(.init(entries: entries, mark: mapping.mark))
      }
      if isLast, case .remove? = body(entries[place].value) {
        entries.remove(at: place)
      } else {
        guard let new = change(entries[place].value, way.dropFirst(), inserts: inserts, body) else {
          return nil
        }
        entries[place] = .init(key: step, keyMark: entries[place].keyMark, value: new)
      }
      return .mapping(.init(entries: entries, mark: mapping.mark))
    case .sequence(let sequence):
      var items = sequence.items
      guard let index = step == "-" ? items.count : Int(step), index >= 0,
        index < items.count || (isLast && inserts && index == items.count)
      else { return nil }
      if isLast, inserts {
        guard case .put(let new)? = body(nil) else { return nil }
        items.insert(new, at: index)
      } else if isLast, case .remove? = body(items[index]) {
        items.remove(at: index)
      } else {
        guard let new = change(items[index], way.dropFirst(), inserts: inserts, body) else {
          return nil
        }
        items[index] = new
      }
      return .sequence(.init(items: items, mark: sequence.mark))
    }
  }
}
