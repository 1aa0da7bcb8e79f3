/// What would be right where a text is not YAML, as far as libyaml's words and the text tell.
enum YAMLHint {
  /// Parts of libyaml's words, each with what to do; the first that fits counts.
  private static let byWords: [(part: String, hint: String)] = [
    ("cannot start any token", "put the value in quotes, and indent with spaces, not tabs"),
    ("tab character", "indent with spaces, not tabs"),
    (
      "mapping values are not allowed",
      "check the indentation, or put a value that has a colon in quotes"
    ),
    ("while scanning a quoted scalar", "close the quote"),
    ("while parsing a flow mapping", "put a comma between entries, and close the mapping with }"),
    ("while parsing a flow sequence", "put a comma between items, and close the list with ]"),
    (
      "did not find expected key",
      "check the indentation, and that every key has a colon and a space after it"
    ),
    (
      "did not find expected '-' indicator",
      "check the indentation, and that every key has a colon and a space after it"
    ),
    (
      "could not find expected ':'",
      "check the indentation, and that every key has a colon and a space after it"
    ),
    ("while parsing a flow node", "close what { or [ opens, and put text that has them in quotes"),
    ("control characters", "remove the character"),
    ("stands for nothing", "define it with & before it is used"),
    ("stands inside", "write the value out"),
    ("means nothing here", "remove the tag"),
  ]

  /// What to do about `error` in the text `bytes`.
  static func text(for error: YAMLSyntaxError, in bytes: UnsafeBufferPointer<UInt8>) -> String? {
    if has("{{", near: error.mark.line, in: bytes) {
      return "a template must be rendered first, such as with helm template"
    }
    if has("<<<<<<<", near: error.mark.line, in: bytes) { return "resolve the merge conflict" }
    return byWords.first { error.message.contains($0.part) }?.hint
  }

  /// Whether `word` stands in `line` or the two lines before it.
  private static func has(
    _ word: String, near line: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let first = UInt8(ascii: word.unicodeScalars.first ?? "{")
    var at = 1
    for (place, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\n") { at += 1 }
      if at > line { return false }
      guard byte == first, at + 2 >= line else { continue }
      if bytes[place...].starts(with: word.utf8) { return true }
    }
    return false
  }
}
