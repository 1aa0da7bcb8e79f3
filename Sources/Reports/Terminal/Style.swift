import Results

/// How text looks in a terminal: eight ANSI codes, or none at all.
public struct Style: Sendable {
  /// A look that a text can have.
  public enum Look: String, Sendable, CaseIterable {
    /// Stands out.
    case bold = "1"
    /// Steps back.
    case dim = "2"
    /// A link or path.
    case underline = "4"
    /// Bad.
    case red = "31"
    /// Good.
    case green = "32"
    /// To be careful about.
    case yellow = "33"
    /// A figure or name.
    case blue = "34"
    /// A heading.
    case cyan = "36"
  }

  /// Whether texts get a look.
  public let hasColours: Bool

  /// A style with or without colours.
  public init(colours: Bool) {
    hasColours = colours
  }

  /// Colours when the output is a terminal that understands them and its user did not refuse them:
  /// `environment` has no `NO_COLOR` that is not empty, and `TERM` is not `dumb`.
  ///
  /// The caller says whether the stream it writes to is a terminal (`isatty`).
  public init(isTerminal: Bool, environment: [String: String]) {
    let isRefused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    hasColours = isTerminal && !isRefused && environment["TERM"] != "dumb"
  }

  /// `text` in `look`; `text` itself without colours.
  public func apply(_ look: Look, _ text: String) -> String {
    hasColours ? "\u{1b}[\(look.rawValue)m\(text)\u{1b}[0m" : text
  }

  /// `text` without characters that a terminal would obey, for names from a scenario or manifest.
  public static func harmless(_ text: String) -> String {
    HarmlessText.shown(text)
  }
}
