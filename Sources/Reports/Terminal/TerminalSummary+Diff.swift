import Results
import Statistics

extension TerminalSummary {
  /// What changes from one way to place pods to another: the answer, the figures side by side,
  /// where the two part, and which thresholds are exceeded.
  ///
  /// Widths are as for one run; pods are in `pods.csv`.
  public static func table(
    _ diff: PlacementDiff, width: Int = 80, colours: Bool = false
  ) -> String {
    let style = Style(colours: colours)
    let width = max(40, width)
    var lines = wrapped(diff.sentence, width).map { style.apply(.bold, $0) }
    lines.append("")
    lines += figures(diff).lines(width: width, style: style)
    let changed = diff.workloads.filter { $0.changed > 0 }
    if !changed.isEmpty {
      lines.append("")
      lines += workloads(diff, changed).lines(width: width, style: style)
      let hidden = changed.count - workloadsMax
      if hidden > 0 { lines.append("… and \(hidden) more workloads") }
    }
    let lost = diff.reasons.filter { $0.pods.a != $0.pods.b }
    if !lost.isEmpty { lines.append("") }
    for row in lost.prefix(5) {
      let text = "\(row.pods.a) and \(row.pods.b) pods: \(row.reason)"
      lines += marked("no node", row.pods.b > row.pods.a ? .red : .dim, text, style, width)
    }
    if let parting = diff.parting {
      lines.append("")
      lines += marked(
        "parting", .dim, "pod number \(parting.index + 1): \(parting.sentence)", style, width)
    }
    for budget in diff.budgets.prefix(5) {
      let text = "\(budget.name): \(budget.allowed) may go at once, \(budget.disrupted.a) and "
        + "\(budget.disrupted.b) would have to"
      lines += marked("budget", .yellow, text, style, width)
    }
    if !diff.thresholds.isEmpty { lines.append("") }
    for threshold in diff.thresholds {
      lines += marked(
        threshold.holds ? "holds" : "over", threshold.holds ? .green : .red,
        "\(threshold.name): \(threshold.sentence)", style, width)
    }
    return lines.map(trimmed).joined(separator: "\n") + "\n"
  }

  private static let workloadsMax = 8

  private static func figures(_ diff: PlacementDiff) -> TextTable {
    var table = TextTable([
      TextTable.Column(heading: "figure", isNumber: false),
      TextTable.Column(heading: Style.harmless(diff.nameA)),
      TextTable.Column(heading: Style.harmless(diff.nameB)),
      TextTable.Column(heading: "difference"),
    ])
    for figure in diff.figures {
      let kind = figure.kind
      let look: Style.Look? = figure.differs ? .bold : .dim
      table.add(
        [
          TextTable.Cell(Style.harmless(figure.label), look),
          TextTable.Cell(kind.text(figure.estimateA), look),
          TextTable.Cell(kind.text(figure.estimateB), look),
          TextTable.Cell(kind.signed(figure.difference), look),
        ])
    }
    return table
  }

  private static func workloads(
    _ diff: PlacementDiff, _ changed: [PlacementDiff.WorkloadRow]
  ) -> TextTable {
    var table = TextTable([
      TextTable.Column(heading: "workload", isNumber: false), TextTable.Column(heading: "pods"),
      TextTable.Column(heading: "move"), TextTable.Column(heading: "lose node"),
      TextTable.Column(heading: "get node"),
    ])
    for row in changed.prefix(workloadsMax) {
      table.add(
        [TextTable.Cell(Style.harmless(row.name))]
          + [row.pods, row.moved, row.onlyA, row.onlyB].map {
            TextTable.Cell(FigureText.grouped($0))
          })
    }
    return table
  }
}
