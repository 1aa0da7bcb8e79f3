extension DocumentNode {
  /// The value as JSON on one line: quoted text as text, bare words as they are.
  ///
  /// - Complexity: O(length of the result).
  public var jsonBytes: [UInt8] {
    var bytes: [UInt8] = []
    writeJSON(to: &bytes)
    return bytes
  }

  private func writeJSON(to bytes: inout [UInt8]) {
    switch self {
    case .scalar(let scalar):
      if scalar.isNull {
        bytes += "null".utf8
      } else if scalar.style == .literal {
        bytes += scalar.text.utf8
      } else {
        Self.write(scalar.text, to: &bytes)
      }
    case .sequence(let list):
      bytes.append(UInt8(ascii: "["))
      for (place, item) in list.items.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        item.writeJSON(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .mapping(let mapping):
      bytes.append(UInt8(ascii: "{"))
      for (place, entry) in mapping.entries.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.write(entry.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        entry.value.writeJSON(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20, 0x7F:
        bytes += "\\u00".utf8
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
