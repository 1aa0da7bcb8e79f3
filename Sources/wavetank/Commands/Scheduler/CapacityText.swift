import Reports
import Results
import SchedulerLab

/// The answer of `wavetank scheduler capacity` on a terminal.
enum CapacityText {
  /// How many nodes are listed at most.
  private static let nodesMax = 40

  /// The sentences first, then what stops more pods, what the nodes took, and what could be added.
  static func text(of report: CapacityReport, width: Int) -> String {
    var parts = [report.sentences.joined(separator: "\n")]
    if let count = report.count { parts += self.parts(of: count, width) }
    if let plan = report.plan, plan.unplaced > 0 { parts += self.parts(of: plan, width) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func parts(of count: CapacityCount, _ width: Int) -> [String] {
    var parts = ["Termination reason: \(count.stopReason)"]
    for kind in count.kinds where !kind.reasons.isEmpty {
      let reasons = kind.reasons.map { ["  " + $0.reason, "\($0.nodes)"] }
      let lines = TextTable.lines(
        [("  no more of \(kind.name)", false), ("nodes", true)], reasons, width: width)
      parts.append(lines.joined(separator: "\n"))
    }
    let taking = count.nodes.filter { $0.pods.contains { $0 > 0 } }
    if taking.isEmpty { return parts }
    let rows = taking.prefix(nodesMax).map { row in
      [row.node] + row.pods.map(String.init)
        + [
          share(row.requested.milliCPU, row.allocatable.milliCPU),
          share(row.requested.memory, row.allocatable.memory),
        ]
    }
    var lines = TextTable.lines(
      [("node", false)] + count.kinds.map { ($0.name, true) } + [("CPU", true), ("memory", true)],
      rows, width: width)
    if taking.count > nodesMax { lines.append("… and \(taking.count - nodesMax) more nodes") }
    return parts + [lines.joined(separator: "\n")]
  }

  private static func parts(of plan: CapacityPlan, _ width: Int) -> [String] {
    var parts: [String] = []
    if !plan.choices.isEmpty {
      let rows = plan.choices.map { choice in
        [
          choice.offer.name, "\(choice.count)", CapacityReport.dollars(choice.pricePerMonth),
          percent(choice.cpuUse), percent(choice.memoryUse),
        ]
      }
      parts.append(
        TextTable.lines(
          [
            ("type", false), ("add", true), ("a month", true), ("CPU after", true),
            ("memory after", true),
          ], rows, width: width
        ).joined(separator: "\n"))
    }
    if !plan.failures.isEmpty {
      let names = plan.failures.map(\.offer.name)
      let shown = names.prefix(6).joined(separator: ", ")
      let more = names.count > 6 ? " and \(names.count - 6) more" : ""
      parts.append("no number was found to do: \(shown)\(more); \(plan.failures[0].example)")
    }
    if plan.dearer > 0 {
      parts.append("\(plan.dearer) more types would cost more and were not tried")
    }
    return parts
  }

  private static func share(_ part: Int64, _ whole: Int64) -> String {
    whole > 0 ? percent(Double(part) / Double(whole)) : "–"
  }

  private static func percent(_ share: Double) -> String {
    FigureText.fixed(share * 100, digits: 1) + " %"
  }
}
