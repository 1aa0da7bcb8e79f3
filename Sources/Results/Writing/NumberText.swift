import Units

/// Numbers as files show them: the same bytes in every build and locale, without floating-point
/// dust.
public enum NumberText {
  /// The shortest decimal text that reads back as `value`: `3`, `0.25`, `1e+20`.
  ///
  /// nil for infinities and NaN, which neither JSON nor CSV can hold.
  public static func shortest(_ value: Double) -> String? {
    guard value.isFinite else { return nil }
    if value == 0 { return "0" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `value` divided by ten to the power of `digits`, exactly, without trailing zeros.
  ///
  /// `digits` is 0 … 18. A time in nanoseconds with six digits reads as milliseconds.
  public static func decimal(_ value: Int64, digits: Int) -> String {
    var bytes: [UInt8] = []
    appendDecimal(value, digits: digits, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends what `decimal(_:digits:)` gives to `bytes`.
  package static func appendDecimal(_ value: Int64, digits: Int, to bytes: inout [UInt8]) {
    precondition((0...18).contains(digits), "a decimal has 0 to 18 digits, not \(digits)")
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    let first = bytes.count
    var rest = value.magnitude
    var place = 0
    var isTrailing = true
    // Lowest digit first, turned round at the end; trailing zeros of the fraction are left out.
    repeat {
      let digit = UInt8(rest % 10)
      rest /= 10
      if place == digits, place > 0, !isTrailing { bytes.append(UInt8(ascii: ".")) }
      if place >= digits || digit != 0 { isTrailing = false }
      if !isTrailing { bytes.append(UInt8(ascii: "0") + digit) }
      place += 1
    } while rest > 0 || place <= digits
    bytes[first...].reverse()
  }

  /// `value` with twelve significant digits, so that a mean of short numbers is a short number.
  public static func withoutDust(_ value: Double) -> Double {
    guard value.isFinite, value != 0, value.magnitude < 1e11 else { return value }
    var scale = 1.0
    while value.magnitude * scale < 1e11, scale < 1e15 { scale *= 10 }
    return (value * scale).rounded() / scale
  }

  /// `span` in seconds.
  public static func seconds(_ span: TimeSpan) -> String { decimal(span.nanoseconds, digits: 9) }
  /// `span` in milliseconds.
  public static func milliseconds(_ span: TimeSpan) -> String {
    decimal(span.nanoseconds, digits: 6)
  }
}
