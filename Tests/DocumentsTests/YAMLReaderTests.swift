import Documents
import Testing

struct YAMLReaderTests {
  private func read(_ text: String) throws -> [DocumentNode] {
    try YAMLReader.documents(in: SourceFile(name: "f.yaml", text: text))
  }

  /// The problems of `text`, one a line.
  private func complaint(_ text: String) -> String {
    do {
      _ = try YAMLReader.documents(in: SourceFile(name: "f.yaml", text: text))
      return "none"
    } catch {
      return error.description
    }
  }

  @Test func `documents keep order, text, style and place`() throws {
    let text = """
      # first
      b: no
      a:
        - 010
        - "12:30"
      ---
      ---
      c: |
        two
        lines
      """
    let documents = try read(text)
    #expect(documents.count == 2)
    let rendered = documents.map(render)
    #expect(
      rendered == [
        "{b@2:1: no@2:4, a@3:1: [010@4:5, 'two colons'@5:5]@4:3}@2:1"
          .replacing("two colons", with: "12:30"),
        "{c@8:1: 'two\nlines'@8:4}@8:1",
      ])
  }

  @Test(arguments: ["", "---\n", "# nothing\n", "---\n...\n---\n~\n", "null\n"])
  func `empty documents are ignored`(text: String) throws {
    #expect(try read(text).isEmpty)
  }

  @Test func `aliases and merge keys are resolved`() throws {
    let text = """
      base: &base {a: 1, b: 2}
      one: *base
      two:
        <<: *base
        b: 3
      three:
        <<: [{c: 4}, *base]
      """
    let document = try #require(try read(text).first)
    guard case .mapping(let mapping) = document else { return }
    #expect(mapping["one"].map(keys) == ["a", "b"])
    #expect(mapping["two"].map(keys) == ["b", "a"])
    #expect(mapping["three"].map(keys) == ["c", "a", "b"])
    guard case .mapping(let two)? = mapping["two"] else { return }
    #expect(two["b"]?.text == "3")
  }

  static let broken: [(text: String, complaint: String)] = [
    (
      "a: 1\nb: 2\na: 3\n",
      "f.yaml:3:1: error: the key \"a\" is here twice; remove one; the other is in line 1"
    ),
    (
      "a: [1, 2\nb: 3\n",
      "f.yaml:2:2: error: not YAML: while parsing a flow sequence: did not find expected ',' or "
        + "']'; put a comma between items, and close the list with ]"
    ),
    (
      "a:\n\t- 1\n",
      "f.yaml:2:1: error: not YAML: while scanning for the next token: found character that "
        + "cannot start any token; put the value in quotes, and indent with spaces, not tabs"
    ),
    (
      "a: b: c\n",
      "f.yaml:1:5: error: not YAML: mapping values are not allowed in this context; "
        + "check the indentation, or put a value that has a colon in quotes"
    ),
    (
      "a: *b\n",
      "f.yaml:1:4: error: not YAML: the alias *b stands for nothing that was read before; "
        + "define it with & before it is used"
    ),
    (
      "a: &a [*a]\n",
      "f.yaml:1:8: error: not YAML: the alias *a stands inside of what it stands for; "
        + "write the value out"
    ),
    (
      "a: !ours 1\n",
      "f.yaml:1:4: error: not YAML: the tag \"!ours\" means nothing here; remove the tag"
    ),
    (
      "? [a]\n: 1\n",
      "f.yaml:1:3: error: a list stands where a key belongs; write a name, a colon and a space; "
        + "text with { or [ needs quotes"
    ),
    (
      "é: \u{0}\n",
      "f.yaml:1:4: error: not YAML: control characters are not allowed (character 0x0); "
        + "remove the character"
    ),
    (
      "a: 1\n<<: 2\n",
      "f.yaml:2:1: error: << merges \"2\"; merge a mapping, such as an alias of one"
    ),
    (
      "x: \"1\n",
      "f.yaml:1:4: error: not YAML: while scanning a quoted scalar: found unexpected end of "
        + "stream; close the quote"
    ),
  ]

  @Test(arguments: broken)
  func `what is wrong is named with its place`(text: String, complaint: String) {
    #expect(self.complaint(text) == complaint)
  }

  @Test func `every repeated key is reported, also before a mistake of syntax`() {
    let text = complaint("a: 1\na: 2\nb: {c: 1, c: 2}\nd: [\n")
    #expect(text.split(separator: "\n").count == 3)
  }

  @Test func `repeated keys are found in long mappings too`() {
    let lines = (0..<40).map { "k\($0): 1\n" }.joined() + "k7: 2\nk39: 2\n"
    let text = complaint(lines)
    #expect(text.contains("f.yaml:41:1: error: the key \"k7\" is here twice"))
    #expect(text.contains("f.yaml:42:1: error: the key \"k39\" is here twice"))
  }

  @Test func `deep nesting is an error, not a crash`() {
    let depth = 50_000
    let flow = String(repeating: "[", count: depth)
    #expect(complaint(flow).contains("nested more than 100 levels deep"))
    let block = (0..<150).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    #expect(complaint(block).contains("nested more than 100 levels deep"))
    let fine = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(complaint(fine) == "none")
  }

  @Test func `depth counts what an alias brings`() {
    let tower = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
    let inner = String(repeating: "[", count: 60) + "*t" + String(repeating: "]", count: 60)
    #expect(complaint("a: &t \(tower)\nb: *t\n") == "none")
    #expect(complaint("a: &t \(tower)\nb: \(inner)\n").contains("levels deep"))
  }

  @Test func `aliases of aliases are not expanded without bound`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let alias = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(alias)]\n"
    }
    #expect(complaint(text).contains("aliases repeat more than 100000 values"))
    #expect(complaint(text + "? *a30\n: 1\n").contains("aliases repeat"))
  }

  /// A node as text: quoted scalars in single quotes, places after an @.
  private func render(_ node: DocumentNode) -> String {
    let place = "@\(node.mark.line):\(node.mark.column)"
    switch node {
    case .scalar(let scalar):
      return (scalar.style == .quoted ? "'\(scalar.text)'" : scalar.text) + place
    case .sequence(let sequence):
      return "[" + sequence.items.map(render).joined(separator: ", ") + "]" + place
    case .mapping(let mapping):
      let entries = mapping.entries.map {
        "\($0.key)@\($0.keyMark.line):\($0.keyMark.column): " + render($0.value)
      }
      return "{" + entries.joined(separator: ", ") + "}" + place
    }
  }

  private func keys(_ node: DocumentNode) -> [String] {
    guard case .mapping(let mapping) = node else { return [] }
    return mapping.entries.map(\.key)
  }
}
