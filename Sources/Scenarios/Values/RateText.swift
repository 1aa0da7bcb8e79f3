import Documents
import Units

/// Rates as scenarios write them: `25/s`, `300/m`, `10/h`.
public enum RateText {
  /// What is right, for messages.
  static let expected = "a rate such as 25/s or 300/m"
  private static let perSecondMax = 1e9

  /// The rate that `text` says; zero or more.
  ///
  /// - Throws: A problem that follows a field's name.
  public static func parse(_ text: String) throws(ValueProblem) -> Rate {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let number = parts[0].trimmed
    guard let value = PlainNumber.parse(number) else {
      throw ValueProblem("is \(quoted(text))", hint: "write \(expected)")
    }
    guard parts.count == 2 else {
      throw ValueProblem(
        "is \(quoted(text)), which has no unit", hint: "did you mean \(number)/s?")
    }
    let seconds: [String: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    let words = ["sec": "s", "second": "s", "min": "m", "minute": "m", "hour": "h", "day": "d"]
    let unit = String(parts[1].trimmed)
    guard let span = seconds[unit] else {
      let meant = words[unit].map { "did you mean \(number)/\($0)?" }
      throw ValueProblem("is \(quoted(text))", hint: meant ?? "write \(expected)")
    }
    guard value / span <= perSecondMax else {
      throw ValueProblem("is \(quoted(text))", hint: "write at most 1000000000/s")
    }
    return Rate(perSecond: value / span)
  }
}

/// Decimal numbers without sign, exponent or other ornament.
enum PlainNumber {
  /// The number that `text` says: digits with at most one point between them.
  static func parse(_ number: some StringProtocol) -> Double? {
    let text = String(number)
    guard let first = text.utf8.first, let last = text.utf8.last, isDigit(first), isDigit(last),
      text.utf8.count <= 30, text.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }),
      text.utf8.filter({ $0 == UInt8(ascii: ".") }).count <= 1
    else { return nil }
    return Double(text)
  }

  /// The hundredth part of the number that `text` says, as close as a `Double` comes to it: 99.9
  /// gives 0.999, which a division misses by one in the last place.
  static func parsePercent(_ text: some StringProtocol) -> Double? {
    parse(text) == nil ? nil : Double(text + "e-2")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: String {
    var text = Substring(self)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
