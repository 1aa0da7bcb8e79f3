/// A table of text for a terminal: names to the left, numbers to the right.
package struct TextTable {
  /// A column's heading and the side to which its cells stand.
  struct Column {
    let heading: String
    var isNumber = true
  }

  private let columns: [Column]
  private var rows: [[Cell]] = []

  /// A cell's text and its look.
  struct Cell {
    let text: String
    var look: Style.Look?

    init(_ text: String, _ look: Style.Look? = nil) {
      self.text = text
      self.look = look
    }
  }

  init(_ columns: [Column]) {
    self.columns = columns
  }

  mutating func add(_ row: [Cell]) {
    precondition(row.count == columns.count, "\(row.count) cells under \(columns.count) columns")
    rows.append(row)
  }

  /// The table's lines. Columns are dropped from the right, and the first is cut, until a line has
  /// at most `width` characters.
  func lines(width: Int, style: Style) -> [String] {
    var widths = columns.indices.map { index in
      max(
        columns[index].heading.count, rows.map { $0[index].text.count }.max() ?? 0)
    }
    func total(_ count: Int) -> Int { widths.prefix(count).reduce(0, +) + 2 * (count - 1) }
    let nameMin = 12
    var shown = columns.count
    while shown > 2, total(shown) - max(0, widths[0] - nameMin) > width { shown -= 1 }
    if total(shown) > width { widths[0] = max(nameMin, widths[0] - (total(shown) - width)) }
    let heading = columns.prefix(shown).map { Cell($0.heading, .dim) }
    return ([heading] + rows.map { Array($0.prefix(shown)) }).map { row in
      row.enumerated().map { index, cell in
        let text = padded(cell.text, to: widths[index], isNumber: columns[index].isNumber)
        return cell.look.map { style.apply($0, text) } ?? text
      }.joined(separator: "  ")
    }
  }

  private func padded(_ text: String, to width: Int, isNumber: Bool) -> String {
    let text = text.count > width ? String(text.prefix(width - 1)) + "…" : text
    let blanks = String(repeating: " ", count: width - text.count)
    return isNumber ? blanks + text : text + blanks
  }
}

extension TextTable {
  /// The lines of a table whose headings and cells are here as texts, without any look.
  package static func lines(
    _ columns: [(heading: String, isNumber: Bool)], _ rows: [[String]], width: Int
  ) -> [String] {
    var table = TextTable(columns.map { Column(heading: $0.heading, isNumber: $0.isNumber) })
    for row in rows { table.add(row.map { Cell(Style.harmless($0)) }) }
    return table.lines(width: width, style: Style(colours: false)).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
