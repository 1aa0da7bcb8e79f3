import Results
import Testing
import Verification

struct AgreementTests {
  static func row(_ value: Double, _ bound: Agreement.Bound, name: String = "a") -> Agreement {
    Agreement(name: name, value: value, unit: "share", bound: bound, detail: "theory 1, observed 2")
  }

  @Test(arguments: [
    (1.0, Agreement.Bound.floor(1), true), (0.999, .floor(1), false), (1.0, .target(1), true),
    (1.001, .target(1), false), (.nan, .floor(0), false), (.nan, .target(9), false),
    (-.infinity, .floor(0), false),
  ])
  func `a row holds on the right side of its bound`(
    value: Double, bound: Agreement.Bound, holds: Bool
  ) {
    #expect(Self.row(value, bound).holds == holds)
  }

  @Test func `rows are written with sorted keys and one bound each`() {
    var table = AgreementTable()
    table.add(.rows([Self.row(0.5, .floor(1)), Self.row(.nan, .target(0.1))]), of: "x")
    #expect(
      table.json.compactText()
        == #"[{"floor":1,"holds":false,"name":"a","unit":"share","value":0.5},"#
        + #"{"holds":false,"name":"a","target":0.1,"unit":"share","value":null}]"#)
    #expect(!table.holds)
  }

  @Test func `a suite without its truth is skipped and claims nothing`() throws {
    let context = VerificationContext(scenarios: "scenarios", truth: "nowhere")
    var table = AgreementTable()
    for suite in try VerificationSuite.named(["scheduler", "openb", "control-plane"]) {
      table.add(try suite.run(context), of: suite.name)
    }
    #expect(table.agreements == [])
    #expect(table.skips.map(\.suite) == ["scheduler", "openb", "control-plane"])
    #expect(table.text().contains("skipped: openb: nowhere/traces/openb/nodes-100.yaml"))
    #expect(table.text().contains("0 of 0 agreements hold; 3 suites skipped"))
  }

  @Test func `columns are aligned and lines no wider than asked for`() {
    var table = AgreementTable()
    table.add(
      .rows([Self.row(1, .floor(1), name: "short"), Self.row(2, .target(1), name: "much_longer")]),
      of: "x")
    let lines = table.text(width: 60).split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines.allSatisfy { $0.count <= 60 })
    let places = lines.prefix(3).map { line in
      line.firstRange(of: "share").map { line.distance(from: line.startIndex, to: $0.lowerBound) }
    }
    #expect(places[1] != nil)
    #expect(places[1] == places[2])
    #expect(lines[2].hasPrefix("NO"))
  }

  @Test func `a suite that does not exist is named with those that do`() {
    #expect {
      try VerificationSuite.named(["theory", "thoery"])
    } throws: { error in
      "\(error)".hasPrefix("there is no suite called thoery; the suites are theory, ")
    }
    let names = VerificationSuite.all.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
