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
