import Foundation
import Testing

/// Input made to take all memory or all time: refused in seconds, within 2 GiB of addresses.
@Suite(.enabled(if: Program.path != nil, "the wavetank binary is not built beside the tests"))
struct BoundedInputTests {
  /// A shell command that makes `scenario.yaml`, and a part of what the program says of it.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let make: String
    let expected: String
    var testDescription: String { name }

    init(_ name: String, _ make: String, _ expected: String) {
      self.name = name
      self.make = make
      self.expected = expected
    }
  }

  /// Repeats `text` without a loop of the shell's.
  private static func times(_ count: Int, _ text: String) -> String {
    "yes -- '\(text)' | head -n \(count) | tr -d '\\n'"
  }

  static let cases = [
    Case(
      "a file of 100 MB", "truncate -s 104857600 scenario.yaml",
      "scenario.yaml:1:1: error: the file has 104857600 bytes; split it"),
    Case(
      "fifteen million values", "yes -- '- a' | head -n 15000000 > scenario.yaml",
      "scenario.yaml:2000000:3: error: the file holds more than 2000000 values; split it"),
    Case(
      "a line of 50 MB", "(printf 'name: '; \(times(5_000_000, "aaaaaaaaaa"))) > scenario.yaml",
      "scenario.yaml:1:7: error: name is \"aaaaaaaaaa"),
    Case(
      "brackets 100,000 deep", "\(times(100_000, "[")) > scenario.yaml",
      "error: nested more than 100 levels deep; make the file flatter"),
    Case(
      "lists 100,000 deep", "\(times(100_000, "- ")) > scenario.yaml",
      "nested more than 100 levels deep"),
    Case(
      "a million aliases",
      "(printf 'a: &a [1, 2]\\nb: ['; \(times(1_000_000, "*a,")); printf ']') > scenario.yaml",
      "error: aliases repeat more than 100000 values"),
    Case(
      "anchors within anchors",
      "(printf 'x: '; \(times(90, "&a [")); printf '*a') > scenario.yaml",
      "the alias *a stands inside of what it stands for"),
    Case(
      "200,000 merges",
      "(printf '<<: ['; seq 200000 | sed 's/.*/{k&: 1},/' | tr -d '\\n'; printf ']')"
        + " > scenario.yaml", "error: this is item 10001 of a mapping of 200000 entries"),
    Case(
      "200,000 unknown fields", "seq 200000 | sed 's/.*/k&: 1/' > scenario.yaml",
      "error: this is item 10001 of a mapping of 200000 entries"),
    Case(
      "100,000 clients",
      "(echo clients:; seq 100000 | sed 's/.*/- {name: c&, target: \"a:1\", rate: 1\\/s}/')"
        + " > scenario.yaml", "error: this is item 10001 of a list of 100000 items"),
    Case("a device", "ln -s /dev/zero scenario.yaml", "error: this is a device, not a file"),
    Case("a pipe that nobody writes to", "mkfifo scenario.yaml", "there is no scenario in this"),
    Case(
      "a link to itself", "ln -s scenario.yaml scenario.yaml", "there is no scenario.yaml in this"),
    Case(
      "a file that cannot be read", "ln -s /proc/self/mem scenario.yaml",
      "error: the file cannot be read: Input/output error; check the path"),
  ]

  @Test(arguments: cases)
  func `input without measure is refused in seconds`(example: Case) throws {
    try Stage.withFolder { folder in
      let outcome = try Program.shell(
        "\(example.make); ulimit -v 2097152; exec timeout 60 \"$WAVETANK\" run . --out out",
        in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(example.expected), "\(outcome.errors.prefix(2_000))")
      #expect(outcome.errors.utf8.count < 100_000)
      #expect(!FileManager.default.fileExists(atPath: folder + "/out"))
    }
  }

  @Test func `a deep JSON manifest is refused in seconds`() throws {
    try Stage.withFolder { folder in
      let outcome = try Program.shell(
        """
        cp -r "$0/good" good
        (printf '{"a": '; \(Self.times(100_000, "["))) > good/deep.json
        ulimit -v 2097152
        exec timeout 60 "$WAVETANK" run good --set 'manifests=[deep.json]' --out out
        """, BadInputTests.folder, in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("good/deep.json:1:106: error: nested more than 100 levels"))
    }
  }

  @Test func `a node with a million labels is refused in seconds`() throws {
    try Stage.withFolder { folder in
      let outcome = try Program.shell(
        """
        (printf '[{"name":"a","incoming":[],"nodes":[{"metadata":{"name":"n","labels":{"a":"b"'
        seq 1000000 | sed 's/.*/,"k&":"v"/' | tr -d '\\n'
        printf '}}}]}]') > cases.json
        ulimit -v 2097152
        exec timeout 60 "$WAVETANK" scheduler explain --cases cases.json --out out.json
        """, in: folder)
      #expect(outcome.status == 2)
      #expect(
        outcome.errors.contains("cases.json:1:70: error: metadata.labels takes 7888898 bytes"),
        "\(outcome.errors.prefix(2_000))")
      #expect(!FileManager.default.fileExists(atPath: folder + "/out.json"))
    }
  }
}
