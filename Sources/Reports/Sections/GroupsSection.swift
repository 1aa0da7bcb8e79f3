import Results
import Units

/// The figures of each phase, client, endpoint and image version.
enum GroupsSection {
  static let make: SectionMaker = { results, _ in
    let tables = [
      Table("Phase", results.phases.map(row)),
      Table("Client", results.clients.map(row)),
      Table("Endpoint", results.endpoints.map(row)),
      Table("Image version", results.versions.map(row)),
    ].filter { !$0.rows.isEmpty }
    guard !tables.isEmpty else { return nil }
    return Section(
      "groups", title: "Figures by group",
      lead: "Latencies are those of the requests that succeeded, from the moment a user wanted to "
        + "send. A request belongs to the phase in which it arrived.",
      html: Templates.render("groups", Context(tables: tables)))
  }

  private struct Context {
    let tables: [Table]
  }

  private struct Table {
    let title: String
    let rows: [Row]

    init(_ title: String, _ rows: [Row]) {
      self.title = title
      self.rows = rows
    }
  }

  private struct Row {
    let name: String
    let detail: String?
    let arrived: String
    let availability: String
    let isBad: Bool
    let failed: String
    let timedOut: String
    let inFlight: String
    let mean: String
    let p50: String
    let p95: String
    let p99: String
    let p99_9: String
    let max: String
  }

  private static func row(_ phase: PhaseFigures) -> Row {
    row(
      phase.name, "\(Quantity.clock(phase.from)) to \(Quantity.clock(phase.to))", phase.figures)
  }

  private static func row(_ named: NamedFigures) -> Row { row(named.name, nil, named.figures) }

  private static func row(_ name: String, _ detail: String?, _ figures: RequestFigures) -> Row {
    let latency = figures.latency
    return Row(
      name: name, detail: detail, arrived: Quantity.count(figures.arrived),
      availability: Quantity.percent(figures.availability), isBad: figures.lost > 0,
      failed: Quantity.count(figures.failed), timedOut: Quantity.count(figures.timedOut),
      inFlight: Quantity.count(figures.inFlight), mean: Quantity.latency(latency?.mean),
      p50: Quantity.latency(latency?.p50), p95: Quantity.latency(latency?.p95),
      p99: Quantity.latency(latency?.p99), p99_9: Quantity.latency(latency?.p99_9),
      max: Quantity.latency(latency?.max))
  }
}
