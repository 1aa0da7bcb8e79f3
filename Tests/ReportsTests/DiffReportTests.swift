import Foundation
import Reports
import Results
import Testing

/// Reports on two ways to place the same pods.
struct DiffReportTests {
  static func diff(
    names: (String, String) = ("default", "packed.yaml"), pod: String = "shop/web-0",
    reason: String = "0/2 nodes are available: 2 Insufficient cpu.", times: Int = 1
  ) -> PlacementDiff {
    var diff = PlacementDiff(
      nameA: names.0, nameB: names.1, nodeCount: 2,
      command: "wavetank scheduler diff default packed.yaml")
    let (one, other) = (
      PlacementDiff.Place(node: "node-1", zone: "a"), PlacementDiff.Place(node: "node-2", zone: "b")
    )
    diff.pods = [
      .init(pod: pod, workload: "shop/web", runsOn: nil, a: one, b: other),
      .init(pod: "shop/web-1", workload: "shop/web", runsOn: nil, a: one, b: one),
      .init(
        pod: "shop/api-0", workload: "shop/api", runsOn: "node-1", a: other,
        b: .init(node: nil, reason: reason)),
    ]
    diff.nodes = [
      .init(
        node: "node-1", zone: "a", pods: .init(2, 1), cpu: .init(0.5, 0.25), memory: .init(0, 1.5)),
      .init(
        node: "node-2", zone: "b", pods: .init(1, 1), cpu: .init(0.3, 0.3), memory: .init(1, 1)),
    ]
    diff.seeds = (0..<UInt64(times)).map { $0 }
    diff.moved = (0..<times).map { 1 + $0 % 2 }
    diff.onlyA = Array(repeating: 1, count: times)
    diff.onlyB = Array(repeating: 0, count: times)
    var unplaced = ComparedFigure("unplaced", "pods without a node")
    unplaced.a = (0..<times).map { _ in 0 }
    unplaced.b = (0..<times).map { _ in 1 }
    var spread = ComparedFigure("cpu_spread_share", "CPU: nodes' deviation over mean")
    spread.a = (0..<times).map { 0.1 + Double($0) / 1_000 }
    spread.b = (0..<times).map { 0.3 + Double($0 % 3) / 1_000 }
    diff.figures = [unplaced, spread]
    diff.parting = .init(
      index: 0, pod: pod, sentence: "default puts it elsewhere.",
      verdicts: [
        .init(
          node: "node-1", side: names.0, points: [.init(plugin: "NodeResourcesFit", points: 40)],
          total: 40, refusal: ""),
        .init(node: "node-2", side: names.1, points: [], total: nil, refusal: reason),
      ])
    diff.thresholds = [
      .init(
        name: "moved", label: "pods that go to another node", limit: 0.05, observed: 1.0 / 3,
        isShare: true, detail: "1 of 3"),
      .init(
        name: "victims", label: "victims of preemption", limit: 0, observed: 0, isShare: false,
        detail: ""),
    ]
    diff.budgets = [.init(name: "shop/web", allowed: 0, disrupted: .init(0, 1))]
    return diff
  }

  @Test func `the answer comes first, then what is passed, then where the two part`() throws {
    let page = HTMLReport.render(Self.diff())
    let text = page.replacing("\n", with: " ")
    let places = try [
      "packed.yaml moves ", "1 of 2 thresholds are exceeded", "Where the two part", "Side by side",
      "How full the nodes are", "Zones", "Workloads", "Pods that change", "Why pods have no node",
      "Disruption budgets", "Again",
    ].map { try #require(text.firstRange(of: $0), "\($0)").lowerBound }
    #expect(places == places.sorted())
    #expect(page.contains("pods that go to another node: 33.33 % (1 of 3), 28.33 points over"))
    #expect(!page.contains("{{"))
    #expect(HTMLReport.render(Self.diff()) == page)
  }

  @Test func `no difference is said and shows no tables of changes`() {
    var diff = Self.diff()
    diff.pods = [diff.pods[1]]
    (diff.moved, diff.onlyA, diff.onlyB) = ([0], [0], [0])
    (diff.parting, diff.thresholds, diff.budgets, diff.figures) = (nil, [], [], [])
    let page = HTMLReport.render(diff)
    #expect(page.contains("packed.yaml puts the pod where default does: no difference."))
    #expect(!page.contains("Pods that change"))
    #expect(!page.contains("Where the two part"))
    #expect(!page.contains("class=\"badge"))
  }

  @Test func `several times are told with intervals`() {
    let page = HTMLReport.render(Self.diff(times: 6))
    #expect(page.contains("Means over 6 times"))
    #expect(page.contains("±"))
    #expect(page.contains("The seeds were 0 to 5."))
  }

  @Test func `names are text, on the page, in the terminal and in tables`() {
    let evil = "</script><script>pwned=1</script>\u{1b}[31m\u{202e}"
    let diff = Self.diff(names: (evil, "b" + evil), pod: "shop/" + evil, reason: evil)
    for charts in [nil, "library"] {
      let page = HTMLReport.render(diff, charts: charts)
      #expect(!page.contains("<script>pwned"))
      #expect(!page.contains("\u{1b}"))
      #expect(!page.contains("\u{202e}"))
    }
    let table = TerminalSummary.table(diff, width: 100)
    #expect(!table.contains("\u{1b}"))
    #expect(!table.contains("\u{202e}"))
    let csv = String(decoding: diff.podTable.bytes, as: UTF8.self)
    #expect(!csv.contains("\u{1b}"))
    let formula = Self.diff(pod: "=1+1").podTable
    #expect(String(decoding: formula.bytes, as: UTF8.self).contains("'=1+1"))
  }

  @Test(arguments: [40, 80, 200])
  func `no line is wider than the terminal`(width: Int) {
    let lines = TerminalSummary.table(Self.diff(times: 3), width: width).split(separator: "\n")
    let isNarrow = lines.allSatisfy { line in
      line.count <= width || line.split(separator: " ").contains { $0.count > width - 10 }
    }
    #expect(isNarrow)
  }

  @Test func `the files hold every pod, node and figure`() throws {
    let diff = Self.diff()
    func rows(_ csv: CSVText) -> [String] {
      String(decoding: csv.bytes, as: UTF8.self).components(separatedBy: "\r\n").dropLast()
    }
    #expect(rows(diff.podTable).count == 4)
    #expect(rows(diff.podTable)[1] == "shop/web-0,shop/web,moved,,node-1,node-2,a,b,,")
    #expect(rows(diff.nodeTable)[1] == "node-1,a,2,1,0.5,0.25,0,1.5")
    #expect(rows(diff.figureTable)[1] == "unplaced,pods without a node,0,1,1,,,1")
    #expect(diff.json.value(at: "/moved/mean")?.number == 1)
    #expect(diff.json.value(at: "/holds")?.compactText() == "false")
    #expect(diff.json.value(at: "/figures/unplaced/difference/mean")?.number == 1)
  }

  private static let folder = ProcessInfo.processInfo.environment["WAVETANK_SAMPLE_FOLDER"]

  @Test(.enabled(if: folder != nil))
  func `a report is written for looking at`() throws {
    let output = try ResultFolder("\(try #require(Self.folder))/diff")
    try output.write(Self.diff(times: 6))
    try output.write(HTMLReport.render(Self.diff(times: 6)), to: "report.html")
    try output.commit()
  }
}
