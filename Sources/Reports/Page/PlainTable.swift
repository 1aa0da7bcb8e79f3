/// A table of a name and some figures a row, as the template `table` shows it.
struct PlainTable {
  /// A column's heading.
  struct Column {
    let title: String
    let isNumber: Bool
  }
  /// A row: its name, a few words about it, and its figures.
  struct Row {
    let name: String
    var detail: String?
    let cells: [Cell]
  }
  /// A figure; a bad one stands out.
  struct Cell {
    let text: String
    var isBad = false
  }

  let columns: [Column]
  let rows: [Row]
  let note: String?
  let isSmall: Bool

  /// A table whose first column has the rows' names.
  init(
    _ name: String, _ figures: [String], rows: [Row], note: String? = nil, isSmall: Bool = false
  ) {
    columns =
      [Column(title: name, isNumber: false)] + figures.map { Column(title: $0, isNumber: true) }
    self.rows = rows
    self.note = note
    self.isSmall = isSmall
  }

  /// The table as HTML.
  var html: String { Templates.render("table", self) }
}
