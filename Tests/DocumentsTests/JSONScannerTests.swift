import Documents
import Testing

struct JSONScannerTests {
  private func tokens(
    _ text: String, form: JSONScanner.Form = .oneValue, pieces: Int? = nil
  ) throws -> [JSONScanner.Token] {
    var scanner: JSONScanner
    if let pieces {
      var rest = Array(text.utf8)[...]
      scanner = JSONScanner(file: "f.json", form: form) {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(pieces) }
        return Array(rest.prefix(pieces))
      }
    } else {
      scanner = JSONScanner(SourceFile(name: "f.json", text: text), form: form)
    }
    var all: [JSONScanner.Token] = []
    while let token = try scanner.next() { all.append(token) }
    return all
  }

  private func complaint(_ text: String) -> String {
    do {
      _ = try tokens(text)
      return "none"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [nil, 1, 2, 3, 7])
  func `tokens are the same however the text is cut`(pieces: Int?) throws {
    let text = #"{"a": [1, -0.5e+3, "x\n\"é\u00e9\ud83d\ude00"], "b": {}, "c": [], "d": null}"#
    #expect(
      try tokens(text, pieces: pieces) == [
        .objectStart, .key("a"), .arrayStart, .number("1"), .number("-0.5e+3"),
        .string("x\n\"éé😀"), .arrayEnd, .key("b"), .objectStart, .objectEnd, .key("c"),
        .arrayStart, .arrayEnd, .key("d"), .null, .objectEnd,
      ])
  }

  @Test func `tokens know their byte offset and place`() throws {
    var scanner = JSONScanner(SourceFile(name: "f.json", text: "{\"é\":\n  [true]}"))
    var places: [String] = []
    while let _ = try scanner.next() {
      places.append("\(scanner.offset)@\(scanner.mark.line):\(scanner.mark.column)")
    }
    #expect(places == ["0@1:1", "1@1:2", "9@2:3", "10@2:4", "14@2:8", "15@2:9"])
    #expect(scanner.endOffset == 16)
  }

  @Test func `several values stand in one text when that is wanted`() throws {
    #expect(try tokens("1 2\n{}\n", form: .manyValues).count == 4)
    #expect(try tokens("  \n", form: .manyValues).isEmpty)
  }

  static let broken: [(text: String, place: String, message: String)] = [
    ("", "1:1", "the file is empty"),
    ("1 2", "1:3", "text follows after the end of the value"),
    ("[1,]", "1:4", "\"]\" stands where a value belongs"),
    ("{\"a\":1,}", "1:8", "\"}\" stands where a name in double quotes belongs"),
    ("[1 2]", "1:4", "\"2\" stands where a comma or ] belongs"),
    ("{a: 1}", "1:2", "\"a\" stands where a name in double quotes belongs"),
    ("{\"a\" 1}", "1:6", "a colon is missing after the name \"a\""),
    ("[1", "1:3", "the file ends inside a value"),
    ("[01]", "1:2", "\"01\" has a leading zero"),
    ("[-]", "1:2", "\"-\" has no digits"),
    ("[1.]", "1:2", "\"1.\" has no digit after its point"),
    ("[1e]", "1:2", "\"1e\" has no digits in its exponent"),
    ("[1.2.3]", "1:2", "\"1.2.\" is not a number"),
    ("[+1]", "1:2", "\"+1\" is not a JSON value"),
    ("[.5]", "1:2", "\".\" stands where a value belongs"),
    ("[NaN]", "1:2", "\"NaN\" is not a JSON value"),
    ("[tru]", "1:2", "\"tru\" is not a JSON value"),
    ("[\"a\nb\"]", "1:4", "a control character (0xa) stands inside a text"),
    ("[\"a", "1:2", "a text does not end"),
    ("[\"\\x\"]", "1:3", "this escape means nothing in JSON"),
    ("[\"\\u12g4\"]", "1:3", "a \\u escape needs four hexadecimal digits"),
    ("[\"\\ud800\"]", "1:3", "a \\u escape is half of a character"),
    ("[\"\\udc00\"]", "1:3", "a \\u escape is half of a character"),
    ("[\"\\ud800\\u0041\"]", "1:3", "a \\u escape is half of a character"),
    ("// x\n1", "1:1", "\"/\" stands where a value belongs"),
    ("]", "1:1", "\"]\" stands where a value belongs"),
    ("[}", "1:2", "\"}\" stands where a value belongs"),
    ("\u{0}", "1:1", "\"\\u{0}\" stands where a value belongs"),
  ]

  @Test(arguments: broken)
  func `what is not JSON is refused with its place`(text: String, place: String, message: String) {
    let found = complaint(text)
    #expect(found.hasPrefix("f.json:\(place): error: not JSON: \(message); "), "\(found)")
  }

  @Test func `deep nesting is an error, not a crash`() {
    #expect(
      complaint(String(repeating: "[", count: 100_000))
        == "f.json:1:101: error: nested more than 100 levels deep; make the file flatter")
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    var scanner = JSONScanner(file: "f.json") { [0x22, 0xFF, 0x22] }
    #expect(throws: Problems.self) { try scanner.next() }
    #expect(throws: Problems.self) {
      try SourceFile(name: "f", bytes: Array("ab\ncd".utf8) + [0xC3])
    }
    do throws(Problems) {
      _ = try SourceFile(name: "f", bytes: Array("ab\ncé".utf8) + [0xC3, 0x28])
    } catch {
      #expect(
        error.description
          == "f:2:3: error: byte 0xC3 is not valid UTF-8; save the file as UTF-8")
    }
  }

  @Test func `nodes of JSON tell texts from bare words`() throws {
    let file = SourceFile(name: "f.json", text: #"{"a": "1", "b": 1, "a": 2, "n": null} 5"#)
    let log = ProblemLog(file: file.name)
    let nodes = JSONReader.documents(in: file, log: log)
    #expect(nodes.count == 2)
    guard case .mapping(let mapping)? = nodes.first else { return }
    guard case .scalar(let a)? = mapping["a"], case .scalar(let b)? = mapping["b"] else { return }
    #expect(a.style == .quoted)
    #expect(b.style == .literal)
    #expect(mapping["n"]?.isNull == true)
    #expect(
      log.problems.description
        == "f.json:1:20: error: the key \"a\" is here twice; "
        + "remove one; the other is in line 1")
  }
}
