/// A table of names, texts and figures, as the template `listing` shows it.
struct Listing {
  /// A column's heading.
  struct Column {
    let title: String
    let isNumber: Bool
  }
  /// A row: its name, a few words about it, and its cells.
  struct Row {
    let name: String
    let detail: String?
    let cells: [Cell]
  }
  /// A cell of a row.
  struct Cell {
    let text: String
    let isNumber: Bool
    let isBad: Bool
    let isSure: Bool
  }

  /// The most rows that a page shows.
  static let rowsMax = 200

  private(set) var columns: [Column]
  private(set) var rows: [Row] = []
  let isSmall: Bool
  var note: String?

  /// A table without rows under these headings; the first column holds the rows' names.
  init(_ name: String, texts: [String] = [], figures: [String] = [], isSmall: Bool = false) {
    columns =
      [Column(title: name, isNumber: false)] + texts.map { Column(title: $0, isNumber: false) }
      + figures.map { Column(title: $0, isNumber: true) }
    self.isSmall = isSmall
  }

  /// Adds a row with a cell for each heading but the first.
  ///
  /// - Parameters:
  ///   - bad: Which cells stand out, counted from 0.
  ///   - sure: Which cells are set in bold.
  mutating func add(
    _ name: String, detail: String? = nil, _ cells: [String], bad: [Int] = [], sure: [Int] = []
  ) {
    precondition(cells.count == columns.count - 1, "\(cells.count) cells for \(columns.count)")
    let made = cells.enumerated().map { place, text in
      Cell(
        text: text, isNumber: columns[place + 1].isNumber, isBad: bad.contains(place),
        isSure: sure.contains(place))
    }
    rows.append(Row(name: name, detail: detail, cells: made))
  }

  /// The table as HTML.
  var html: String { Templates.render("listing", self) }
}
