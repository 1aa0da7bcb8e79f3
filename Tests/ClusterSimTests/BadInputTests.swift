import Foundation
import Testing

/// Broken scenarios, manifests, overrides, records, cases and clusters, with the exact text that a
/// person sees.
///
/// Every file in `Tests/BadInput` (but those of `good` and `folder`) has a neighbour `….expected`
/// with what the program writes to standard error. With `UPDATE_GOLDEN=1` in the environment those
/// are written instead of compared; look at what changed before keeping it.
@Suite(.enabled(if: Program.path != nil, "the wavetank binary is not built beside the tests"))
struct BadInputTests {
  /// One broken input and the command that is given it.
  struct Case: Sendable, CustomTestStringConvertible {
    /// Its path below `Tests/BadInput`.
    let path: String
    let arguments: [String]
    var testDescription: String { path }
  }

  static let folder = Stage.root + "/Tests/BadInput"

  static let cases: [Case] =
    files("scenarios").map { Case(path: $0, arguments: ["run", $0]) }
    + files("manifests").map {
      Case(path: $0, arguments: ["run", "good", "--set", "manifests=[../\($0)]"])
    }
    + files("overrides").map { path in
      let lines = (try? String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)) ?? ""
      let sets = lines.split(separator: "\n").flatMap { ["--set", String($0)] }
      return Case(path: path, arguments: ["run", "good"] + sets)
    }
    + files("records").map {
      Case(path: $0, arguments: ["verify", "--only", "stack", "--shared", $0])
    }
    + files("cases").map { Case(path: $0, arguments: ["scheduler", "explain", "--cases", $0]) }
    + files("clusters").map { Case(path: $0, arguments: ["scheduler", "capacity", "--nodes", $0]) }

  private static func files(_ name: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)")) ?? []
    return all.filter { !$0.hasSuffix(".expected") }.sorted().map { "\(name)/\($0)" }
  }

  @Test func `there are broken inputs of every sort`() {
    #expect(Self.cases.count >= 125)
  }

  @Test(arguments: cases)
  func `a broken input is told what would be right, and nothing is written`(
    example: Case
  ) throws {
    try Stage.withFolder { output in
      let before = Self.names(Self.folder)
      let outcome = try Program.run(
        example.arguments + ["--out", output + "/out"], in: Self.folder)
      #expect(outcome.status == 2)
      #expect(outcome.output == "")
      #expect(Self.names(output) == [])
      #expect(Self.names(Self.folder) == before)
      let file = "\(Self.folder)/\(example.path).expected"
      if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try outcome.errors.write(toFile: file, atomically: true, encoding: .utf8)
      }
      let expected = try String(contentsOfFile: file, encoding: .utf8)
      #expect(outcome.errors == expected)
      try Self.checkForm(outcome.errors)
    }
  }

  private static func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// Every line but the last has a place, a message and something to do about it, and nothing that
  /// a terminal would obey.
  private static func checkForm(_ errors: String) throws {
    let lines = errors.split(separator: "\n")
    #expect(lines.last?.hasSuffix("; nothing was written") == true)
    for line in lines.dropLast() {
      let place = try #require(line.firstMatch(of: #/^(.+?):(\d+):(\d+): (error|warning): /#))
      #expect((Int(place.2) ?? 0) > 0 && (Int(place.3) ?? 0) > 0)
      #expect(line[place.range.upperBound...].contains("; "), "no hint: \(line)")
      #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
    }
  }
}
