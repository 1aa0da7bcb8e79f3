import Results
import Statistics

extension TerminalSummary {
  /// The answer of many replications, means with the half-width of their 95 % intervals, and what
  /// was held in how many of them.
  ///
  /// Widths are as for one run.
  public static func table(
    _ replications: Replications, width: Int = 80, colours: Bool = false
  ) -> String {
    guard replications.count > 1 else {
      return table(replications.first, width: width, colours: colours)
    }
    let style = Style(colours: colours)
    let width = max(40, width)
    let table = replications.table
    var lines = wrapped(replications.answer.sentence, width).map { style.apply(.bold, $0) }
    lines.append("")
    lines += phases(replications).lines(width: width, style: style)
    lines.append("")
    for (mark, label, path) in facts where table.values(path).contains(where: { $0 != nil }) {
      let text = "\(FigureKind(path).text(table.estimate(path))) \(label)"
      lines += marked(mark, .dim, text, style, width)
    }
    lines += marked(
      "verdict", .dim, "\(replications.verdict.kind.rawValue) \(replications.verdict.reason)",
      style, width)
    lines += checks(replications.expectations, isAllShown: true, style, width)
    lines += checks(replications.invariants, isAllShown: false, style, width)
    if replications.replicationsWithUnscheduledPods > 0 {
      let text = "pods without a node in \(replications.replicationsWithUnscheduledPods) of "
        + "\(replications.count) replications"
      lines += marked("no node", .red, text, style, width)
    }
    lines += replications.warnings.flatMap { marked("warning", .yellow, $0, style, width) }
    return lines.map(trimmed).joined(separator: "\n") + "\n"
  }

  private static let facts: [(mark: String, label: String, path: [String])] = [
    ("downtime", "of requests lost", ["downtime", "failed_request_share"]),
    ("", "under the objective", ["downtime", "below_objective_seconds"]),
    (
      "", "longest blackout, seen by users", ["downtime", "longest_blackout_users_seconds"]
    ),
    (
      "", "longest blackout, seen by a prober", ["downtime", "longest_blackout_prober_seconds"]
    ),
    ("cost", "a month", ["cost", "total", "month_usd"]),
  ]

  private static func phases(_ replications: Replications) -> TextTable {
    var table = TextTable([
      TextTable.Column(heading: "phase", isNumber: false), TextTable.Column(heading: "lost"),
      TextTable.Column(heading: "ok"), TextTable.Column(heading: "p99"),
      TextTable.Column(heading: "p50"), TextTable.Column(heading: "arrived"),
    ])
    func row(_ name: String, _ group: [String], look: Style.Look?) -> [TextTable.Cell] {
      let figures = [
        ["lost"], ["availability"], ["latency_ms", "p99"], ["latency_ms", "p50"], ["arrived"],
      ]
      return [TextTable.Cell(Style.harmless(name), look)]
        + figures.map { member in
          let path = group + member
          return TextTable.Cell(
            FigureKind(path).text(replications.table.estimate(path)), look)
        }
    }
    for phase in replications.first.phases {
      table.add(row(phase.name, ["phases", phase.name], look: nil))
    }
    table.add(row("whole run", ["run"], look: .bold))
    return table
  }

  /// What was checked in each replication; of invariants only those that broke.
  static func checks(
    _ checks: [ReplicatedCheck], isAllShown: Bool, _ style: Style, _ width: Int
  ) -> [String] {
    checks.filter { isAllShown || !$0.holds }.flatMap { check in
      marked(
        check.holds ? "holds" : "broken", check.holds ? .green : .red,
        "\(check.text) (\(check.outcome))", style, width)
    }
  }
}
