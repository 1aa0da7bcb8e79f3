/// Why a text is not a value of the wanted sort.
public struct ValueProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, to follow the field's name: `is "ten", which is no number`.
  public let message: String
  /// What would be right.
  public let hint: String?

  /// A problem that reads `FIELD message; hint`.
  public init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  /// The message, with the hint when there is one.
  public var description: String { hint.map { "\(message); \($0)" } ?? message }
}

/// How a field reads its text: the type is the field's choice, never the text's.
public struct ScalarFormat<Value>: Sendable {
  /// What the field wants, such as `a whole number such as 3`.
  public let expected: String
  /// Whether the value is text as it stands, so that a bare number or truth value surprises.
  public let isText: Bool
  private let parse: @Sendable (DocumentNode.Scalar) throws -> Value

  /// A format that wants `expected` and reads it with `parse`, which throws ``ValueProblem`` or
  /// any error that describes itself.
  public init(
    expected: String, isText: Bool = false,
    parse: @escaping @Sendable (DocumentNode.Scalar) throws -> Value
  ) {
    self.expected = expected
    self.isText = isText
    self.parse = parse
  }

  /// The value of `scalar`.
  public func read(_ scalar: DocumentNode.Scalar) throws(ValueProblem) -> Value {
    do {
      return try parse(scalar)
    } catch let problem as ValueProblem {
      throw problem
    } catch {
      throw ValueProblem("is \(quoted(scalar.text)): \(error)", hint: "write \(expected)")
    }
  }

  /// The same format with `check` applied to what it reads.
  public func checked(
    _ check: @escaping @Sendable (Value) throws(ValueProblem) -> Void
  ) -> ScalarFormat {
    ScalarFormat(expected: expected, isText: isText) { scalar in
      let value = try parse(scalar)
      try check(value)
      return value
    }
  }

  /// Text that `parse` turns into a value: a duration, a quantity, a rate.
  ///
  /// - Parameter expected: What would be right, such as `a duration such as 30s`.
  public static func parsed(
    as expected: String, _ parse: @escaping @Sendable (String) throws -> Value
  ) -> ScalarFormat {
    ScalarFormat(expected: expected) { try parse($0.text) }
  }
}

extension ScalarFormat where Value == String {
  /// Text; in YAML quotes are optional whatever it looks like, in JSON it needs them.
  public static var string: ScalarFormat {
    ScalarFormat(expected: "text", isText: true) { scalar in
      guard scalar.style != .literal else {
        throw ValueProblem("is the bare word \(scalar.text)", hint: "put it in double quotes")
      }
      return scalar.text
    }
  }

  /// One of a few words.
  public static func choice(_ words: [String]) -> ScalarFormat {
    let all = words.joined(separator: ", ")
    return ScalarFormat(expected: words.count == 1 ? all : "one of " + all) { scalar in
      guard words.contains(scalar.text) else { throw notAmong(words, scalar) }
      return scalar.text
    }
  }

  fileprivate static func notAmong(
    _ words: [String], _ scalar: DocumentNode.Scalar
  ) -> ValueProblem {
    let near = Suggestion.nearest(to: scalar.text, among: words)
    return ValueProblem(
      "is \(quoted(scalar.text))",
      hint: near.map { "did you mean \($0)?" }
        ?? "write " + (words.count == 1 ? "" : "one of ") + words.joined(separator: ", "))
  }
}

extension ScalarFormat
where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
  /// One of the words that stand for the cases of `Value`.
  public static var word: ScalarFormat {
    let words = Value.allCases.map(\.rawValue)
    return ScalarFormat(expected: "one of " + words.joined(separator: ", ")) { scalar in
      guard let value = Value(rawValue: scalar.text) else {
        throw ScalarFormat<String>.notAmong(words, scalar)
      }
      return value
    }
  }
}

extension ScalarFormat where Value == Bool {
  /// `true` or `false`, without quotes; `yes`, `on` and their like are refused with a hint.
  public static var boolean: ScalarFormat {
    ScalarFormat(expected: "true or false") { scalar in
      switch (scalar.style, scalar.text) {
      case (.plain, "true"), (.plain, "True"), (.plain, "TRUE"), (.literal, "true"): return true
      case (.plain, "false"), (.plain, "False"), (.plain, "FALSE"), (.literal, "false"):
        return false
      case (.quoted, "true"), (.quoted, "false"):
        throw ValueProblem(
          "is the quoted text \(quoted(scalar.text))", hint: "write \(scalar.text) without quotes")
      default: throw ValueProblem("is \(quoted(scalar.text))", hint: "write true or false")
      }
    }
  }
}

extension ScalarFormat where Value: FixedWidthInteger & Sendable {
  /// A whole number without quotes.
  public static var integer: ScalarFormat { .integer(in: .min ... .max) }

  /// A whole number of `range`, without quotes.
  public static func integer(in range: ClosedRange<Value>) -> ScalarFormat {
    let example = range.contains(3) ? 3 : range.lowerBound
    return ScalarFormat(expected: "a whole number such as \(example)") { scalar in
      let text = scalar.text
      if let trap = IntegerText.trap(in: text) { throw trap }
      guard IntegerText.isWhole(text) else {
        throw ValueProblem("is \(quoted(text))", hint: "write a whole number such as \(example)")
      }
      guard scalar.style != .quoted else {
        throw ValueProblem("is the quoted text \(quoted(text))", hint: "write it without quotes")
      }
      guard let value = Value(text), range.contains(value) else {
        throw ValueProblem("is \(quoted(text, limit: 40))", hint: IntegerText.hint(for: range))
      }
      return value
    }
  }
}

extension ScalarFormat where Value == Double {
  /// A decimal number without quotes; never infinite, never "not a number".
  public static var number: ScalarFormat { .number(in: -.greatestFiniteMagnitude ... .infinity) }

  /// A decimal number of `range`, without quotes.
  public static func number(in range: ClosedRange<Double>) -> ScalarFormat {
    ScalarFormat(expected: "a number such as 0.5") { scalar in
      let text = scalar.text
      guard ScalarLooks.isNumber(text), !text.utf8.contains(where: { $0 | 0x20 == 0x78 }),
        let value = Double(text)
      else { throw ValueProblem("is \(quoted(text))", hint: "write a number such as 0.5") }
      guard scalar.style != .quoted else {
        throw ValueProblem("is the quoted text \(quoted(text))", hint: "write it without quotes")
      }
      guard value.isFinite, range.contains(value) else {
        let bounds =
          range.upperBound.isFinite
          ? "from \(range.lowerBound) to \(range.upperBound)"
          : range.lowerBound < -1e300 ? "that is finite" : "of at least \(range.lowerBound)"
        throw ValueProblem(
          "is \(quoted(text, limit: 40))", hint: "write a number \(bounds)")
      }
      return value
    }
  }
}

/// What can be said of a text that should be a whole number.
enum IntegerText {
  /// An optional minus sign and digits without leading zeros.
  static func isWhole(_ text: String) -> Bool {
    var digits = Substring(text).utf8
    if digits.first == UInt8(ascii: "-") { digits.removeFirst() }
    guard let first = digits.first, digits.allSatisfy(ScalarLooks.isDigit) else { return false }
    return digits.count == 1 || first != UInt8(ascii: "0")
  }

  /// Texts that other YAML readers silently take for another number.
  static func trap(in text: String) -> ValueProblem? {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.dropFirst() : Substring(text)
    guard digits.utf8.count > 1, digits.utf8.first == UInt8(ascii: "0"),
      digits.utf8.allSatisfy(ScalarLooks.isDigit)
    else { return nil }
    return ValueProblem(
      "is \(quoted(text)), which some readers take for an octal number",
      hint: "write it without the leading zero")
  }

  static func hint<Value: FixedWidthInteger>(for range: ClosedRange<Value>) -> String {
    range.upperBound == .max && range.lowerBound > .min
      ? "write a whole number of at least \(range.lowerBound)"
      : "write a whole number from \(range.lowerBound) to \(range.upperBound)"
  }
}
