import Results

/// What became of what databases have written.
enum DatabaseSection {
  static let make: SectionMaker = { results, _ in
    guard !results.databases.isEmpty else { return nil }
    return Section(
      "databases", title: "Databases",
      lead: "Acknowledged commits are writes that somebody was told are done; lost ones are in no "
        + "data directory at the end of the run. A crash recovery reads the log again from the "
        + "last complete checkpoint.",
      html: Templates.render("databases", Context(rows: results.databases.map(Row.init))))
  }

  private struct Row {
    let name: String
    let acknowledged: String
    let lost: String
    let starts: String
    let empty: String
    let recoveries: String
    let recovery: String
    let outage: String

    init(_ figures: DatabaseFigures) {
      name = figures.name
      acknowledged = Quantity.count(figures.commitsAcknowledged)
      lost = Quantity.count(figures.commitsLost)
      starts = Quantity.count(figures.starts)
      empty = Quantity.count(figures.emptyStarts)
      recoveries = Quantity.count(figures.crashRecoveries)
      recovery = Quantity.duration(figures.recovery)
      outage = Quantity.duration(figures.longestOutage)
    }
  }

  private struct Context {
    let rows: [Row]
  }
}
