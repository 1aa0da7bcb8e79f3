import Results
import Units

/// The answer in a sentence, the verdict and the figures that most readers want.
enum AnswerSection {
  static let make: SectionMaker = { results, _ in
    Section("answer", title: nil, html: Templates.render("answer", Context(results)))
  }

  private struct Card {
    let name: String
    let value: String
    let detail: String
    var isBad = false
  }

  private struct Context {
    let before: String
    let figure: String
    let value: String
    let pointer: String
    let after: String
    let verdict: String
    let verdictClass: String
    let verdictReason: String
    let isTrustworthy: Bool
    let doubts: [String]
    let cards: [Card]

    init(_ results: RunResults) {
      let answer = results.answer
      before = answer.before
      figure = FigureText.grouped(answer.figure)
      value = NumberText.shortest(answer.figure) ?? ""
      pointer = answer.pointer
      after = answer.after
      verdict = results.verdict.kind.rawValue
      verdictClass = results.verdict.kind.rawValue.lowercased()
      verdictReason = results.verdict.reason
      isTrustworthy = results.isTrustworthy
      doubts =
        results.invariants.filter { !$0.holds }.map { "Broken invariant: \($0.name)" }
        + results.expectations.filter { !$0.holds }.map {
          "Broken expectation: \($0.text) (observed: \($0.observed))"
        }
        + results.unscheduledPods.map { "Pod without a node: \($0.name)" }
      cards = AnswerSection.cards(results)
    }
  }

  private static func cards(_ results: RunResults) -> [Card] {
    let run = results.run
    let latency = run.latency
    let downtime = results.downtime
    let promise = results.objective?.latencyP99
    let isSlow = promise.map { limit in latency.map { $0.p99 > limit } ?? false } ?? false
    return [
      Card(
        name: "Requests", value: Quantity.count(run.arrived),
        detail: "in \(Quantity.duration(results.measuredTo - results.measuredFrom))"),
      Card(
        name: "Succeeded", value: Quantity.percent(run.availability),
        detail: results.objective.map { "promised \(Quantity.percent($0.successShare))" }
          ?? "of the requests that ended",
        isBad: results.objective.map { (run.availability ?? 1) < $0.successShare } ?? false),
      Card(
        name: "Lost", value: Quantity.count(run.lost),
        detail: "\(Quantity.count(run.failed)) failed, \(Quantity.count(run.timedOut)) timed out",
        isBad: run.lost > 0),
      Card(
        name: "Latency p50", value: Quantity.latency(latency?.p50),
        detail: "mean \(Quantity.latency(latency?.mean))"),
      Card(
        name: "Latency p99", value: Quantity.latency(latency?.p99),
        detail: promise.map { "promised \(Quantity.latency($0))" }
          ?? "slowest \(Quantity.latency(latency?.max))", isBad: isSlow),
      Card(
        name: "Under the objective", value: Quantity.duration(downtime.belowObjective),
        detail: "success below \(Quantity.percent(downtime.objective))",
        isBad: downtime.belowObjective > .zero),
      Card(
        name: "Longest blackout", value: Quantity.duration(downtime.longestBlackoutUsers),
        detail: "in which every request failed",
        isBad: downtime.longestBlackoutUsers > .zero),
      Card(
        name: "Cost a month", value: Quantity.dollars(results.cost.total.month),
        detail: "\(Quantity.dollars(results.cost.total.run)) for this run"),
    ]
  }
}
