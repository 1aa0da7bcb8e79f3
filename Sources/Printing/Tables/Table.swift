import Units

/// Rows of text under headings, as `kubectl get` prints them.
struct Table {
  /// One column's heading, and whether only `-o wide` shows it.
  struct Column {
    let title: String
    let isWide: Bool

    init(_ title: String, wide: Bool = false) {
      self.title = title
      isWide = wide
    }
  }

  let columns: [Column]
  var rows: [[String]] = []

  /// The columns of the given headings; those in `wide` are shown by `-o wide` only.
  init(_ titles: [String], wide: [String] = []) {
    columns = titles.map { Column($0) } + wide.map { Column($0, wide: true) }
  }

  /// The table as lines of tab-separated cells, without the wide columns unless asked for.
  ///
  /// - Parameter leading: Columns put before all others (the namespace).
  /// - Parameter trailing: Columns put after all others (labels).
  func lines(
    isWide: Bool, leading: [(title: String, cells: [String])] = [],
    trailing: [(title: String, cells: [String])] = []
  ) -> [String] {
    let shown = columns.indices.filter { isWide || !columns[$0].isWide }
    let head =
      leading.map(\.title) + shown.map { columns[$0].title.uppercased() } + trailing.map(\.title)
    var lines = [head.joined(separator: "\t")]
    for (index, row) in rows.enumerated() {
      let cells =
        leading.map { $0.cells[index] } + shown.map { row[$0] } + trailing.map { $0.cells[index] }
      lines.append(cells.joined(separator: "\t"))
    }
    return lines
  }
}

/// What the cells of a table are made with.
struct TableContext {
  /// The simulated moment of printing.
  let now: Instant
  /// Whether addresses are printed in full.
  let isWide: Bool

  /// The age of what was made at `instant`.
  func age(_ instant: Instant?) -> String { now.kubectlAge(since: instant) }
}
