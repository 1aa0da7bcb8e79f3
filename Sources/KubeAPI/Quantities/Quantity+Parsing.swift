import Documents

extension Quantity {
  /// The amount that `text` says, to the last digit down to billionths; finer parts round up.
  ///
  /// - Throws: A problem that follows a field's name: `is "5 Gi"; write …`.
  /// - Complexity: O(length of `text`).
  public init(parsing text: String) throws(ValueProblem) {
    guard let scanned = Scanned(text) else {
      throw ValueProblem("is \(quoted(text))", hint: Self.hint(for: text))
    }
    guard let nanos = scanned.nanos else {
      throw ValueProblem(
        "is \(quoted(text, limit: 40)), which is too much",
        hint: "write at most 9223372036854775807 (2^63-1)")
    }
    self.init(nanos: nanos, format: scanned.format)
  }

  /// What probably was meant by a text that is no quantity.
  private static func hint(for text: String) -> String {
    let plain = "write an amount such as 500m, 2, 512Mi or 1.5Gi"
    let bytes = Array(text.utf8)
    guard bytes.count <= 40 else { return plain }
    let number = bytes.prefix { $0 >= 0x2B && $0 <= 0x39 && $0 != 0x2C && $0 != 0x2F }
    let rest = bytes.dropFirst(number.count).filter { $0 != 0x20 }
    guard !number.isEmpty else { return plain }
    let written = String(decoding: rest, as: UTF8.self)
    // Only a blank too much: `500 m`.
    let closed = String(decoding: number, as: UTF8.self) + written
    if closed != text, Scanned(closed) != nil { return "did you mean \(closed)?" }
    let suffix = written.lowercased()
    let meant = [
      "kb": "k", "mb": "M", "gb": "G", "tb": "T", "kib": "Ki", "mib": "Mi", "gib": "Gi",
      "tib": "Ti", "ki": "Ki", "mi": "Mi", "gi": "Gi", "ti": "Ti", "pi": "Pi", "ei": "Ei",
      "g": "G", "t": "T", "p": "P", "k": "k", "b": "", "": "", "cpu": "", "cpus": "", "cores": "",
      "core": "",
    ][suffix]
    guard let meant else { return plain }
    let suggestion = String(decoding: number, as: UTF8.self) + meant
    return Scanned(suggestion) == nil ? plain : "did you mean \(suggestion)?"
  }
}

/// A quantity's text taken apart.
private struct Scanned {
  private let isNegative: Bool
  /// Digits without leading zeros.
  private var digits: [UInt8]
  /// Power of ten that the digits count in.
  private var scale: Int
  /// Power of two on top.
  private var binary = 0
  let format: Quantity.Format

  init?(_ text: String) {
    let bytes = Array(text.utf8)
    var at = 0
    let sign = bytes.first
    isNegative = sign == UInt8(ascii: "-")
    if isNegative || sign == UInt8(ascii: "+") { at = 1 }
    var digits: [UInt8] = []
    var seen = 0
    var fraction = 0
    var hasPoint = false
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if byte >= 0x30, byte <= 0x39 {
        seen += 1
        if hasPoint { fraction += 1 }
        if byte > 0x30 || !digits.isEmpty { digits.append(byte - 0x30) }
      } else {
        break
      }
      at += 1
    }
    guard seen > 0 else { return nil }
    self.digits = digits
    scale = -fraction
    let suffix = bytes[at...]
    guard let known = Self.suffixes.first(where: { $0.text.utf8.elementsEqual(suffix) }) else {
      guard let exponent = Self.exponent(suffix) else { return nil }
      scale += exponent
      format = .decimalExponent
      return
    }
    scale += known.ten
    binary = known.two
    format = known.two > 0 ? .binarySI : .decimalSI
  }

  private static let suffixes: [(text: String, ten: Int, two: Int)] = [
    ("", 0, 0), ("m", -3, 0), ("Mi", 0, 20), ("Gi", 0, 30), ("Ki", 0, 10), ("k", 3, 0),
    ("M", 6, 0), ("G", 9, 0), ("T", 12, 0), ("P", 15, 0), ("E", 18, 0), ("Ti", 0, 40),
    ("Pi", 0, 50), ("Ei", 0, 60), ("n", -9, 0), ("u", -6, 0),
  ]

  /// The power of ten of `e3` or `E-3`, held inside ±10,000, which is out of all range.
  private static func exponent(_ suffix: ArraySlice<UInt8>) -> Int? {
    guard let mark = suffix.first, mark | 0x20 == UInt8(ascii: "e") else { return nil }
    var rest = suffix.dropFirst()
    var isNegative = false
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    guard !rest.isEmpty else { return nil }
    var value = 0
    for byte in rest {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = min(10_000, value * 10 + Int(byte - 0x30))
    }
    return isNegative ? -value : value
  }

  /// The amount in billionths; nil when it is out of range.
  var nanos: Int128? {
    guard !digits.isEmpty else { return 0 }
    var digits = digits
    for _ in 0..<(binary / 10) { Self.multiply(&digits, by: 1_024) }
    let shift = scale + 9
    // The largest amount has 28 digits in billionths; anything longer is out of range.
    guard digits.count + shift <= 28 else { return nil }
    let kept = max(0, min(digits.count, digits.count + shift))
    var amount = digits[..<kept].reduce(Int128(0)) { $0 * 10 + Int128($1) }
    for _ in 0..<max(0, shift) { amount *= 10 }
    if digits[kept...].contains(where: { $0 != 0 }) { amount += 1 }
    guard amount <= Quantity.nanosMax else { return nil }
    return isNegative ? -amount : amount
  }

  /// Multiplies a number given by its decimal digits.
  private static func multiply(_ digits: inout [UInt8], by factor: Int) {
    var carry = 0
    for place in digits.indices.reversed() {
      let product = Int(digits[place]) * factor + carry
      digits[place] = UInt8(product % 10)
      carry = product / 10
    }
    while carry > 0 {
      digits.insert(UInt8(carry % 10), at: 0)
      carry /= 10
    }
  }
}
