/// A number as people write it: digits with at most one point between them, no sign or exponent.
///
/// Kept as integers so that `0.1s` is 100,000,000 ns and not a trifle less.
struct Decimal: Hashable {
  /// The digits without the point.
  var digits: UInt64
  /// Ten to the power of how many digits follow the point.
  var scale: UInt64

  /// The number at the start of `text`, which loses it; nil when there is none, or it has more than
  /// eighteen digits.
  init?(readingFrom text: inout Substring.UTF8View) {
    var (digits, scale): (UInt64, UInt64) = (0, 1)
    var (count, hasPoint) = (0, false)
    var lastWasDigit = false
    while let byte = text.first {
      if byte == UInt8(ascii: "."), !hasPoint, lastWasDigit {
        hasPoint = true
        lastWasDigit = false
      } else if byte >= 0x30, byte <= 0x39 {
        count += 1
        guard count <= 18 else { return nil }
        digits = digits * 10 + UInt64(byte - 0x30)
        if hasPoint { scale *= 10 }
        lastWasDigit = true
      } else {
        break
      }
      text.removeFirst()
    }
    guard lastWasDigit else { return nil }
    self.digits = digits
    self.scale = scale
  }

  /// The number times `factor`, to the nearest whole one; nil when it does not fit.
  func times(_ factor: Int64) -> Int64? {
    let product = UInt128(digits) * UInt128(UInt64(max(0, factor)))
    return Int64(exactly: (product + UInt128(scale / 2)) / UInt128(scale))
  }

  /// The nearest binary number.
  var value: Double { Double(digits) / Double(scale) }
}
