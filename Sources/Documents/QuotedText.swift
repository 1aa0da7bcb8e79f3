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
      let hidden =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || scalar.properties.isBidiControl || (0x2028...0x2029).contains(scalar.value)
      if hidden {
        shown += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
  }
  return shown + "\""
}
