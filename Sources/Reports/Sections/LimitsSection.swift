import Results
import Units

/// What gave out first: CPU, workers, connections or memory.
enum LimitsSection {
  static let make: SectionMaker = { results, _ in
    let objective = results.limits.objective
    guard results.limits.first != nil || objective.brokenSince != nil else { return nil }
    let first = results.limits.first
    let rows = results.limits.rows.map { row in
      PlainTable.Row(
        name: row.resource.label, detail: definition(of: row.resource),
        cells: [
          PlainTable.Cell(
            text: row.since.map(Quantity.clock) ?? "never",
            isBad: row.resource == first?.resource),
          PlainTable.Cell(text: "\(Quantity.count(row.seconds)) s"),
        ])
    }
    let table = PlainTable(
      "Resource", ["gave out at", "exhausted for"], rows: rows, note: note(objective))
    return Section(
      "limits", title: "What gave out first",
      lead: answer(first) + " Something has given out when it was exhausted for "
        + "\(LimitFigures.lasting) seconds on end within the measured window; the time is that of "
        + "the first of them.",
      html: table.html)
  }

  private static func answer(_ first: LimitRow?) -> String {
    guard let first, let since = first.since else { return "Nothing did." }
    return "The \(first.resource.label), at \(Quantity.clock(since))."
  }

  private static func note(_ objective: ObjectiveFigures) -> String {
    let served = "\(Quantity.count(objective.servedRequests)) requests were served at the objective"
    guard let since = objective.brokenSince, let rate = objective.rateAtBreak else {
      return served + ", which held to the end."
    }
    return served + ", which broke for \(LimitFigures.lasting) seconds on end at "
      + "\(Quantity.clock(since)), under \(Quantity.count(Int(rate.rounded()))) requests a second."
  }

  private static func definition(of resource: LimitedResource) -> String {
    switch resource {
    case .cpu: "some node used 95 % or more of its CPU"
    case .workers: "some site had all workers busy and requests waiting for one"
    case .connections: "some database had no connection left"
    case .memory: "a container was killed for want of memory, or a pod evicted: once is enough"
    }
  }
}
