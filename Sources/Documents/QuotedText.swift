/// `text` in quotes as messages show it: on one line, control characters escaped, cut when long.
///
/// - Complexity: O(`limit`), however long the text is.
public func quoted(_ text: String, limit: Int = 60) -> String {
  var shown = "\""
  var count = 0
  for scalar in text.unicodeScalars {
    guard count < limit else { return shown + "…\"" }
    count += 1
    switch scalar {
    case "\n": shown += "\\n"
    case "\t": shown += "\\t"
    case "\r": shown += "\\r"
    case "\"", "\\": shown += "\\\(scalar)"
    default:
      if isHidden(scalar) {
        shown += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
  }
  return shown + "\""
}

/// `text` on one line, without anything that a terminal would obey: control characters and those
/// that turn the direction of writing are shown as escapes.
func harmless(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isHidden) else { return text }
  return text.unicodeScalars.reduce(into: "") { shown, scalar in
    if isHidden(scalar) {
      shown += "\\u{" + String(scalar.value, radix: 16) + "}"
    } else {
      shown.unicodeScalars.append(scalar)
    }
  }
}

/// Whether a character would break a line, steer a terminal or turn the direction of writing.
private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.properties.isBidiControl
    || (0x2028...0x2029).contains(scalar.value)
}
