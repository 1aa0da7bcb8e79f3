// libyaml, the parser inside the Yams package, is driven directly: its events carry marks and the
// style of scalars, and aliases come unresolved, so that their expansion can be bounded.
internal import CYaml

/// The next thing that a YAML text says.
enum YAMLEvent {
  case documentStart
  case documentEnd
  case alias(String)
  case scalar(text: String, style: DocumentNode.Style, anchor: String?, tag: String?)
  case sequenceStart(anchor: String?, tag: String?)
  case sequenceEnd
  case mappingStart(anchor: String?, tag: String?)
  case mappingEnd
  case streamEnd
}

/// Where and why a text is not YAML.
struct YAMLSyntaxError: Error {
  let mark: Mark
  let message: String
}

/// Reads a YAML text event by event.
struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeBufferPointer<UInt8>
  /// Where the last event begins.
  private(set) var mark = Mark.start

  /// A reader of `bytes`, which must live as long as it does; nil when there is no memory.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    parser = UnsafeMutablePointer.allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    self.bytes = bytes
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      return nil
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event; `streamEnd` for ever after the last.
  mutating func next() throws(YAMLSyntaxError) -> YAMLEvent {
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
      defer { yaml_event_delete(&event) }
      mark = Self.place(event.start_mark)
      if let translated = Self.translate(event) { return translated }
    }
  }

  private static func place(_ mark: yaml_mark_t) -> Mark {
    Mark(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }

  private static func translate(_ event: yaml_event_t) -> YAMLEvent? {
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_ALIAS_EVENT: return .alias(text(event.data.alias.anchor) ?? "")
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      return .sequenceStart(anchor: text(start.anchor), tag: text(start.tag))
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      return .mappingStart(anchor: text(start.anchor), tag: text(start.tag))
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let buffer = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return .scalar(
        text: String(decoding: buffer, as: UTF8.self),
        style: scalar.style == YAML_PLAIN_SCALAR_STYLE ? .plain : .quoted,
        anchor: text(scalar.anchor), tag: text(scalar.tag))
    case YAML_STREAM_START_EVENT: return nil
    default: return .streamEnd
    }
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  /// libyaml's own words, cut to one line, at the place that it names.
  private func syntaxError() -> YAMLSyntaxError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "this is not YAML"
    if parser.pointee.error == YAML_READER_ERROR {
      let value = String(UInt32(bitPattern: parser.pointee.problem_value), radix: 16)
      return YAMLSyntaxError(
        mark: place(ofOffset: Int(parser.pointee.problem_offset)),
        message: "\(problem) (character 0x\(value.uppercased()))")
    }
    let context = parser.pointee.context.map { String(cString: $0) + ": " } ?? ""
    // What is never closed is told where it begins, not where the file ends.
    let isAtEnd = Int(parser.pointee.problem_mark.index) >= bytes.count
    let hasContext = parser.pointee.context != nil && parser.pointee.context_mark.line >= 0
    return YAMLSyntaxError(
      mark: Self.place(
        isAtEnd && hasContext ? parser.pointee.context_mark : parser.pointee.problem_mark),
      message: context + problem)
  }

  private func place(ofOffset offset: Int) -> Mark {
    var line = 1
    var column = 1
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return Mark(line: line, column: column)
  }
}
