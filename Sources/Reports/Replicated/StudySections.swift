import Results
import Statistics

/// Makes a section of a comparison, or none when it has nothing to show in it.
typealias StudySectionMaker = @Sendable (StudyResults) -> Section?

/// The sections of a report that sets variants side by side, in order.
enum StudySections {
  static let all: [StudySectionMaker] = [
    StudyAnswerSection.make,
    ComparisonSection.make,
    ComparedChartsSection.make,
    VariantsSection.make,
    StudyPromisesSection.make,
    StudyWarningsSection.make,
  ]
}

/// Which variant is best, and what does not hold.
enum StudyAnswerSection {
  static let make: StudySectionMaker = { study in
    let answer = study.headline
    let broken = study.variants.flatMap { variant in
      (variant.replications.expectations + variant.replications.invariants)
        .filter { !$0.holds }.map { "\(variant.name): \($0.text) (\($0.outcome))" }
    }
    let unscheduled = study.variants
      .filter { $0.replications.replicationsWithUnscheduledPods > 0 }
      .map { "\($0.name): pods without a node" }
    let between = study.comparisons.filter { !$0.holds }.map { "\($0.text) (\($0.outcome))" }
    let context = AnswerContext(
      before: answer?.before ?? "No variant has the figure to judge by.",
      figure: answer.map { plain($0.figure) } ?? "",
      value: answer.flatMap { NumberText.shortest($0.figure) } ?? "",
      pointer: answer?.pointer ?? "", after: answer?.after ?? "",
      isTrustworthy: study.isTrustworthy, doubts: broken + unscheduled + between, cards: [])
    return Section("answer", title: nil, html: Templates.render("answer", context))
  }

  private static func plain(_ value: Double) -> String {
    FigureText.fixed(value, digits: value >= 1_000 ? 0 : 2)
  }
}

/// The figures side by side, with differences from the first variant.
enum ComparisonSection {
  static let make: StudySectionMaker = { study in
    let variants = study.variants.enumerated().map { index, variant in
      Heading(name: variant.name, isBest: index == study.best)
    }
    let rows = study.figures.map { path in row(path, study) }
    let first = study.variants[0].name
    return Section(
      "comparison", title: "Side by side", lead: lead(study),
      html: Templates.render(
        "comparison",
        Context(
          variants: variants, rows: rows,
          note: "Below each figure: the difference from \(first), replication by replication"
            + (study.replications > 1
              ? ", with its paired 95 % interval; in bold where that does not hold zero." : "."))))
  }

  private static func lead(_ study: StudyResults) -> String {
    let shared = "All variants share their random numbers: the same users want the same things at "
      + "the same moments."
    return study.replications == 1
      ? shared + " With one replication there is no telling whether a difference is chance; "
        + "--replications 20 gives intervals."
      : shared + " Means of \(study.replications) replications, ± half of the 95 % interval."
  }

  private static func row(_ path: [String], _ study: StudyResults) -> Row {
    let kind = FigureKind(path)
    let cells = study.variants.indices.map { index -> Cell in
      let difference = study.difference(path, of: index)
      let isSure = difference?.interval.map { !$0.contains(0) } ?? false
      return Cell(
        value: kind.text(study.estimate(path, of: index)), isBest: index == study.best,
        hasDifference: difference?.mean != nil,
        difference: difference.map { kind.signed($0) } ?? "", isSure: isSure)
    }
    return Row(name: FigureLabel.text(path), cells: cells)
  }

  private struct Context {
    let variants: [Heading]
    let rows: [Row]
    let note: String
  }

  private struct Heading {
    let name: String
    let isBest: Bool
  }

  private struct Row {
    let name: String
    let cells: [Cell]
  }

  private struct Cell {
    let value: String
    let isBest: Bool
    let hasDifference: Bool
    let difference: String
    let isSure: Bool
  }
}

/// A chart for each figure in which the variants differ.
enum ComparedChartsSection {
  static let make: StudySectionMaker = { study in
    let charts = study.figures.enumerated().compactMap { number, path -> IntervalChart? in
      let estimates = study.variants.indices.map { study.estimate(path, of: $0) }
      let isSame = estimates.allSatisfy { $0.mean == estimates[0].mean }
      // Bars of shares near all look the same; what is lost of them has bars of its own.
      guard !isSame, FigureKind(path) != .share else { return nil }
      let bars = zip(study.variants, estimates).enumerated().map { index, pair in
        IntervalChart.Bar(
          name: pair.0.name, estimate: pair.1,
          colour: index == study.best ? Palette.good : Palette.series(0))
      }
      return IntervalChart(
        id: "compared-\(number)", title: FigureLabel.text(path), kind: FigureKind(path),
        bars: bars)
    }
    guard !charts.isEmpty else { return nil }
    return Section(
      "charts", title: "In charts",
      lead: study.replications > 1
        ? "Means; whiskers are 95 % intervals. The best variant is green."
        : "One replication. The best variant is green.",
      charts: charts)
  }
}

/// What each variant changes, and the way to its own report.
enum VariantsSection {
  static let make: StudySectionMaker = { study in
    let rows = study.variants.map { variant in
      Row(
        name: variant.name, title: variant.title == variant.name ? nil : variant.title,
        changes: variant.changes, isUnchanged: variant.changes.isEmpty,
        verdict: variant.replications.verdict.kind.rawValue,
        verdictClass: variant.replications.verdict.kind.rawValue.lowercased(),
        link: "variants/\(variant.name)/report.html")
    }
    return Section(
      "variants", title: "Variants",
      lead: "The verdict is the worst of any replication. Each variant's report shows its "
        + "replication 0 in detail.",
      html: Templates.render("variants", Context(rows: rows)))
  }

  private struct Context {
    let rows: [Row]
  }

  private struct Row {
    let name: String
    let title: String?
    let changes: [String]
    let isUnchanged: Bool
    let verdict: String
    let verdictClass: String
    let link: String
  }
}

/// What had to hold of variants and between them.
enum StudyPromisesSection {
  static let make: StudySectionMaker = { study in
    let own = study.variants.flatMap { variant in
      variant.replications.expectations.map { check in
        var check = check
        check.text = "\(variant.name): \(check.text)"
        return check
      }
    }
    let invariants = study.variants.flatMap { variant in
      variant.replications.invariants.filter { !$0.holds }.map { check in
        var check = check
        check.text = "\(variant.name): \(check.text)"
        return check
      }
    }
    return ReplicatedPromisesSection.section(
      expectations: study.comparisons + own, invariants: invariants)
  }
}

/// What a reader should know of any variant, each text once.
enum StudyWarningsSection {
  static let make: StudySectionMaker = { study in
    var results = study.variants[0].replications.first
    results.unscheduledPods = []
    results.warnings = []
    for variant in study.variants {
      for warning in variant.replications.warnings {
        results.warnings.append("\(variant.name): \(warning)")
      }
    }
    return WarningsSection.make(results, ReportStyle(results))
  }
}
