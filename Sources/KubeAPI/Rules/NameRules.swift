/// Which texts may be names of what.
///
/// Source: `staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go`, v1.36.
public enum NameRules {
  private static func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
  private static func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  private static func isLowerOrDigit(_ byte: UInt8) -> Bool { isLower(byte) || isDigit(byte) }
  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isLowerOrDigit(byte) || isUpper(byte)
  }
  private static let hyphen = UInt8(ascii: "-")

  /// An RFC 1123 label: at most 63 of a–z, 0–9 and `-`, with a letter or digit at both ends.
  public static func isDNSLabel(_ text: some StringProtocol) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.reversed().first, bytes.count <= 63 else {
      return false
    }
    return isLowerOrDigit(first) && isLowerOrDigit(last)
      && bytes.allSatisfy { isLowerOrDigit($0) || $0 == hyphen }
  }

  /// An RFC 1035 label: as ``isDNSLabel(_:)``, and the first is a letter.
  public static func isServiceName(_ text: String) -> Bool {
    isDNSLabel(text) && text.utf8.first.map(isLower) == true
  }

  /// An RFC 1123 subdomain: labels with dots between, at most 253 characters in all.
  public static func isDNSSubdomain(_ text: some StringProtocol) -> Bool {
    let bytes = text.utf8
    guard !bytes.isEmpty, bytes.count <= 253 else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      let bytes = part.utf8
      guard let first = bytes.first, let last = bytes.reversed().first else { return false }
      return isLowerOrDigit(first) && isLowerOrDigit(last)
        && bytes.allSatisfy { isLowerOrDigit($0) || $0 == hyphen }
    }
  }

  /// A label's value: empty, or at most 63 letters, digits, `-`, `_` and `.`, with a letter or
  /// digit at both ends.
  public static func isLabelValue(_ text: String) -> Bool {
    text.isEmpty || isQualifiedPart(text)
  }

  /// The key of a label or annotation, or a resource's name: a name as a label's value is, with
  /// an optional domain and `/` in front.
  public static func isQualifiedName(_ text: String) -> Bool {
    let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return isQualifiedPart(parts[0])
    case 2: return isDNSSubdomain(parts[0]) && isQualifiedPart(parts[1])
    default: return false
    }
  }

  private static func isQualifiedPart(_ text: some StringProtocol) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.reversed().first, bytes.count <= 63 else {
      return false
    }
    return isLetterOrDigit(first) && isLetterOrDigit(last)
      && bytes.allSatisfy {
        isLetterOrDigit($0) || $0 == hyphen || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
      }
  }

  /// A port's name: at most 15 of a–z, 0–9 and `-`, at least one letter, no `-` at an end or
  /// beside another.
  public static func isPortName(_ text: String) -> Bool {
    isDNSLabel(text) && text.utf8.count <= 15 && text.utf8.contains(where: isLower)
      && !text.contains("--")
  }

  /// An environment variable's name: printable ASCII without `=`.
  public static func isVariableName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "=") }
  }

  /// A key of a config map or secret: at most 253 letters, digits, `-`, `_` and `.`.
  public static func isDataKey(_ text: String) -> Bool {
    let bytes = text.utf8
    guard !bytes.isEmpty, bytes.count <= 253, text != ".", !text.hasPrefix("..") else {
      return false
    }
    return bytes.allSatisfy {
      isLetterOrDigit($0) || $0 == hyphen || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
    }
  }

  /// An IPv4 address in four parts, or something that has the characters of an IPv6 address.
  public static func isAddress(_ text: String) -> Bool {
    if text.contains(":") {
      return text.utf8.count <= 45 && text.utf8.allSatisfy {
        isDigit($0) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) || $0 == 0x3A || $0 == 0x2E
      }
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        part.utf8.count <= 3 && part.utf8.allSatisfy(isDigit) && (Int(part) ?? 256) <= 255
          && (part == "0" || part.first != "0")
      }
  }
}
