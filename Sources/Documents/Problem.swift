/// One thing that is wrong, or worth knowing, about a file that a person wrote.
public struct Problem: Hashable, Sendable, CustomStringConvertible {
  /// Whether the file can be used in spite of the problem.
  public enum Severity: String, Hashable, Sendable {
    /// The file cannot be used.
    case error
    /// The file is used; the person should know.
    case warning
  }

  /// A stable name of a sort of problem, for scripts and documentation.
  public struct Code: Hashable, Sendable, RawRepresentable, ExpressibleByStringLiteral {
    /// The name, in lower case with hyphens.
    public let rawValue: String
    /// The code called `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The code called `value`.
    public init(stringLiteral value: String) { self.rawValue = value }

    /// The file cannot be read.
    public static let unreadable: Code = "unreadable"
    /// The bytes are not UTF-8.
    public static let encoding: Code = "encoding"
    /// The text is not YAML, JSON or CSV.
    public static let syntax: Code = "syntax"
    /// Nested too deeply, expanded too far, or too long.
    public static let tooLarge: Code = "too-large"
    /// A key that the same mapping has already.
    public static let duplicateKey: Code = "duplicate-key"
    /// A field that does not exist here.
    public static let unknownField: Code = "unknown-field"
    /// A field that must be here.
    public static let missingField: Code = "missing-field"
    /// A list where a mapping belongs, text where a number belongs, and the like.
    public static let wrongType: Code = "wrong-type"
    /// The right type, but not a value that makes sense here.
    public static let wrongValue: Code = "wrong-value"
    /// A valid field that has no effect in the simulation.
    public static let notSimulated: Code = "not-simulated"
    /// A bare value that kubectl would read as another type.
    public static let bareValue: Code = "bare-value"
  }

  /// The file's name as the person knows it.
  public let file: String
  /// Where the offending text begins.
  public let mark: Mark
  /// Whether it stops us.
  public let severity: Severity
  /// Its stable name.
  public let code: Code
  /// What is wrong, with what was found.
  public let message: String
  /// What would be right, if that can be told.
  public let hint: String?

  /// The problem `message` at `mark` of `file`.
  public init(
    file: String, mark: Mark, severity: Severity = .error, code: Code, message: String,
    hint: String? = nil
  ) {
    self.file = file
    self.mark = mark
    self.severity = severity
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// The line, from 1.
  public var line: Int { mark.line }
  /// The column, from 1.
  public var column: Int { mark.column }

  /// `file:line:column: error: message; hint`, on one line whatever is in the names that it holds.
  public var description: String {
    let place = "\(file):\(mark.line):\(mark.column): \(severity.rawValue): \(message)"
    return harmless(hint.map { place + "; " + $0 } ?? place)
  }
}

/// All problems of one or more files, thrown together so that a person can mend them in one pass.
public struct Problems: Error, Sendable, CustomStringConvertible {
  /// The problems, by file in the order of reading, then by place.
  public let all: [Problem]
  /// How many more errors there were than are kept.
  public let omitted: Int

  /// These problems together.
  public init(_ all: [Problem], omitted: Int = 0) {
    self.all = all
    self.omitted = omitted
  }

  /// One problem alone.
  public init(_ problem: Problem) { self.init([problem]) }

  /// The problems that stop us.
  public var errors: [Problem] { all.filter { $0.severity == .error } }
  /// The problems that do not stop us.
  public var warnings: [Problem] { all.filter { $0.severity == .warning } }

  /// One line a problem.
  public var description: String {
    var lines = all.map(\.description)
    if omitted > 0 { lines.append("… and \(omitted) more errors") }
    return lines.joined(separator: "\n")
  }
}
