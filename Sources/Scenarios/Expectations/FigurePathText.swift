import Documents

/// Reads the path of a figure member by member; names with dots or blanks stand in quotes:
/// `versions."1.2".failed`.
enum FigurePathText {
  /// Whether `text` begins like a path and not like a number or an amount.
  static func begins(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return first == "\"" || ("a"..."z").contains(first) || ("A"..."Z").contains(first)
  }

  /// The members of the path that `text` begins with, up to an operator or a blank, and the rest.
  ///
  /// - Parameters:
  ///   - whole: The text of the field, for messages.
  ///   - example: What would be right, such as `a figure such as run.lost`.
  /// - Throws: A problem that follows a field's name.
  static func path(
    _ text: Substring, of whole: String, example: String
  ) throws(ValueProblem) -> (members: [String], rest: Substring) {
    var members: [String] = []
    var rest = text
    while true {
      if rest.first == "\"" {
        let inside = rest.dropFirst()
        guard let end = inside.firstIndex(of: "\"") else {
          throw ValueProblem("is \(quoted(whole)), with a quote without end", hint: "close it")
        }
        members.append(String(inside[..<end]))
        rest = inside[inside.index(after: end)...]
      } else {
        let member = rest.prefix { !". =!<>".contains($0) }
        guard !member.isEmpty else {
          throw ValueProblem("is \(quoted(whole))", hint: "write \(example)")
        }
        members.append(String(member))
        rest = rest.dropFirst(member.count)
      }
      guard rest.first == "." else { return (members, rest) }
      rest = rest.dropFirst()
    }
  }
}

extension ScalarFormat where Value == [String] {
  /// The path of a figure that `catalogue` must have.
  static func figure(_ catalogue: FigureCatalogue) -> ScalarFormat {
    .parsed(as: "a figure such as run.lost") { text in
      let (members, rest) = try FigurePathText.path(
        Substring(text.trimmed), of: text, example: "a figure such as run.lost")
      guard rest.trimmed.isEmpty else {
        throw ValueProblem(
          "is \(quoted(text)), which goes on after its figure",
          hint: "write the figure alone; names with blanks or dots stand in double quotes")
      }
      do throws(FigureCatalogue.Unknown) {
        _ = try catalogue.unit(of: members)
      } catch {
        throw ValueProblem("is \(quoted(text)), which \(error.message)", hint: error.hint)
      }
      return members
    }
  }
}
