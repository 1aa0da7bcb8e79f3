/// A JSON document that is always written the same way: keys sorted, numbers shortest.
public indirect enum JSONValue: Sendable, Equatable {
  /// `null`, also for what has no number.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A whole number.
  case int(Int)
  /// A number; written as `null` when it is infinite or not a number.
  case double(Double)
  /// An exact number: the value divided by ten to the power of the digits.
  case decimal(Int64, digits: Int)
  /// A whole number that may be above `Int.max`.
  case unsigned(UInt64)
  /// A text.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Values by key; the order given here does not matter, but no key may come twice.
  case object([(String, JSONValue)])

  /// A text, or `null` for nil.
  public static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// Whether both are written the same.
  public static func == (a: JSONValue, b: JSONValue) -> Bool { a.text() == b.text() }

  /// The document with two blanks of indent a level and a line feed at its end.
  public func text() -> String {
    var bytes: [UInt8] = []
    write(to: &bytes, level: 0)
    bytes.append(UInt8(ascii: "\n"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The document on one line without blanks.
  public func compactText() -> String {
    var bytes: [UInt8] = []
    write(to: &bytes, level: nil)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The value at a JSON Pointer (RFC 6901) such as `/phases/3/failed`; nil when nothing is there.
  public func value(at pointer: String) -> JSONValue? {
    guard !pointer.isEmpty else { return self }
    guard pointer.hasPrefix("/") else { return nil }
    var value = self
    for token in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      switch value {
      case .array(let items):
        guard let index = Int(token), items.indices.contains(index) else { return nil }
        value = items[index]
      case .object(let members):
        let key = JSONValue.unescape(token)
        guard let member = members.first(where: { $0.0 == key }) else { return nil }
        value = member.1
      default:
        return nil
      }
    }
    return value
  }

  /// The value as a number; nil for all else.
  public var number: Double? {
    switch self {
    case .int(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .double(let value): value.isFinite ? value : nil
    case .decimal(let value, let digits): Double(NumberText.decimal(value, digits: digits))
    default: nil
    }
  }

  private static func unescape(_ token: Substring) -> String {
    var key = ""
    var isEscape = false
    for character in token {
      if isEscape {
        key.append(character == "1" ? "/" : "~")
        isEscape = false
      } else if character == "~" {
        isEscape = true
      } else {
        key.append(character)
      }
    }
    return key
  }

  /// A key as a part of a JSON Pointer.
  public static func pointerToken(_ key: String) -> String {
    var token = ""
    for character in key {
      switch character {
      case "~": token += "~0"
      case "/": token += "~1"
      default: token.append(character)
      }
    }
    return token
  }
}

extension JSONValue {
  private func write(to bytes: inout [UInt8], level: Int?) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): bytes.append(contentsOf: value.description.utf8)
    case .unsigned(let value): bytes.append(contentsOf: value.description.utf8)
    case .double(let value):
      bytes.append(contentsOf: (NumberText.shortest(value) ?? "null").utf8)
    case .decimal(let value, let digits):
      NumberText.appendDecimal(value, digits: digits, to: &bytes)
    case .string(let text): JSONValue.write(text, to: &bytes)
    case .array(let items):
      JSONValue.writeList("[", "]", items, to: &bytes, level: level) { item, bytes, level in
        item.write(to: &bytes, level: level)
      }
    case .object(let members):
      // By code units: the order of String follows Unicode's tables, which change between releases.
      let sorted = members.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
      for index in sorted.indices.dropFirst() {
        precondition(
          sorted[index].0 != sorted[index - 1].0, "JSON key \(sorted[index].0) comes twice")
      }
      JSONValue.writeList("{", "}", sorted, to: &bytes, level: level) { member, bytes, level in
        JSONValue.write(member.0, to: &bytes)
        bytes.append(contentsOf: (level == nil ? ":" : ": ").utf8)
        member.1.write(to: &bytes, level: level)
      }
    }
  }

  private static func writeList<Item>(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ items: [Item], to bytes: inout [UInt8],
    level: Int?, item: (Item, inout [UInt8], Int?) -> Void
  ) {
    let inner = level.map { $0 + 1 }
    bytes.append(UInt8(ascii: open))
    for (index, element) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine(inner, &bytes)
      item(element, &bytes, inner)
    }
    if !items.isEmpty { breakLine(level, &bytes) }
    bytes.append(UInt8(ascii: close))
  }

  private static func breakLine(_ level: Int?, _ bytes: inout [UInt8]) {
    guard let level else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for unit in text.utf8 {
      switch unit {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(unit)
      case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
      case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
      case 0..<0x20, 0x7f:
        let hex = String(unit, radix: 16)
        bytes.append(contentsOf: ("\\u00" + (hex.count == 1 ? "0" : "") + hex).utf8)
      default: bytes.append(unit)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
