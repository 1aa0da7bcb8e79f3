import Results
import Statistics

/// Makes a section of several replications, or none when they have nothing to show in it.
typealias ReplicationSectionMaker = @Sendable (Replications) -> Section?

/// What stands before the detail of replication 0 in a report of several, in order.
enum ReplicationSections {
  static let all: [ReplicationSectionMaker] = [
    ReplicatedAnswerSection.make,
    FiguresSection.make,
    ReplicatedPromisesSection.make,
    ReplicatedWarningsSection.make,
  ]
}

/// The answer over all replications, the verdict and the figures that most readers want.
enum ReplicatedAnswerSection {
  static let make: ReplicationSectionMaker = { replications in
    let answer = replications.answer
    let checks = replications.expectations + replications.invariants
    let context = AnswerContext(
      before: answer.before, figure: FigureKind(["lost"]).text(answer.figure),
      value: NumberText.shortest(answer.figure) ?? "", pointer: answer.pointer,
      after: answer.after, verdict: replications.verdict.kind.rawValue,
      verdictReason: replications.verdict.reason, isTrustworthy: replications.isTrustworthy,
      doubts: checks.filter { !$0.holds }.map { "Broken: \($0.text) (\($0.outcome))" }
        + unscheduled(replications),
      cards: cards.compactMap { card(replications, $0.name, $0.path) })
    return Section("answer", title: nil, html: Templates.render("answer", context))
  }

  private static func unscheduled(_ replications: Replications) -> [String] {
    let number = replications.replicationsWithUnscheduledPods
    return number == 0
      ? [] : ["Pods without a node in \(number) of \(replications.count) replications"]
  }

  private static let cards: [(name: String, path: [String])] = [
    ("Requests", ["run", "arrived"]), ("Succeeded", ["run", "availability"]),
    ("Lost", ["run", "lost"]), ("Latency p50", ["run", "latency_ms", "p50"]),
    ("Latency p99", ["run", "latency_ms", "p99"]),
    ("Under the objective", ["downtime", "below_objective_seconds"]),
    ("Longest blackout", ["downtime", "longest_blackout_users_seconds"]),
    ("Cost a month", ["cost", "total", "month_usd"]),
  ]

  private static func card(
    _ replications: Replications, _ name: String, _ path: [String]
  ) -> AnswerContext.Card? {
    let estimate = replications.table.estimate(path)
    let kind = FigureKind(path)
    let detail = estimate.halfWidth.map { "± \(kind.text($0)), mean of \(estimate.replications)" }
      ?? estimate.gap?.description ?? ""
    let isLoss = path.last == "lost" || path[0] == "downtime"
    return AnswerContext.Card(
      name: name, value: kind.text(estimate.mean), detail: detail,
      isBad: isLoss && (estimate.mean ?? 0) > 0)
  }
}

/// What the scenario expected and what every run must keep, in how many replications it held.
enum ReplicatedPromisesSection {
  static let make: ReplicationSectionMaker = { replications in
    section(expectations: replications.expectations, invariants: replications.invariants)
  }

  /// The section of these checks; nil without any.
  static func section(
    expectations: [ReplicatedCheck], invariants: [ReplicatedCheck]
  ) -> Section? {
    guard !expectations.isEmpty || !invariants.isEmpty else { return nil }
    func rows(_ checks: [ReplicatedCheck]) -> [PromisesSection.Row] {
      checks.map { PromisesSection.Row(holds: $0.holds, text: $0.text, detail: $0.outcome) }
    }
    let context = PromisesSection.Context(
      hasExpectations: !expectations.isEmpty, expectations: rows(expectations),
      hasInvariants: !invariants.isEmpty, invariants: rows(invariants))
    return Section(
      "promises", title: "Expectations and invariants",
      lead: "Each was judged in every replication; one that breaks one ends with status 1.",
      html: Templates.render("promises", context))
  }
}

/// What a reader should know before trusting the figures.
enum ReplicatedWarningsSection {
  static let make: ReplicationSectionMaker = { replications in
    var results = replications.first
    results.warnings = replications.warnings
    return WarningsSection.make(results, ReportStyle(results))
  }
}
