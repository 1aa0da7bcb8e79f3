import Documents

/// A command line taken apart as a shell would: words with the place of each.
struct CommandWords {
  /// A word and where it begins, in Unicode scalars from the start of the line.
  struct Word {
    let text: String
    let offset: Int
    /// Where each scalar of `text` stands, where quotes and backslashes make that differ.
    private let places: [Int]

    /// The word `text` at `offset`, its scalars at `places` (by default one after the other).
    init(text: String, offset: Int, places: [Int] = []) {
      self.text = text
      self.offset = offset
      self.places = places
    }

    /// Where the scalar at `index` of the text stands.
    func offset(ofScalar index: Int) -> Int {
      places.indices.contains(index) ? places[index] : offset + index
    }

    /// What is left of the word without its first `count` scalars.
    func dropping(_ count: Int) -> Word {
      Word(
        text: String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(count))),
        offset: offset(ofScalar: count), places: Array(places.dropFirst(count)))
    }
  }

  /// The words in order.
  let words: [Word]

  /// Takes `line` apart. Quotes keep blanks; a backslash keeps the next character; `<labels>` is a
  /// word like any other, not a redirection.
  ///
  /// - Throws: A problem and its offset: a quote without end, or a shell's own syntax.
  init(_ line: String) throws(CommandProblem) {
    var words: [Word] = []
    var text = ""
    var places: [Int] = []
    var start: Int?
    var quote: (mark: Unicode.Scalar, offset: Int)?
    var isEscaped = false
    for (offset, scalar) in line.unicodeScalars.enumerated() {
      if isEscaped {
        text.unicodeScalars.append(scalar)
        places.append(offset)
        isEscaped = false
      } else if scalar == "\\", quote?.mark != "'" {
        isEscaped = true
        start = start ?? offset
      } else if let open = quote {
        if scalar == open.mark {
          quote = nil
        } else {
          text.unicodeScalars.append(scalar)
          places.append(offset)
        }
      } else if scalar == "\"" || scalar == "'" {
        quote = (scalar, offset)
        start = start ?? offset
      } else if scalar == " " || scalar == "\t" || scalar == "\n" {
        if let begun = start { words.append(Word(text: text, offset: begun, places: places)) }
        text = ""
        places = []
        start = nil
      } else if "|;&$`".unicodeScalars.contains(scalar) {
        throw CommandProblem(
          offset, "holds \(quoted(String(scalar))), and no shell reads it",
          hint: "write one command a step, without pipes and variables")
      } else {
        text.unicodeScalars.append(scalar)
        places.append(offset)
        start = start ?? offset
      }
    }
    if let open = quote {
      throw CommandProblem(open.offset, "holds a quote without end", hint: "close it")
    }
    if let begun = start { words.append(Word(text: text, offset: begun, places: places)) }
    self.words = words
  }
}

/// What is wrong with a command line, and where in it.
struct CommandProblem: Error {
  /// Where the wrong word begins, in Unicode scalars from the start of the line.
  let offset: Int
  /// What is wrong, to follow the field's name.
  let message: String
  /// What would be right.
  let hint: String?

  init(_ offset: Int, _ message: String, hint: String? = nil) {
    self.offset = offset
    self.message = message
    self.hint = hint
  }
}
