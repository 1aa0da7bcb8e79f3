import Results
import Units

/// A run's outcome as a terminal shows it.
public enum TerminalSummary {
  /// The answer, a table of the phases, downtime, verdict, cost, and what did not hold.
  ///
  /// No line is wider than `width` characters (at least 40 are used), but for words that are
  /// longer. Names are shown without control characters. Ends in a line feed.
  public static func table(
    _ results: RunResults, width: Int = 80, colours: Bool = false
  ) -> String {
    let style = Style(colours: colours)
    let width = max(40, width)
    var lines = wrapped(results.answer.sentence, width).map { style.apply(.bold, $0) }
    lines.append("")
    lines += phases(results).lines(width: width, style: style)
    lines.append("")
    lines += facts(results, style, width)
    lines += promises(results, style, width)
    lines += results.warmUps.flatMap { marked("warm-up", .dim, $0.sentence, style, width) }
    lines += results.warnings.flatMap { warning in
      marked("warning", .yellow, warning, style, width)
    }
    return lines.map(trimmed).joined(separator: "\n") + "\n"
  }

  private static func phases(_ results: RunResults) -> TextTable {
    var table = TextTable([
      TextTable.Column(heading: "phase", isNumber: false), TextTable.Column(heading: "arrived"),
      TextTable.Column(heading: "ok"), TextTable.Column(heading: "lost"),
      TextTable.Column(heading: "p50"), TextTable.Column(heading: "p95"),
      TextTable.Column(heading: "p99"),
    ])
    for phase in results.phases { table.add(row(phase.name, phase.figures, look: nil)) }
    table.add(row("whole run", results.run, look: .bold))
    return table
  }

  private static func row(
    _ name: String, _ figures: RequestFigures, look: Style.Look?
  ) -> [TextTable.Cell] {
    let latency = figures.latency
    let lossLook: Style.Look? = figures.lost > 0 ? .red : look
    return [
      TextTable.Cell(Style.harmless(name), look),
      TextTable.Cell(Quantity.count(figures.arrived), look),
      TextTable.Cell(Quantity.percent(figures.availability), lossLook),
      TextTable.Cell(Quantity.count(figures.lost), lossLook),
      TextTable.Cell(Quantity.latency(latency?.p50), look),
      TextTable.Cell(Quantity.latency(latency?.p95), look),
      TextTable.Cell(Quantity.latency(latency?.p99), look),
    ]
  }

  private static func facts(_ results: RunResults, _ style: Style, _ width: Int) -> [String] {
    let downtime = results.downtime
    let verdictLook: Style.Look =
      switch results.verdict.kind {
      case .stable: .green
      case .backlogged: .yellow
      case .overloaded: .red
      }
    var facts: [(String, String)] = [
      ("downtime", "\(Quantity.percent(downtime.failedShare)) of requests lost"),
      (
        "",
        "\(Quantity.duration(downtime.belowObjective)) under "
          + "\(Quantity.percent(downtime.objective)) success"
      ),
      ("", "\(Quantity.duration(downtime.longestBlackoutUsers)) longest blackout, seen by users"),
    ]
    if let prober = downtime.longestBlackoutProber {
      facts.append(("", "\(Quantity.duration(prober)) longest blackout, seen by a prober"))
    }
    let cost = results.cost.total
    facts.append(
      ("cost", "\(Quantity.dollars(cost.month)) a month, \(Quantity.dollars(cost.run)) this run"))
    let verdict =
      style.apply(.dim, padded("verdict"))
      + style.apply(verdictLook, results.verdict.kind.rawValue)
    let reason = wrapped(results.verdict.reason, width - 10).map { padded("") + $0 }
    return facts.flatMap { marked($0.0, .dim, $0.1, style, width) } + [verdict] + reason
  }

  private static func promises(_ results: RunResults, _ style: Style, _ width: Int) -> [String] {
    results.expectations.flatMap { expectation in
      marked(
        expectation.holds ? "holds" : "broken", expectation.holds ? .green : .red,
        "\(expectation.text) (observed: \(expectation.observed))", style, width)
    }
      + results.invariants.filter { !$0.holds }.flatMap { invariant in
        marked("broken", .red, "\(invariant.name): \(invariant.detail)", style, width)
      }
      + results.unscheduledPods.flatMap { pod in
        marked("no node", .red, "pod \(pod.name): \(pod.reason)", style, width)
      }
  }

  static func marked(
    _ mark: String, _ look: Style.Look, _ text: String, _ style: Style, _ width: Int,
    column: Int = 10
  ) -> [String] {
    wrapped(text, width - column).enumerated().map { index, line in
      (index == 0 ? style.apply(look, padded(mark, to: column)) : padded("", to: column)) + line
    }
  }

  static func padded(_ name: String, to column: Int = 10) -> String {
    name + String(repeating: " ", count: max(0, column - name.count))
  }

  /// `text` in lines of at most `width` characters, broken at blanks; a longer word stays whole.
  static func wrapped(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    for word in Style.harmless(text).split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  static func trimmed(_ line: String) -> String {
    var line = line
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
}
