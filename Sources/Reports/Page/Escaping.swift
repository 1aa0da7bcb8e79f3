import Mustache

/// Text as HTML and SVG show it literally.
///
/// Works on scalars: a quote with a combining accent is one `Character`, which an escape by
/// characters would let through and a browser would take for a quote.
package func escapedForHTML(_ text: String) -> String {
  var escaped = ""
  escaped.unicodeScalars.reserveCapacity(text.unicodeScalars.count)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "&": escaped += "&amp;"
    case "\"": escaped += "&quot;"
    case "'": escaped += "&#39;"
    case "\u{0}"..."\u{8}", "\u{b}", "\u{c}", "\u{e}"..."\u{1f}", "\u{7f}": escaped += "\u{fffd}"
    default: escaped.unicodeScalars.append(scalar.turnsWriting ? "\u{fffd}" : scalar)
    }
  }
  return escaped
}

extension Unicode.Scalar {
  /// Whether the character turns the direction of what follows: a name with one could make the
  /// figure beside it read backwards. Letters of scripts from right to left are no such thing.
  fileprivate var turnsWriting: Bool { value > 0x600 && properties.isBidiControl }
}

/// JSON that can stand in a `<script>` element whatever texts it holds.
package func escapedForScript(_ json: String) -> String {
  var escaped = ""
  for scalar in json.unicodeScalars {
    if scalar == "<" {
      escaped += "\\u003c"
    } else if scalar.turnsWriting {
      escaped += "\\ufffd"
    } else {
      escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

/// The content type of all templates: escapes by scalars, unlike the one built into Mustache.
struct StrictHTML: MustacheContentType {
  static let name = "STRICT_HTML"

  func escapeText(_ text: String) -> String { escapedForHTML(text) }
}
