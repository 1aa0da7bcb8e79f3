/// One value of a document, about to be read as what its field wants.
///
/// Reading reports what is wrong to the log and returns nil, so that the rest of the document is
/// read all the same.
public struct ValueReader {
  /// The value itself.
  public let node: DocumentNode
  /// The way to it.
  public let path: FieldPath
  /// Where problems go.
  public let log: ProblemLog
  /// What is thought of bare numbers and truth values in text fields.
  public let bareText: BareText
  /// Whose word the document is.
  public let origin: Origin

  /// Whose word a document is.
  public enum Origin: Sendable {
    /// A person's, who wishes for something: what only a server says has no weight in it.
    case wish
    /// A server's, which has recorded things as they are.
    case record
  }

  /// What is thought of YAML such as `value: 5432` in a field that wants text.
  public enum BareText: Sendable {
    /// It is text.
    case isText
    /// It is text, but kubectl would not take it: a warning says so.
    case isWarnedOf
  }

  /// The value `node` at `path`.
  public init(
    _ node: DocumentNode, path: FieldPath = .root(""), log: ProblemLog,
    bareText: BareText = .isText, origin: Origin = .wish
  ) {
    self.node = node
    self.path = path
    self.log = log
    self.bareText = bareText
    self.origin = origin
  }

  /// The value `node` at `path`, of the same document as this one.
  public func sibling(_ node: DocumentNode, path: FieldPath) -> ValueReader {
    ValueReader(node, path: path, log: log, bareText: bareText, origin: origin)
  }

  /// Where it is written.
  public var mark: Mark { node.mark }

  /// The name of the value in messages.
  private var name: String {
    let text = path.description
    return text.isEmpty ? "the document" : text
  }

  /// The value as a single one of `format`.
  public func scalar<Value>(_ format: ScalarFormat<Value>) -> Value? {
    guard case .scalar(let scalar) = node, !scalar.isNull else {
      fail(.wrongType, "is \(node.description)", hint: "write \(format.expected)")
      return nil
    }
    do {
      let value = try format.read(scalar)
      if format.isText, bareText == .isWarnedOf, scalar.looksTyped { warnOfBareText(scalar) }
      return value
    } catch {
      fail(.wrongValue, error.message, hint: error.hint)
      return nil
    }
  }

  /// The value as a mapping, whose fields `body` reads; fields it did not ask for are errors.
  public func object<Value>(_ body: (MappingReader) -> Value?) -> Value? {
    guard case .mapping(let mapping) = node else {
      fail(
        .wrongType, "is \(node.description)", hint: "write a mapping: its fields below, indented")
      return nil
    }
    let reader = MappingReader(mapping, of: self)
    let value = body(reader)
    reader.reportUnknownFields()
    return value
  }

  /// The items of the value as a list.
  public var items: [ValueReader]? {
    guard case .sequence(let sequence) = node else {
      fail(.wrongType, "is \(node.description)", hint: "write a list: one item a line after \"- \"")
      return nil
    }
    return sequence.items.enumerated().map { index, item in
      sibling(item, path: .item(path, index))
    }
  }

  /// The entries of the value as a mapping from names of the writer's own choice.
  public var entries: [(key: Located<String>, value: ValueReader)]? {
    guard case .mapping(let mapping) = node else {
      fail(
        .wrongType, "is \(node.description)", hint: "write a mapping: names with values, indented")
      return nil
    }
    return mapping.entries.map { entry in
      (Located(entry.key, at: entry.keyMark), sibling(entry.value, path: path.child(entry.key)))
    }
  }

  /// Reports what stops us; the message follows the field's name: `is ten`.
  public func fail(_ code: Problem.Code, _ message: String, hint: String? = nil) {
    log.error(at: mark, code, "\(name) \(message)", hint: hint)
  }

  /// Reports what the person should know; the message follows the field's name.
  public func warn(_ code: Problem.Code, _ message: String, hint: String? = nil) {
    log.warning(at: mark, code, "\(name) \(message)", hint: hint)
  }

  private func warnOfBareText(_ scalar: DocumentNode.Scalar) {
    let sort = ScalarLooks.isBoolean(scalar.text) ? "true or false" : "a number"
    warn(
      .bareValue, "is the bare word \(scalar.text), which kubectl reads as \(sort) and refuses",
      hint: "write \(quoted(scalar.text)) in quotes")
  }
}
