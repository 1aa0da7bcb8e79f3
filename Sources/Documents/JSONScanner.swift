/// Reads JSON token by token, holding no more than one token and the open brackets.
///
/// Strict as RFC 8259 has it: no comments, no trailing commas, no leading zeros, no lone
/// surrogates. Numbers are given as they are written, so that no digit is lost.
public struct JSONScanner {
  /// A piece of a JSON text.
  public enum Token: Equatable, Sendable {
    case objectStart
    case objectEnd
    case arrayStart
    case arrayEnd
    /// The name of the member whose value follows.
    case key(String)
    case string(String)
    /// A number, as it is written.
    case number(String)
    case boolean(Bool)
    case null
  }

  /// Whether one value makes the text, or any number of them with white space between.
  public enum Form: Sendable {
    case oneValue
    /// As in JSON Lines, and in several objects in one file for kubectl.
    case manyValues
  }

  private enum Expecting { case value, firstItem, key, firstKey, afterValue }

  /// The file's name in messages.
  public let file: String
  /// How deep arrays and objects may be nested.
  public let depthMax: Int
  /// Where the last token begins.
  public private(set) var mark = Mark.start
  /// The number of bytes before the last token.
  public private(set) var offset = 0

  private let form: Form
  private var source: ByteSource
  /// For each open bracket, whether it is an object's.
  private var open: [Bool] = []
  private var expecting = Expecting.value
  private var values = 0
  private var scratch: [UInt8] = []

  /// An open bracket.
  package enum Bracket: Sendable {
    case object
    case array
  }

  /// A scanner of the text that `window` holds and will hold, which begins inside of brackets:
  /// where a value belongs, or just after one.
  package init(resuming window: ByteWindow, within brackets: [Bracket], isAfterValue: Bool) {
    var isFirst = true
    let mark = window.mark
    let source = ByteSource(at: mark) {
      if isFirst {
        isFirst = false
      } else {
        window.drop(window.bytes.count)
        guard try window.more() else { return nil }
      }
      return Array(window.bytes)
    }
    self.init(file: window.name, source: source, form: .manyValues, depthMax: YAMLReader.depthMax)
    open = brackets.map { $0 == .object }
    expecting = isAfterValue ? .afterValue : .value
  }

  /// A scanner of a text that is here as a whole.
  public init(_ file: SourceFile, form: Form = .oneValue, depthMax: Int = 100) {
    self.init(file: file.name, source: ByteSource(file.text), form: form, depthMax: depthMax)
  }

  /// A scanner of a text that comes in pieces, until `nextPiece` gives nil.
  public init(
    file: String, form: Form = .oneValue, depthMax: Int = 100,
    nextPiece: @escaping () throws -> [UInt8]?
  ) {
    self.init(file: file, source: ByteSource(nextPiece), form: form, depthMax: depthMax)
  }

  init(file: String, source: ByteSource, form: Form, depthMax: Int) {
    self.file = file
    self.source = source
    self.form = form
    self.depthMax = depthMax
  }

  /// The number of bytes read so far, the last token's included.
  public var endOffset: Int { source.offset }
  /// How many arrays and objects are open.
  public var depth: Int { open.count }

  /// The next token; nil at the end of the text.
  ///
  /// - Throws: ``Problems`` with the one mistake that ends the reading, or what `nextPiece` threw.
  public mutating func next() throws -> Token? {
    while true {
      try skipSpace()
      mark = source.mark
      offset = source.offset
      guard let byte = try source.peek() else { return try end() }
      switch (expecting, byte) {
      case (.afterValue, _):
        if let token = try afterValue(byte) { return token }
      case (.firstItem, UInt8(ascii: "]")): return close(.arrayEnd)
      case (.firstKey, UInt8(ascii: "}")): return close(.objectEnd)
      case (.firstKey, _), (.key, _): return try key(byte)
      case (.value, _), (.firstItem, _): return try value(byte)
      }
    }
  }

  private mutating func end() throws -> Token? {
    if open.isEmpty, values > 0 || form == .manyValues { return nil }
    if open.isEmpty { throw problem("the file is empty", hint: "write a JSON value") }
    let missing = open.last == true ? "}" : "]"
    throw problem("the file ends inside a value", hint: "a \(missing) is missing")
  }

  private mutating func afterValue(_ byte: UInt8) throws -> Token? {
    guard let inObject = open.last else {
      guard form == .manyValues else {
        throw problem("text follows after the end of the value", hint: "remove it")
      }
      expecting = .value
      return nil
    }
    if byte == UInt8(ascii: ",") {
      source.skip()
      expecting = inObject ? .key : .value
      return nil
    }
    if byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
      return close(inObject ? .objectEnd : .arrayEnd)
    }
    throw unexpected(byte, wanted: inObject ? "a comma or }" : "a comma or ]")
  }

  private mutating func close(_ token: Token) -> Token {
    source.skip()
    open.removeLast()
    expecting = .afterValue
    return token
  }

  private mutating func key(_ byte: UInt8) throws -> Token {
    guard byte == UInt8(ascii: "\"") else {
      throw unexpected(byte, wanted: "a name in double quotes")
    }
    let text = try string()
    try skipSpace()
    guard try source.peek() == UInt8(ascii: ":") else {
      throw problem(
        "a colon is missing after the name \(quoted(text))", hint: "write a colon and a value",
        at: source.mark)
    }
    source.skip()
    expecting = .value
    return .key(text)
  }

  private mutating func value(_ byte: UInt8) throws -> Token {
    values += 1
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < depthMax else {
        throw Problems(
          Problem(
            file: file, mark: mark, code: .tooLarge,
            message: "nested more than \(depthMax) levels deep", hint: "make the file flatter"))
      }
      source.skip()
      let isObject = byte == UInt8(ascii: "{")
      open.append(isObject)
      expecting = isObject ? .firstKey : .firstItem
      return isObject ? .objectStart : .arrayStart
    case UInt8(ascii: "\""):
      expecting = .afterValue
      return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      expecting = .afterValue
      return .number(try number())
    default:
      expecting = .afterValue
      return try word(byte)
    }
  }

  private mutating func word(_ byte: UInt8) throws -> Token {
    var text = ""
    while let next = try source.peek(), ScalarLooks.isWord(next), text.utf8.count < 64 {
      text.unicodeScalars.append(Unicode.Scalar(next))
      source.skip()
    }
    switch text {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "null": return .null
    case "": throw unexpected(byte, wanted: "a value")
    default:
      throw problem(
        "\(quoted(text)) is not a JSON value", hint: "put text in double quotes")
    }
  }

  private mutating func skipSpace() throws {
    while let byte = try source.peek(),
      byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    { source.skip() }
  }
}

// MARK: - Numbers and strings

extension JSONScanner {
  private mutating func number() throws -> String {
    scratch.removeAll(keepingCapacity: true)
    if try source.peek() == UInt8(ascii: "-") { try keep() }
    let first = try source.peek()
    let whole = try digits()
    guard whole > 0 else { throw badNumber("has no digits") }
    guard first != UInt8(ascii: "0") || whole == 1 else { throw badNumber("has a leading zero") }
    if try source.peek() == UInt8(ascii: ".") {
      try keep()
      guard try digits() > 0 else { throw badNumber("has no digit after its point") }
    }
    if let byte = try source.peek(), byte | 0x20 == UInt8(ascii: "e") {
      try keep()
      if let sign = try source.peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        try keep()
      }
      guard try digits() > 0 else { throw badNumber("has no digits in its exponent") }
    }
    if let byte = try source.peek(), ScalarLooks.isWord(byte) || byte == UInt8(ascii: ".") {
      try keep()
      throw badNumber("is not a number")
    }
    return String(decoding: scratch, as: UTF8.self)
  }

  private mutating func keep() throws {
    if let byte = try source.take() { scratch.append(byte) }
  }

  private mutating func digits() throws -> Int {
    var count = 0
    while let byte = try source.peek(), ScalarLooks.isDigit(byte) {
      scratch.append(byte)
      source.skip()
      count += 1
    }
    return count
  }

  private func badNumber(_ what: String) -> Problems {
    problem(
      "\(quoted(String(decoding: scratch, as: UTF8.self))) \(what)",
      hint: "write a number such as 12, -0.5 or 1e6")
  }

  private mutating func string() throws -> String {
    source.skip()
    scratch.removeAll(keepingCapacity: true)
    while let byte = try source.peek() {
      switch byte {
      case UInt8(ascii: "\""):
        source.skip()
        guard let text = String(validating: scratch, as: UTF8.self) else {
          throw Problems(
            Problem(
              file: file, mark: mark, code: .encoding, message: "the text is not valid UTF-8",
              hint: "save the file as UTF-8"))
        }
        return text
      case UInt8(ascii: "\\"):
        let place = source.mark
        source.skip()
        try escape(at: place)
      case 0..<0x20:
        throw problem(
          "a control character (0x\(String(byte, radix: 16))) stands inside a text",
          hint: "write it as an escape, such as \\n", at: source.mark)
      default:
        scratch.append(byte)
        source.skip()
      }
    }
    throw problem("a text does not end", hint: "a closing double quote is missing")
  }

  private mutating func escape(at place: Mark) throws {
    switch try source.take() {
    case UInt8(ascii: "\""): scratch.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): scratch.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): scratch.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): scratch.append(0x08)
    case UInt8(ascii: "f"): scratch.append(0x0C)
    case UInt8(ascii: "n"): scratch.append(0x0A)
    case UInt8(ascii: "r"): scratch.append(0x0D)
    case UInt8(ascii: "t"): scratch.append(0x09)
    case UInt8(ascii: "u"): try unicodeEscape(at: place)
    default:
      throw problem(
        "this escape means nothing in JSON", hint: "write \\\\ for a backslash", at: place)
    }
  }

  private mutating func unicodeEscape(at place: Mark) throws {
    let lone = "a \\u escape is half of a character"
    var value = try fourHexDigits(at: place)
    if (0xDC00...0xDFFF).contains(value) {
      throw problem(lone, hint: "write both halves", at: place)
    }
    if (0xD800...0xDBFF).contains(value) {
      guard try source.take() == UInt8(ascii: "\\"), try source.take() == UInt8(ascii: "u") else {
        throw problem(lone, hint: "write both halves", at: place)
      }
      let low = try fourHexDigits(at: place)
      guard (0xDC00...0xDFFF).contains(low) else {
        throw problem(lone, hint: "write both halves", at: place)
      }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { return }
    scratch.append(contentsOf: String(Character(scalar)).utf8)
  }

  private mutating func fourHexDigits(at place: Mark) throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = try source.take(), ScalarLooks.isHexDigit(byte) else {
        throw problem(
          "a \\u escape needs four hexadecimal digits", hint: "such as \\u00e9", at: place)
      }
      let digit = ScalarLooks.isDigit(byte) ? byte - 0x30 : (byte | 0x20) - 0x61 + 10
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private func unexpected(_ byte: UInt8, wanted: String) -> Problems {
    let shown =
      byte < 0x80
      ? quoted(String(Unicode.Scalar(byte))) : "byte 0x" + String(byte, radix: 16)
    return problem("\(shown) stands where \(wanted) belongs", hint: "write \(wanted)")
  }

  private func problem(_ message: String, hint: String, at place: Mark? = nil) -> Problems {
    Problems(
      Problem(
        file: file, mark: place ?? mark, code: .syntax, message: "not JSON: \(message)",
        hint: hint))
  }
}
