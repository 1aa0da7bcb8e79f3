import Units

/// Rows of comma-separated values after RFC 4180, as bytes: lines end in CR LF, and what holds a
/// comma, a quote or a line end is quoted.
///
/// A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-` or `@`) gets an
/// apostrophe before it, and control characters but line ends and tabs are shown as �: names come
/// from scenarios and manifests that anybody may have written. Numbers are never changed.
///
/// Every row must have as many fields as the header; a missing value is an empty field.
public struct CSVText: Sendable {
  /// What was written and not yet taken away.
  public var bytes: [UInt8] = []
  private let columnCount: Int
  private var fieldCount = 0

  /// Rows under `columns`, with the header written.
  public init(columns: [String]) {
    precondition(!columns.isEmpty, "a table needs a column")
    columnCount = columns.count
    for column in columns { field(column) }
    endRow()
  }

  private static let formulaStarts = Array("=+-@\t\r".utf8)

  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09 || byte == 0x7f
  }

  /// Adds a text; nil is an empty field.
  public mutating func field(_ text: String?) {
    separate()
    guard var text else { return }
    if let first = text.utf8.first, CSVText.formulaStarts.contains(first) { text = "'" + text }
    if text.utf8.contains(where: CSVText.isControl) {
      text = String(
        String.UnicodeScalarView(
          text.unicodeScalars.map { scalar in
            UInt8(exactly: scalar.value).map(CSVText.isControl) == true ? "\u{fffd}" : scalar
          }))
    }
    let needsQuotes = text.utf8.contains { unit in
      unit == UInt8(ascii: ",") || unit == UInt8(ascii: "\"") || unit == 0x0a || unit == 0x0d
    }
    guard needsQuotes else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for unit in text.utf8 {
      if unit == UInt8(ascii: "\"") { bytes.append(unit) }
      bytes.append(unit)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a whole number; nil is an empty field.
  public mutating func field(_ number: Int?) {
    separate()
    guard let number else { return }
    NumberText.appendDecimal(Int64(number), digits: 0, to: &bytes)
  }

  /// Adds a number; nil, infinity and not-a-number are an empty field.
  public mutating func field(_ number: Double?) {
    separate()
    guard let number, let text = NumberText.shortest(number) else { return }
    bytes.append(contentsOf: text.utf8)
  }

  /// Adds `value` divided by ten to the power of `digits`, exactly.
  public mutating func field(_ value: Int64?, digits: Int) {
    separate()
    guard let value else { return }
    NumberText.appendDecimal(value, digits: digits, to: &bytes)
  }

  /// Adds an instant in seconds.
  public mutating func seconds(_ instant: Instant?) { field(instant?.nanoseconds, digits: 9) }

  /// Adds a span in seconds.
  public mutating func seconds(_ span: TimeSpan?) { field(span?.nanoseconds, digits: 9) }

  /// Adds a span in milliseconds.
  public mutating func milliseconds(_ span: TimeSpan?) { field(span?.nanoseconds, digits: 6) }

  /// Ends the row, which must be complete.
  public mutating func endRow() {
    precondition(
      fieldCount == columnCount, "a row has \(fieldCount) fields under \(columnCount) columns")
    fieldCount = 0
    bytes.append(0x0d)
    bytes.append(0x0a)
  }

  private mutating func separate() {
    if fieldCount > 0 { bytes.append(UInt8(ascii: ",")) }
    fieldCount += 1
  }
}
