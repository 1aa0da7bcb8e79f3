import Results
import Units

/// The answer in a sentence, the verdict and the figures that most readers want.
enum AnswerSection {
  static let make: SectionMaker = { results, _ in
    Section("answer", title: nil, html: Templates.render("answer", context(results)))
  }

  private static func context(_ results: RunResults) -> AnswerContext {
    let answer = results.answer
    return AnswerContext(
      before: answer.before, figure: FigureText.grouped(answer.figure),
      value: NumberText.shortest(answer.figure) ?? "", pointer: answer.pointer,
      after: answer.after, verdict: results.verdict.kind.rawValue,
      verdictReason: results.verdict.reason, isTrustworthy: results.isTrustworthy,
      doubts: results.invariants.filter { !$0.holds }.map { "Broken invariant: \($0.name)" }
        + results.expectations.filter { !$0.holds }.map {
          "Broken expectation: \($0.text) (observed: \($0.observed))"
        }
        + results.unscheduledPods.map { "Pod without a node: \($0.name)" },
      cards: cards(results))
  }

  private static func cards(_ results: RunResults) -> [AnswerContext.Card] {
    let run = results.run
    let latency = run.latency
    let downtime = results.downtime
    let promise = results.objective?.latencyP99
    let isSlow = promise.map { limit in latency.map { $0.p99 > limit } ?? false } ?? false
    return [
      .init(
        name: "Requests", value: Quantity.count(run.arrived),
        detail: "in \(Quantity.duration(results.measuredTo - results.measuredFrom))"),
      .init(
        name: "Succeeded", value: Quantity.percent(run.availability),
        detail: results.objective.map { "promised \(Quantity.percent($0.successShare))" }
          ?? "of the requests that ended",
        isBad: results.objective.map { (run.availability ?? 1) < $0.successShare } ?? false),
      .init(
        name: "Lost", value: Quantity.count(run.lost),
        detail: "\(Quantity.count(run.failed)) failed, \(Quantity.count(run.timedOut)) timed out",
        isBad: run.lost > 0),
      .init(
        name: "Latency p50", value: Quantity.latency(latency?.p50),
        detail: "mean \(Quantity.latency(latency?.mean))"),
      .init(
        name: "Latency p99", value: Quantity.latency(latency?.p99),
        detail: promise.map { "promised \(Quantity.latency($0))" }
          ?? "slowest \(Quantity.latency(latency?.max))", isBad: isSlow),
      .init(
        name: "Under the objective", value: Quantity.duration(downtime.belowObjective),
        detail: "success below \(Quantity.percent(downtime.objective))",
        isBad: downtime.belowObjective > .zero),
      .init(
        name: "Longest blackout", value: Quantity.duration(downtime.longestBlackoutUsers),
        detail: "in which every request failed",
        isBad: downtime.longestBlackoutUsers > .zero),
      .init(
        name: "Cost a month", value: Quantity.dollars(results.cost.total.month),
        detail: "\(Quantity.dollars(results.cost.total.run)) for this run"),
    ]
  }
}

/// What the template `answer` needs.
struct AnswerContext {
  /// A figure in a box.
  struct Card {
    let name: String
    let value: String
    let detail: String
    var isBad = false
  }

  let before: String
  let figure: String
  let value: String
  let pointer: String
  let after: String
  let verdict: String?
  let verdictReason: String?
  let isTrustworthy: Bool
  let doubts: [String]
  let cards: [Card]
  let hasVerdict: Bool
  let hasCards: Bool
  let badge: String

  init(
    before: String, figure: String, value: String, pointer: String, after: String,
    verdict: String? = nil, verdictReason: String? = nil, isTrustworthy: Bool, doubts: [String],
    cards: [Card]
  ) {
    self.before = before
    self.figure = figure
    self.value = value
    self.pointer = pointer
    self.after = after
    self.verdict = verdict
    self.verdictReason = verdictReason
    self.isTrustworthy = isTrustworthy
    self.doubts = doubts
    self.cards = cards
    hasVerdict = verdict != nil
    hasCards = !cards.isEmpty
    badge = verdict?.lowercased() ?? ""
  }
}
