/// The fields of one mapping, asked for by name; those nobody asked for are errors.
///
/// Every question that finds something wrong reports it and answers nil, and reading goes on, so
/// that one pass shows a person all mistakes. A field that is written empty (`key:`, `~`, `null`)
/// counts as absent.
///
/// ```swift
/// let service = ValueReader(node, log: log).object { reader in
///   let name = reader.required("name", .string)
///   let workers = reader.optional("workers", .integer(in: 1...64)) ?? 2
///   let timeout = reader.optional("timeout", .parsed(as: "a duration such as 30s", parse))
///   …
/// }
/// try log.throwIfErrors()
/// ```
public final class MappingReader {
  /// The mapping itself.
  public let mapping: DocumentNode.Mapping
  /// The way to it.
  public var path: FieldPath { whole.path }
  /// Where problems go.
  public var log: ProblemLog { whole.log }
  /// Whose word the document is.
  public var origin: ValueReader.Origin { whole.origin }

  private let whole: ValueReader
  private var known: [String] = []
  private var isKnown: [Bool]

  /// The fields of `mapping`, which is the value that `whole` reads.
  init(_ mapping: DocumentNode.Mapping, of whole: ValueReader) {
    self.mapping = mapping
    self.whole = whole
    isKnown = Array(repeating: false, count: mapping.entries.count)
  }

  /// Where the mapping begins.
  public var mark: Mark { mapping.mark }

  /// The name of the mapping in messages.
  private var name: String {
    let text = path.description
    return text.isEmpty ? "the document" : text
  }

  // MARK: Single values

  /// The value of `key`, if it is there and not empty.
  public func value(_ key: String) -> ValueReader? {
    known.append(key)
    log.onAsked?(path.child(key))
    guard let place = mapping.entries.firstIndex(where: { $0.key == key }) else { return nil }
    isKnown[place] = true
    let node = mapping.entries[place].value
    guard !node.isNull else { return nil }
    return whole.sibling(node, path: path.child(key))
  }

  /// The value of `key`, which must be there; `expected` says in the hint what belongs there.
  public func requiredValue(_ key: String, expected: String = "its value") -> ValueReader? {
    if let value = value(key) { return value }
    let place = mapping.entries.first { $0.key == key }?.keyMark ?? mark
    log.error(
      at: place, .missingField, "\(quoted(key)) is missing in \(name)",
      hint: "add \(key): with \(expected)")
    return nil
  }

  /// The value of `key` as `format` has it; nil when absent or wrong.
  public func optional<Value>(_ key: String, _ format: ScalarFormat<Value>) -> Value? {
    value(key)?.scalar(format)
  }

  /// The value of `key` as `format` has it; it must be there.
  public func required<Value>(_ key: String, _ format: ScalarFormat<Value>) -> Value? {
    requiredValue(key, expected: format.expected)?.scalar(format)
  }

  /// The value of `key` with its place, for checks that come later.
  public func located<Value>(_ key: String, _ format: ScalarFormat<Value>) -> Located<Value>? {
    guard let reader = value(key), let value = reader.scalar(format) else { return nil }
    return Located(value, at: reader.mark)
  }

  // MARK: Mappings and lists

  /// What `body` makes of the mapping at `key`; nil when absent or wrong.
  @discardableResult
  public func object<Value>(_ key: String, _ body: (MappingReader) -> Value?) -> Value? {
    value(key)?.object(body)
  }

  /// What `body` makes of the mapping at `key`, which must be there.
  @discardableResult
  public func requiredObject<Value>(
    _ key: String, _ body: (MappingReader) -> Value?
  ) -> Value? {
    requiredValue(key, expected: "a mapping: its fields below, indented")?.object(body)
  }

  /// The items of the list at `key`, each as `format` has it; wrong items are left out.
  public func list<Value>(_ key: String, of format: ScalarFormat<Value>) -> [Value]? {
    value(key)?.items?.compactMap { $0.scalar(format) }
  }

  /// What `body` makes of each mapping of the list at `key`; wrong items are left out.
  public func list<Value>(_ key: String, _ body: (MappingReader) -> Value?) -> [Value]? {
    value(key)?.items?.compactMap { $0.object(body) }
  }

  /// The entries of the mapping at `key`, whose names are the writer's own choice.
  public func map<Value>(
    _ key: String, of format: ScalarFormat<Value>
  ) -> [(key: Located<String>, value: Value)]? {
    value(key)?.entries?.compactMap { entry in
      entry.value.scalar(format).map { (entry.key, $0) }
    }
  }

  /// What `body` makes of each entry of the mapping at `key`.
  public func map<Value>(
    _ key: String, _ body: (Located<String>, MappingReader) -> Value?
  ) -> [Value]? {
    value(key)?.entries?.compactMap { entry in entry.value.object { body(entry.key, $0) } }
  }

  // MARK: Questions about fields

  /// Whether `key` is written here and not empty; it counts as asked for.
  public func has(_ key: String) -> Bool { value(key) != nil }

  /// Those of `keys` that are written here and not empty; all of them count as asked for.
  public func present(of keys: [String]) -> [String] { keys.filter(has) }

  /// The one of `keys` that is written here; none or several are reported.
  public func exactlyOne(of keys: [String]) -> String? {
    let found = present(of: keys)
    if found.count == 1 { return found[0] }
    let list = keys.joined(separator: ", ")
    if found.isEmpty {
      log.error(at: mark, .missingField, "\(name) has none of \(list)", hint: "write one of them")
    } else {
      log.error(
        at: keyMark(found[1]), .wrongValue,
        "\(name) has both \(found[0]) and \(found[1])", hint: "keep one of them")
    }
    return nil
  }

  /// Where `key` is written, or where the mapping begins when it is not.
  public func keyMark(_ key: String) -> Mark {
    mapping.entries.first { $0.key == key }?.keyMark ?? mark
  }

  /// Where the value of `key` is written, or where the mapping begins when it is not.
  public func valueMark(_ key: String) -> Mark { mapping[key]?.mark ?? mark }

  // MARK: Reports

  /// Reports an error at the value of `key`; the message follows the field's name: `is 0`.
  ///
  /// As all violations of rules between fields, it is an error of wishes only: what is recorded has
  /// happened.
  public func fail(
    _ key: String, _ message: String, hint: String? = nil, code: Problem.Code = .wrongValue
  ) {
    fail(at: valueMark(key), "\(path.child(key)) \(message)", hint: hint, code: code)
  }

  /// Reports an error of the mapping as a whole; the message follows its name.
  public func fail(
    _ message: String, hint: String? = nil, code: Problem.Code = .wrongValue
  ) {
    fail(at: mark, "\(name) \(message)", hint: hint, code: code)
  }

  /// Reports an error at `mark` in a message of its own.
  public func fail(
    at mark: Mark, _ message: String, hint: String? = nil, code: Problem.Code = .wrongValue
  ) {
    guard origin == .wish else { return }
    log.error(at: mark, code, message, hint: hint)
  }

  /// Accepts `keys`, which mean something elsewhere and have no effect here: each is warned of
  /// once a file, whatever the number of objects that have it.
  public func notSimulated(_ keys: [String]) {
    known += keys
    for (place, entry) in mapping.entries.enumerated() where !isKnown[place] {
      guard keys.contains(entry.key) else { continue }
      isKnown[place] = true
      guard !entry.value.isNull else { continue }
      let field = path.child(entry.key).pattern
      log.warning(
        at: entry.keyMark, .notSimulated, "\(field) is not simulated",
        hint: "it has no effect here", once: field)
    }
  }

  /// Accepts `keys` in silence, whatever they say.
  public func ignore(_ keys: [String]) {
    known += keys
    for (place, entry) in mapping.entries.enumerated() where keys.contains(entry.key) {
      isKnown[place] = true
    }
  }

  /// Reports the fields that nobody has asked for.
  func reportUnknownFields() {
    for (place, entry) in mapping.entries.enumerated() where !isKnown[place] {
      guard !log.isFull else {
        log.error(at: entry.keyMark, .unknownField, "unknown field")
        continue
      }
      let within = path.description.isEmpty ? "" : " in \(path)"
      log.error(
        at: entry.keyMark, .unknownField, "unknown field \(quoted(entry.key))\(within)",
        hint: Suggestion.hint(for: entry.key, among: known) ?? "remove it")
    }
  }
}
