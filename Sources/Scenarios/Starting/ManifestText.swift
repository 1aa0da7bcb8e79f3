import Documents

/// The text of a YAML file, document by document, and YAML made of nodes.
struct ManifestText {
  /// For each document, its first line (from 1) and its lines.
  private var documents: [(first: Int, lines: [Substring])] = []

  init(_ text: String) {
    var current: (first: Int, lines: [Substring]) = (1, [])
    // With its carriage return, a line's end would be one character, and no line feed.
    let text = text.replacing("\r\n", with: "\n")
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      // Nothing else can begin so in the first column, not even inside a block of text.
      let isMarker = line == "---" || line.hasPrefix("--- ") || line == "..."
      if isMarker {
        documents.append(current)
        // What stands behind the marker belongs to the next document.
        current = (number + 1, line.hasPrefix("--- ") ? [line.dropFirst(4)] : [])
      } else {
        current.lines.append(line)
      }
    }
    documents.append(current)
  }

  /// The text of the document that has a value in `line`, with a line feed at its end; nil when
  /// none begins before it.
  func document(at line: Int) -> String? {
    guard let found = documents.last(where: { $0.first <= line }) else { return nil }
    var lines = found.lines
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A file's name of letters, digits, `.`, `-` and `_` like `name`.
  static func plainName(_ name: String) -> String {
    let plain = name.unicodeScalars.map { scalar -> Character in
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789.-_"
        .unicodeScalars.contains(scalar))
      return isPlain ? Character(scalar) : "-"
    }
    let text = String(plain.suffix(100))
    return text.hasPrefix(".") ? "manifest" + text : text
  }

  /// `node` as YAML in its block form.
  static func yaml(_ node: DocumentNode) -> String { lines(node).joined(separator: "\n") + "\n" }

  private static func lines(_ node: DocumentNode) -> [String] {
    switch node {
    case .scalar(let scalar): return [text(scalar)]
    case .sequence(let list):
      guard !list.items.isEmpty else { return ["[]"] }
      return list.items.flatMap { item in
        lines(item).enumerated().map { ($0 == 0 ? "- " : "  ") + $1 }
      }
    case .mapping(let mapping):
      guard !mapping.entries.isEmpty else { return ["{}"] }
      return mapping.entries.flatMap { entry -> [String] in
        let key = quotedIfNeeded(entry.key)
        let value = lines(entry.value)
        switch entry.value {
        case .mapping(let inner) where !inner.entries.isEmpty:
          return [key + ":"] + value.map { "  " + $0 }
        case .sequence(let inner) where !inner.items.isEmpty: return [key + ":"] + value
        default: return [key + ": " + value[0]]
        }
      }
    }
  }

  private static func text(_ scalar: DocumentNode.Scalar) -> String {
    if scalar.isNull { return "null" }
    return scalar.style == .quoted
      ? quotedText(scalar.text) : quotedIfNeeded(scalar.text, isTyped: true)
  }

  /// `text` bare where YAML reads it as the same, else in quotes.
  ///
  /// - Parameter isTyped: Whether a bare number or truth value is meant as such.
  static func quotedIfNeeded(_ text: String, isTyped: Bool = false) -> String {
    let isPlain =
      !text.isEmpty && text.utf8.count <= 200
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
          || "-_./".utf8.contains(byte)
      }
      && text.utf8.first.map { !"-.".utf8.contains($0) } == true
    let scalar = DocumentNode.Scalar(text: text, style: .plain, mark: .start)
    if isTyped, scalar.looksTyped { return text }
    return isPlain && !scalar.isNull && !scalar.looksTyped ? text : quotedText(text)
  }

  /// `text` in double quotes, with escapes where YAML needs them.
  static func quotedText(_ text: String) -> String {
    var shown = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": shown += "\\\(scalar)"
      case "\n": shown += "\\n"
      case "\t": shown += "\\t"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || (0x2028...0x2029).contains(scalar.value) || scalar.properties.isBidiControl
        || scalar == "\u{feff}":
        let digits = String(scalar.value, radix: 16)
        shown += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown + "\""
  }
}
