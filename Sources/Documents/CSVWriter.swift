/// Writes a table of comma-separated values as RFC 4180 has it.
///
/// A field is quoted only when it has to be: when it holds a comma, a double quote or an end of
/// line, and when it is the one empty field of its row.
public struct CSVWriter: Sendable {
  /// What ends a row.
  public enum LineEnd: String, Sendable {
    /// As the RFC has it.
    case crlf = "\r\n"
    /// As Unix tools like it.
    case lf = "\n"
  }

  /// What ends a row.
  public let lineEnd: LineEnd
  /// How many fields a row has.
  public let width: Int
  /// The rows so far, the header first.
  public private(set) var text: String

  /// A table with the given columns and no rows yet.
  public init(columns: [String], lineEnd: LineEnd = .crlf) {
    self.lineEnd = lineEnd
    width = columns.count
    text = ""
    append(columns)
  }

  /// Adds a row, which must have a field for each column.
  public mutating func append(_ fields: [String]) {
    precondition(
      fields.count == width, "a row of \(fields.count) fields in a table of \(width) columns")
    for (index, field) in fields.enumerated() {
      if index > 0 { text += "," }
      text += width == 1 && field.isEmpty ? "\"\"" : Self.escaped(field)
    }
    text += lineEnd.rawValue
  }

  /// Hands over the rows that have been added since the last time, for writing piece by piece.
  public mutating func takeText() -> String {
    defer { text.removeAll(keepingCapacity: true) }
    return text
  }

  /// `field` as it stands in a row, in quotes when it needs them.
  public static func escaped(_ field: String) -> String {
    let needsQuotes = field.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
        || $0 == UInt8(ascii: "\r")
    }
    guard needsQuotes else { return field }
    var quoted = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
