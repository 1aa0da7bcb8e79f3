/// A row of one of the README's tables of fields: fields that are told together.
struct FieldRow: Sendable {
  /// The names, relative to the section.
  let names: [String]
  /// How they are written.
  let form: String
  /// What they mean, in Markdown.
  let text: String

  init(_ names: [String], _ form: String, _ text: String) {
    self.names = names
    self.form = form
    self.text = text
  }

  /// The row as the README has it.
  var markdown: String {
    "| " + names.map { "`\($0)`" }.joined(separator: ", ") + " | \(text) |"
  }
}

/// The fields of one part of a scenario.
struct FieldSection: Sendable {
  /// The way from the root, such as `images.gunicorn`; empty for the root itself.
  let path: String
  /// Its rows, in the README's order.
  let rows: [FieldRow]

  init(_ path: String, _ rows: [FieldRow]) {
    self.path = path
    self.rows = rows
  }

  /// A topic for each field; items of lists are not told apart.
  func topics(_ sort: Topic.Sort = .field) -> [Topic] {
    rows.flatMap { row in
      row.names.map { name in
        let full = path.isEmpty ? name : path + "." + name
        return Topic(full.replacing("[]", with: ""), sort, row.text, form: row.form)
      }
    }
  }
}
