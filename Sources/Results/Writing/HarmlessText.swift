/// Texts of others' choice made fit to be shown: what they say is kept, what they would do is not.
public enum HarmlessText {
  /// `text` without characters that steer a terminal, turn the direction of writing or break a
  /// line, each replaced by the sign for what cannot be shown (�).
  ///
  /// - Parameter lines: Whether line ends and tabs stay, as in what a command printed.
  public static func shown(_ text: String, lines: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: { isHidden($0, lines: lines) }) else { return text }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { isHidden($0, lines: lines) ? "\u{fffd}" : $0 }))
  }

  /// Whether a character is obeyed rather than seen.
  private static func isHidden(_ scalar: Unicode.Scalar, lines: Bool) -> Bool {
    // Nearly everything is plain: the properties of a character take a while to look up.
    if (0x20..<0x7F).contains(scalar.value) { return false }
    if lines, scalar == "\n" || scalar == "\t" { return false }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    // Joiners make letters of some scripts and pictures; they move nothing.
    case .format: return scalar != "\u{200c}" && scalar != "\u{200d}"
    default: return false
    }
  }
}
