import Results
import Units

/// What gave out first: CPU, workers, connections or memory.
enum LimitsSection {
  static let make: SectionMaker = { results, _ in
    guard let first = results.limits.first, let since = first.since else { return nil }
    let rows = results.limits.rows.map { row in
      PlainTable.Row(
        name: row.resource.label, detail: definition(of: row.resource),
        cells: [
          PlainTable.Cell(
            text: row.since.map(Quantity.clock) ?? "never",
            isBad: row.resource == first.resource),
          PlainTable.Cell(text: "\(Quantity.count(row.seconds)) s"),
        ])
    }
    let table = PlainTable(
      "Resource", ["gave out at", "exhausted for"], rows: rows)
    return Section(
      "limits", title: "What gave out first",
      lead: "The \(first.resource.label), at \(Quantity.clock(since)). Something has given out "
        + "when it was exhausted for \(LimitFigures.lasting) seconds on end within the measured "
        + "window; the time is that of the first of them.",
      html: table.html)
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
