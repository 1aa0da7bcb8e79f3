import Results
import Statistics

/// Makes a section of a comparison of placements, or none when it has nothing to show in it.
typealias DiffSectionMaker = @Sendable (PlacementDiff) -> Section?

/// The sections of a report on two ways to place the same pods, in order.
enum DiffSections {
  static let all: [DiffSectionMaker] = [
    DiffAnswerSection.make,
    PartingSection.make,
    DiffFiguresSection.make,
    DiffNodesSection.make,
    DiffZonesSection.make,
    DiffWorkloadsSection.make,
    DiffPodsSection.make,
    DiffReasonsSection.make,
    DiffBudgetsSection.make,
    DiffCommandSection.make,
  ]
}

/// The answer, the thresholds and the figures that most readers want.
enum DiffAnswerSection {
  static let make: DiffSectionMaker = { diff in
    let answer = diff.answer
    let broken = diff.thresholds.count { !$0.holds }
    let context = Context(
      before: answer.before, figure: answer.figure, value: answer.value, after: answer.after,
      hasFigure: !answer.figure.isEmpty, hasThresholds: !diff.thresholds.isEmpty,
      holds: diff.holds, verdict: diff.holds ? "WITHIN" : "EXCEEDED",
      verdictReason: diff.holds
        ? "all \(diff.thresholds.count) thresholds hold"
        : "\(broken) of \(diff.thresholds.count) thresholds are exceeded",
      thresholds: diff.thresholds.map { Threshold(text: $0.sentence, holds: $0.holds) },
      cards: cards(diff))
    return Section("answer", title: nil, html: Templates.render("diff", context))
  }

  private static func cards(_ diff: PlacementDiff) -> [AnswerContext.Card] {
    let first = [
      AnswerContext.Card(
        name: "Pods that move", value: FigureKind.count.text(diff.movedEstimate),
        detail: "both place them, each elsewhere")
    ]
    let keys = [
      "unplaced", "disrupted", "victims", "budgets_violated", "nodes_used",
      "cpu_spread_share", "cpu_stranded_share",
    ]
    let bad = ["unplaced", "disrupted", "victims", "budgets_violated"]
    return first
      + keys.compactMap { key in
        guard let figure = diff.figures.first(where: { $0.key == key }) else { return nil }
        let (a, b) = (figure.estimateA.mean, figure.estimateB.mean)
        return AnswerContext.Card(
          name: figure.label.capitalisedFirst, value: figure.kind.text(b),
          detail: a == b ? "the same in \(diff.nameA)" : "\(figure.kind.text(a)) in \(diff.nameA)",
          isBad: bad.contains(key) && (b ?? 0) > (a ?? 0))
      }
  }

  private struct Context {
    let before: String
    let figure: String
    let value: String
    let after: String
    let hasFigure: Bool
    let hasThresholds: Bool
    let holds: Bool
    let verdict: String
    let verdictReason: String
    let thresholds: [Threshold]
    let cards: [AnswerContext.Card]
  }

  private struct Threshold {
    let text: String
    let holds: Bool
  }
}

extension String {
  /// The text with its first letter in upper case.
  fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}

/// The first pod that the two place differently, with the points that made it so.
enum PartingSection {
  static let make: DiffSectionMaker = { diff in
    guard let parting = diff.parting else { return nil }
    var plugins: [String] = []
    for points in parting.verdicts.flatMap(\.points) where !plugins.contains(points.plugin) {
      plugins.append(points.plugin)
    }
    let isRefused = parting.verdicts.contains { !$0.refusal.isEmpty }
    var table = Listing(
      "Node", texts: isRefused ? ["turned down by"] : [], figures: plugins + ["all points"])
    for verdict in parting.verdicts {
      let points = plugins.map { plugin in
        verdict.points.first { $0.plugin == plugin }.map { "\($0.points)" } ?? "–"
      }
      table.add(
        verdict.node, detail: "by \(verdict.side)",
        (isRefused ? [verdict.refusal] : []) + points + [verdict.total.map { "\($0)" } ?? "–"])
    }
    if parting.verdicts.contains(where: { $0.total != nil }) {
      table.note = "Points with their weights. What follows from this pod's place is not counted "
        + "here: the pods after it find another cluster."
    }
    return Section(
      "parting", title: "Where the two part",
      lead: "Pod number \(Quantity.count(parting.index + 1)) of "
        + "\(Quantity.count(diff.pods.count)). \(parting.sentence)",
      html: parting.verdicts.isEmpty ? "" : table.html)
  }
}

/// All figures of both ways, with their differences.
enum DiffFiguresSection {
  static let make: DiffSectionMaker = { diff in
    guard !diff.figures.isEmpty else { return nil }
    var table = Listing("Figure", figures: [diff.nameA, diff.nameB, "difference"])
    for figure in diff.figures {
      let kind = figure.kind
      table.add(
        figure.label,
        [kind.text(figure.estimateA), kind.text(figure.estimateB), kind.signed(figure.difference)],
        sure: figure.differs ? [2] : [])
    }
    table.note =
      "Asked for counts, not used. Free capacity is of no use to a pod that does not fit on its "
      + "node as a whole: the share is a mean over the pods, as in Weng et al., USENIX ATC 2023."
    return Section(
      "figures", title: "Side by side",
      lead: diff.times > 1
        ? "Means over \(diff.times) times with other lots each, ± half of the 95 % interval; the "
          + "difference is paired, in bold where its interval does not hold zero."
        : "The same nodes, pods and order.",
      html: table.html)
  }
}

/// What made the page, for whoever wants it again.
enum DiffCommandSection {
  static let make: DiffSectionMaker = { diff in
    guard !diff.command.isEmpty else { return nil }
    let seeds = diff.times > 1 ? " The seeds were \(diff.seeds[0]) to \(diff.seeds.last ?? 0)." : ""
    return Section(
      "command", title: "Again",
      html: Templates.render(
        "command",
        Context(
          command: diff.command,
          note: "All pods are in pods.csv, all nodes in nodes.csv, all figures in figures.csv and "
            + "diff.json." + seeds)))
  }

  private struct Context {
    let command: String
    let note: String?
  }
}
