import Results
import Statistics

extension TerminalSummary {
  /// Which variant is best, all of them in a table with their difference from the first, and what
  /// did not hold.
  ///
  /// Widths are as for one run; figures for which there is no room are in `comparison.csv`.
  public static func table(
    _ study: StudyResults, width: Int = 80, colours: Bool = false
  ) -> String {
    let style = Style(colours: colours)
    let width = max(40, width)
    var lines = wrapped(study.headline?.sentence ?? "No variant has the figure to judge by.", width)
      .map { style.apply(.bold, $0) }
    lines.append("")
    lines += variants(study).lines(width: width, style: style)
    lines.append("")
    let column = min(width / 2, max(10, (study.variants.map(\.name.count).max() ?? 0) + 2))
    for variant in study.variants where variant.title != variant.name {
      lines += marked(variant.name, .dim, variant.title, style, width, column: column)
    }
    for variant in study.variants {
      let checks = variant.replications.expectations + variant.replications.invariants
      for check in checks where !check.holds {
        let text = "\(variant.name): \(check.text) (\(check.outcome))"
        lines += marked("broken", .red, text, style, width)
      }
      if variant.replications.replicationsWithUnscheduledPods > 0 {
        lines += marked("no node", .red, "\(variant.name): pods without a node", style, width)
      }
    }
    lines += checks(study.comparisons, isAllShown: true, style, width)
    if study.replications == 1 {
      lines += marked(
        "note", .yellow, "one replication: differences may be chance; add --replications 20",
        style, width)
    }
    return lines.map(trimmed).joined(separator: "\n") + "\n"
  }

  private static func variants(_ study: StudyResults) -> TextTable {
    let others = study.figures.filter { $0 != study.goal }
    var table = TextTable(
      [
        TextTable.Column(heading: "variant", isNumber: false),
        TextTable.Column(heading: FigureLabel.text(study.goal)),
        TextTable.Column(heading: "difference"),
      ] + others.map { TextTable.Column(heading: FigureLabel.text($0)) })
    for (index, variant) in study.variants.enumerated() {
      let look: Style.Look? = index == study.best ? .bold : nil
      let kind = FigureKind(study.goal)
      let difference = study.difference(study.goal, of: index).map { kind.signed($0) } ?? ""
      table.add(
        [
          TextTable.Cell(Style.harmless(variant.name), look),
          TextTable.Cell(kind.text(study.estimate(study.goal, of: index)), look),
          TextTable.Cell(difference, look),
        ]
          + others.map { path in
            TextTable.Cell(FigureKind(path).text(study.estimate(path, of: index)), look)
          })
    }
    return table
  }
}
