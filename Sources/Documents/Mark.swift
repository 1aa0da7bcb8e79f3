/// A place in a text file; line and column count from 1, columns in Unicode scalars.
public struct Mark: Hashable, Comparable, Sendable {
  /// The line, from 1.
  public let line: Int
  /// The column, from 1, in Unicode scalars (a tab counts as one).
  public let column: Int

  /// The first character of a file.
  public static let start = Mark(line: 1, column: 1)

  /// The place at `line` and `column`, both from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Whether `a` comes before `b` in the file.
  public static func < (a: Mark, b: Mark) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}

/// A value together with the place where it was written.
public struct Located<Value> {
  /// What was read.
  public var value: Value
  /// Where its text begins.
  public var mark: Mark

  /// `value`, written at `mark`.
  public init(_ value: Value, at mark: Mark) {
    self.value = value
    self.mark = mark
  }
}

extension Located: Sendable where Value: Sendable {}
extension Located: Equatable where Value: Equatable {}
