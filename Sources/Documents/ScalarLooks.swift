/// What a scalar looks like to readers that guess types.
enum ScalarLooks {
  /// Whether `text` without quotes is a number or a truth value to a YAML 1.1 reader.
  static func isNumberOrBoolean(_ text: String) -> Bool {
    isBoolean(text) || isNumber(text)
  }

  /// The words that YAML 1.1 takes for a truth value, in the three usual spellings of case.
  static func isBoolean(_ text: String) -> Bool {
    switch text {
    case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE": return true
    case "n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE": return true
    default: return false
    }
  }

  /// A decimal number as JSON or YAML write it, with an optional sign, also octal and hexadecimal.
  static func isNumber(_ text: String) -> Bool {
    var bytes = Substring(text).utf8
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      bytes.removeFirst()
    }
    guard let first = bytes.first, isDigit(first) || first == UInt8(ascii: ".") else {
      return false
    }
    if first == UInt8(ascii: "0"), bytes.count > 2 {
      let second = bytes[bytes.index(after: bytes.startIndex)] | 0x20
      if second == UInt8(ascii: "x") { return bytes.dropFirst(2).allSatisfy(isHexDigit) }
      if second == UInt8(ascii: "o") { return bytes.dropFirst(2).allSatisfy(isDigit) }
      if second == UInt8(ascii: "b") { return bytes.dropFirst(2).allSatisfy { $0 | 1 == 0x31 } }
    }
    return isDecimal(bytes)
  }

  /// Digits with at most one point and one exponent, and at least one digit before the exponent.
  private static func isDecimal(_ bytes: Substring.UTF8View) -> Bool {
    var rest = bytes
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var digits = whole.count
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      let fraction = rest.prefix(while: isDigit)
      digits += fraction.count
      rest = rest.dropFirst(fraction.count)
    }
    guard digits > 0 else { return false }
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      rest = rest.dropFirst()
    }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f"))
  }

  /// A letter, digit, `_`, `+` or `-` of ASCII.
  static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
  }
}
