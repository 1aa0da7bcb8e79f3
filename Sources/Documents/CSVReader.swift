/// Reads a table of comma-separated values row by row, strictly as RFC 4180 has it.
///
/// The first row names the columns. Lines end in CRLF or LF. Every row has as many fields as the
/// first. Holds no more than one row.
public struct CSVReader {
  /// The file's name in messages.
  public let file: String
  /// The names of the columns.
  public var columns: [String] { header.columns }

  private var header: CSVHeader
  private var source: ByteSource

  /// A reader of a table that is here as a whole.
  ///
  /// - Throws: ``Problems`` when the header is missing, broken or names a column twice.
  public init(_ file: SourceFile) throws {
    try self.init(file: file.name, source: ByteSource(file.text))
  }

  /// A reader of a table that comes in pieces, until `nextPiece` gives nil.
  ///
  /// - Throws: As ``init(_:)``, and what `nextPiece` threw.
  public init(file: String, nextPiece: @escaping () throws -> [UInt8]?) throws {
    try self.init(file: file, source: ByteSource(nextPiece))
  }

  private init(file: String, source: ByteSource) throws {
    self.file = file
    self.source = source
    header = CSVHeader(file: file, columns: [])
    guard let first = try readRow() else {
      throw Problems(
        Problem(
          file: file, mark: .start, code: .syntax, message: "the file is empty",
          hint: "the first row names the columns"))
    }
    var seen: Set<String> = []
    for (column, mark) in zip(first.fields, first.marks) where !seen.insert(column).inserted {
      throw Problems(
        Problem(
          file: file, mark: mark, code: .duplicateKey,
          message: "the column \(quoted(column)) is here twice", hint: "rename or remove one"))
    }
    header = CSVHeader(file: file, columns: first.fields)
  }

  /// The next row; nil after the last.
  ///
  /// - Throws: ``Problems`` for a field or row that is broken; reading cannot go on after it.
  public mutating func next() throws -> CSVRow? {
    guard let row = try readRow() else { return nil }
    guard row.fields.count == header.columns.count else {
      let isEmpty = row.fields == [""]
      throw Problems(
        Problem(
          file: file, mark: Mark(line: row.line, column: 1), code: .syntax,
          message: isEmpty
            ? "the line is empty"
            : "the row has \(row.fields.count) fields, the header \(header.columns.count)",
          hint: isEmpty ? "remove it" : "put a field that has a comma in double quotes"))
    }
    return row
  }

  private mutating func readRow() throws -> CSVRow? {
    guard try source.peek() != nil else { return nil }
    let line = source.line
    var fields: [String] = []
    var marks: [Mark] = []
    while true {
      marks.append(source.mark)
      fields.append(
        try source.peek() == UInt8(ascii: "\"") ? try quotedField() : try bareField())
      let end = source.mark
      switch try source.take() {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "\r"):
        guard try source.take() == UInt8(ascii: "\n") else {
          throw problem(
            "a carriage return stands alone", hint: "end lines with LF or CRLF", at: end)
        }
        return CSVRow(header: header, line: line, fields: fields, marks: marks)
      default: return CSVRow(header: header, line: line, fields: fields, marks: marks)
      }
    }
  }

  private mutating func bareField() throws -> String {
    let start = source.mark
    var bytes: [UInt8] = []
    while let byte = try source.peek(), byte != UInt8(ascii: ","), byte != UInt8(ascii: "\n"),
      byte != UInt8(ascii: "\r")
    {
      guard byte != UInt8(ascii: "\"") else {
        throw problem(
          "a double quote stands inside a field without quotes",
          hint: "put the whole field in quotes and double the quote inside", at: source.mark)
      }
      bytes.append(byte)
      source.skip()
    }
    return try text(bytes, at: start)
  }

  private mutating func quotedField() throws -> String {
    let start = source.mark
    source.skip()
    var bytes: [UInt8] = []
    while let byte = try source.take() {
      guard byte == UInt8(ascii: "\"") else {
        bytes.append(byte)
        continue
      }
      let next = try source.peek()
      if next == UInt8(ascii: "\"") {
        bytes.append(byte)
        source.skip()
        continue
      }
      guard
        next == nil || next == UInt8(ascii: ",") || next == UInt8(ascii: "\n")
          || next == UInt8(ascii: "\r")
      else {
        throw problem(
          "text follows after the closing quote", hint: "double a quote inside a field",
          at: source.mark)
      }
      return try text(bytes, at: start)
    }
    throw problem(
      "the quote is never closed", hint: "a closing double quote is missing", at: start)
  }

  private func text(_ bytes: [UInt8], at mark: Mark) throws(Problems) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problems(
        Problem(
          file: file, mark: mark, code: .encoding, message: "the field is not valid UTF-8",
          hint: "save the file as UTF-8"))
    }
    return text
  }

  private func problem(_ message: String, hint: String, at mark: Mark) -> Problems {
    Problems(Problem(file: file, mark: mark, code: .syntax, message: message, hint: hint))
  }
}

/// The names of a table's columns.
final class CSVHeader: Sendable {
  let file: String
  let columns: [String]
  private let places: [String: Int]

  init(file: String, columns: [String]) {
    self.file = file
    self.columns = columns
    places = Dictionary(zip(columns, 0...), uniquingKeysWith: { first, _ in first })
  }

  func place(of column: String) -> Int? { places[column] }
}

/// One row of a table.
public struct CSVRow: Sendable {
  fileprivate let header: CSVHeader
  /// The line on which the row begins, from 1.
  public let line: Int
  /// The fields, in the order of the columns.
  public let fields: [String]
  /// Where each field begins.
  public let marks: [Mark]

  /// The field of `column`; nil when the table has no such column.
  public subscript(column: String) -> String? {
    header.place(of: column).map { fields[$0] }
  }

  /// The field of `column`, read as `format` has it.
  ///
  /// - Throws: A problem when the column is missing or the field is not what it has to be.
  public func value<Value>(
    _ column: String, _ format: ScalarFormat<Value>
  ) throws(Problems) -> Value {
    guard let place = header.place(of: column) else {
      throw Problems(
        Problem(
          file: header.file, mark: .start, code: .missingField,
          message: "the table has no column \(quoted(column))",
          hint: Suggestion.hint(for: column, among: header.columns)))
    }
    do {
      return try format.read(.init(text: fields[place], style: .plain, mark: marks[place]))
    } catch {
      throw Problems(
        Problem(
          file: header.file, mark: marks[place], code: .wrongValue,
          message: "\(column) \(error.message)", hint: error.hint))
    }
  }
}
