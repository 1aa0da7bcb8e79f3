import Documents

/// A flag that a verb understands.
struct FlagRule {
  /// Its long name, without dashes; empty when it has only a letter.
  let name: String
  /// Its letter, without dash.
  let letter: String?
  /// Whether a value belongs to it.
  let takesValue: Bool

  init(_ name: String, letter: String? = nil, takesValue: Bool = true) {
    self.name = name
    self.letter = letter
    self.takesValue = takesValue
  }

  /// How a person types it.
  var typed: String { name.isEmpty ? "-\(letter ?? "")" : "--\(name)" }
}

/// The words of a command, told apart: arguments, flags, and what follows `--`.
struct CommandFlags {
  /// A flag that was written.
  struct Written {
    let rule: FlagRule
    /// Its value; empty when none was written.
    let value: CommandWords.Word
    /// Where the flag begins.
    let offset: Int
  }

  /// What is no flag.
  private(set) var arguments: [CommandWords.Word] = []
  /// The flags in order.
  private(set) var flags: [Written] = []
  /// What follows `--`; nil without one.
  private(set) var tail: [CommandWords.Word]?

  /// Tells `words` apart by the flags that `rules` allow.
  ///
  /// - Throws: A flag that is not known, or misses its value.
  init(
    _ words: some Collection<CommandWords.Word>, rules: [FlagRule], of verb: String
  ) throws(CommandProblem) {
    var rest = Array(words)[...]
    while let word = rest.popFirst() {
      if word.text == "--" {
        tail = Array(rest)
        return
      }
      guard word.text.hasPrefix("-"), word.text.count > 1 else {
        arguments.append(word)
        continue
      }
      if word.text.hasPrefix("--") {
        try long(word, &rest, rules, verb)
      } else {
        try letters(word, &rest, rules, verb)
      }
    }
  }

  private mutating func long(
    _ word: CommandWords.Word, _ rest: inout ArraySlice<CommandWords.Word>, _ rules: [FlagRule],
    _ verb: String
  ) throws(CommandProblem) {
    let body = word.text.dropFirst(2)
    let equals = body.firstIndex(of: "=")
    let name = String(body[..<(equals ?? body.endIndex)])
    guard let rule = rules.first(where: { $0.name == name && !name.isEmpty }) else {
      throw Self.unknown("--\(name)", word.offset, rules, verb)
    }
    if equals != nil {
      let value = word.dropping(3 + name.unicodeScalars.count)
      flags.append(Written(rule: rule, value: value, offset: word.offset))
    } else {
      try add(rule, word, &rest)
    }
  }

  /// `-n shop`, `-nshop`, `-it`.
  private mutating func letters(
    _ word: CommandWords.Word, _ rest: inout ArraySlice<CommandWords.Word>, _ rules: [FlagRule],
    _ verb: String
  ) throws(CommandProblem) {
    var body = word.text.dropFirst()
    while let letter = body.popFirst() {
      guard let rule = rules.first(where: { $0.letter == String(letter) }) else {
        throw Self.unknown("-\(letter)", word.offset, rules, verb)
      }
      guard rule.takesValue, !body.isEmpty else {
        try add(rule, word, &rest)
        continue
      }
      let value = String(body.first == "=" ? body.dropFirst() : body)
      let count = word.text.unicodeScalars.count - value.unicodeScalars.count
      flags.append(Written(rule: rule, value: word.dropping(count), offset: word.offset))
      return
    }
  }

  private mutating func add(
    _ rule: FlagRule, _ word: CommandWords.Word, _ rest: inout ArraySlice<CommandWords.Word>
  ) throws(CommandProblem) {
    guard rule.takesValue else {
      let none = CommandWords.Word(text: "", offset: word.offset)
      flags.append(Written(rule: rule, value: none, offset: word.offset))
      return
    }
    guard let value = rest.popFirst() else {
      throw CommandProblem(
        word.offset, "gives \(rule.typed) no value", hint: "write \(rule.typed)=VALUE")
    }
    flags.append(Written(rule: rule, value: value, offset: word.offset))
  }

  private static func unknown(
    _ typed: String, _ offset: Int, _ rules: [FlagRule], _ verb: String
  ) -> CommandProblem {
    let known = rules.map(\.typed)
    let near = Suggestion.nearest(to: typed, among: known)
    let allowed = "allowed: \(known.sorted().joined(separator: ", "))"
    return CommandProblem(
      offset, "has the flag \(typed), which \(verb) does not take here",
      hint: near.map { "did you mean \($0)?" } ?? allowed)
  }

  /// The last value of the flag called `name`.
  func value(_ name: String) -> CommandWords.Word? {
    flags.last { $0.rule.name == name || $0.rule.letter == name }?.value
  }

  /// All values of the flag called `name`, in order.
  func values(_ name: String) -> [CommandWords.Word] {
    flags.filter { $0.rule.name == name || $0.rule.letter == name }.map(\.value)
  }

  /// Whether the flag called `name` is written and not switched off.
  func has(_ name: String) -> Bool {
    flags.last { $0.rule.name == name || $0.rule.letter == name }.map {
      $0.value.text != "false"
    } ?? false
  }

  /// The flag's value as a whole number of `range`.
  func integer(_ name: String, in range: ClosedRange<Int>) throws(CommandProblem) -> Int? {
    guard let word = value(name) else { return nil }
    guard let number = Int(word.text), range.contains(number) else {
      throw CommandProblem(
        word.offset, "gives --\(name) the value \(quoted(word.text))",
        hint: "write a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
