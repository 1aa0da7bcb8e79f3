import Documents
import Testing

struct MappingReaderTests {
  enum Colour: String, CaseIterable, Sendable { case orange, maroon }

  struct Odd: Error, CustomStringConvertible { let description = "no unit" }

  /// Reads a small made-up shape out of `text` and gives what it found and what is wrong.
  private func read(
    _ text: String, bareText: ValueReader.BareText = .isText
  ) -> (found: String, problems: [String]) {
    let file = SourceFile(name: "f.yaml", text: text)
    let log = ProblemLog(file: file.name)
    var found: [String] = []
    for node in YAMLReader.documents(in: file, log: log) {
      let reader = ValueReader(node, path: .root("Thing"), log: log, bareText: bareText)
      reader.object { reader -> Void? in
        found.append(reader.required("name", .string) ?? "-")
        found.append(reader.optional("workers", .integer(in: 1...64)).map { "\($0)" } ?? "-")
        found.append(reader.optional("share", .number(in: 0...1)).map { "\($0)" } ?? "-")
        found.append(reader.optional("on", .boolean).map { "\($0)" } ?? "-")
        found.append(reader.optional("colour", ScalarFormat<Colour>.word)?.rawValue ?? "-")
        let span = ScalarFormat.parsed(as: "a duration such as 30s") { text in
          guard text.hasSuffix("s") else { throw Odd() }
          return text.count
        }
        found.append(reader.optional("timeout", span).map { "\($0)" } ?? "-")
        reader.object("limits") { inner -> Void? in
          found.append(inner.required("cpu", .string) ?? "-")
        }
        let ports = reader.list("ports") { item in item.required("port", .integer(in: 1...65535)) }
        found.append("\(ports ?? [])")
        found.append("\(reader.list("args", of: .string) ?? [])")
        found.append((reader.map("labels", of: .string) ?? []).map { "\($0.key.value)=\($0.value)" }
          .joined(separator: ","))
        reader.notSimulated(["dnsPolicy", "hostname"])
        return ()
      }
    }
    return (found.joined(separator: " "), log.problems.all.map(\.description))
  }

  @Test func `fields are typed by the question, not by their looks`() {
    let text = """
      name: no
      workers: 4
      share: 0.25
      on: true
      colour: maroon
      timeout: 30s
      limits: {cpu: 12:30}
      ports: [{port: 80}, {port: 443}]
      args: [010, yes, ~x]
      labels: {a: 1, b/c: on}
      """
    let (found, problems) = read(text)
    #expect(problems == [])
    #expect(
      found == "no 4 0.25 true maroon 3 12:30 [80, 443] [\"010\", \"yes\", \"~x\"] a=1,b/c=on")
  }

  @Test func `an empty field counts as absent`() {
    let (found, problems) = read("name: x\nworkers:\nlimits: ~\nports: null\n")
    #expect(problems == [])
    #expect(found.hasPrefix("x - - - - - []"))
  }

  @Test func `all mistakes are reported in one pass, in the order of the file`() {
    let text = """
      worker: 3
      workers: three
      share: 2
      on: yes
      colour: orang
      timeout: 30
      limits:
        cpu: 1
        memry: 2
      ports:
        - port: 70000
        - {}
        - 80
        - port: "80"
        - port: 010
      args: x
      labels: [a]
      """
    let (_, problems) = read(text)
    #expect(
      problems == [
        "f.yaml:1:1: error: \"name\" is missing in the document; add name: with text",
        "f.yaml:1:1: error: unknown field \"worker\"; did you mean \"workers\"?",
        "f.yaml:2:10: error: workers is \"three\"; write a whole number such as 3",
        "f.yaml:3:8: error: share is \"2\"; write a number from 0.0 to 1.0",
        "f.yaml:4:5: error: on is \"yes\"; write true or false",
        "f.yaml:5:9: error: colour is \"orang\"; did you mean orange?",
        "f.yaml:6:10: error: timeout is \"30\": no unit; write a duration such as 30s",
        "f.yaml:9:3: error: unknown field \"memry\" in limits; allowed here: cpu",
        "f.yaml:11:11: error: ports[0].port is \"70000\"; write a whole number from 1 to 65535",
        "f.yaml:12:5: error: \"port\" is missing in ports[1]; "
          + "add port: with a whole number such as 3",
        "f.yaml:13:5: error: ports[2] is \"80\"; write a mapping: its fields below, indented",
        "f.yaml:14:11: error: ports[3].port is the quoted text \"80\"; write it without quotes",
        "f.yaml:15:11: error: ports[4].port is \"010\", which some readers take for an octal "
          + "number; write it without the leading zero",
        "f.yaml:16:7: error: args is \"x\"; write a list: one item a line after \"- \"",
        "f.yaml:17:9: error: labels is a list; "
          + "write a mapping: names with values, indented",
      ])
  }

  @Test func `fields that are not simulated are warned of once a file`() {
    let (_, problems) = read(
      "name: a\ndnsPolicy: x\n---\nname: b\ndnsPolicy: y\nhostname: z\n")
    #expect(
      problems == [
        "f.yaml:2:1: warning: Thing dnsPolicy is not simulated; it has no effect here",
        "f.yaml:6:1: warning: Thing hostname is not simulated; it has no effect here",
      ])
  }

  @Test func `bare words in text fields are warned of where kubectl reads them`() {
    let (found, problems) = read("name: 5432\nargs: [on, x, '7']\n", bareText: .isWarnedOf)
    #expect(found.hasPrefix("5432 "))
    #expect(
      problems == [
        "f.yaml:1:7: warning: name is the bare word 5432, which kubectl reads as a number and "
          + "refuses; write \"5432\" in quotes",
        "f.yaml:2:8: warning: args[0] is the bare word on, which kubectl reads as true or false "
          + "and refuses; write \"on\" in quotes",
      ])
  }

  static let numbers: [(text: String, complaint: String?)] = [
    ("3", nil), ("-3", nil), ("0", nil), ("-0", nil),
    ("+3", "write a whole number such as 3"),
    ("3.0", "write a whole number such as 3"),
    ("0x10", "write a whole number such as 3"),
    ("1_000", "write a whole number such as 3"),
    ("12:30", "write a whole number such as 3"),
    ("٣", "write a whole number such as 3"),
    ("007", "write it without the leading zero"),
    ("99999999999999999999", "write a whole number from -2147483648 to 2147483647"),
    ("2147483648", "write a whole number from -2147483648 to 2147483647"),
    (String(repeating: "9", count: 10_000), "write a whole number from -2147483648 to 2147483647"),
  ]

  @Test(arguments: numbers)
  func `whole numbers are strict`(text: String, complaint: String?) {
    let scalar = DocumentNode.Scalar(text: text, style: .plain, mark: .start)
    do throws(ValueProblem) {
      let value: Int32 = try ScalarFormat<Int32>.integer.read(scalar)
      #expect(complaint == nil, "read as \(value)")
    } catch {
      #expect(error.hint == complaint)
      #expect(error.message.count < 200)
    }
  }

  @Test(arguments: ["1e999", "-1e999", "inf", "nan", ".", "", "0x1p3", "1e", "--1"])
  func `decimal numbers are finite and decimal`(text: String) {
    let scalar = DocumentNode.Scalar(text: text, style: .plain, mark: .start)
    #expect(throws: ValueProblem.self) { try ScalarFormat<Double>.number.read(scalar) }
  }

  @Test func `exactly one of several fields is asked for`() {
    for (text, complaint) in [
      ("a: 1\n", ""), ("c: 1\n", "has none of a, b"), ("a: 1\nb: 2\n", "has both a and b"),
    ] {
      let file = SourceFile(name: "f", text: text)
      let log = ProblemLog(file: "f")
      for node in YAMLReader.documents(in: file, log: log) {
        let chosen = ValueReader(node, log: log).object { reader in
          reader.ignore(["c"])
          return reader.exactlyOne(of: ["a", "b"])
        }
        #expect((chosen == "a") == complaint.isEmpty)
      }
      #expect(complaint.isEmpty || log.problems.description.contains(complaint))
      #expect(log.hasErrors == !complaint.isEmpty)
    }
  }

  @Test func `a flood of mistakes is counted, not kept`() {
    let text = "name: x\n" + (0..<5_000).map { "k\($0): 1\n" }.joined()
    let file = SourceFile(name: "f.yaml", text: text)
    let log = ProblemLog(file: file.name)
    for node in YAMLReader.documents(in: file, log: log) {
      ValueReader(node, log: log).object { $0.required("name", .string).map { _ in } }
    }
    #expect(log.problems.all.count == ProblemLog.errorsMax)
    #expect(log.problems.description.hasSuffix("… and 4800 more errors"))
  }
}
