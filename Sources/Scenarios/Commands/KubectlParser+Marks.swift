import ClusterSim
import Documents
import KubeAPI
import Printing

/// `kubectl label` and `annotate`.
extension KubectlParser {
  func mark(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word, _ sort: MarkCommand.Sort
  ) throws(CommandProblem) -> MarkCommand {
    let rules = [
      FlagRule("overwrite", takesValue: false), FlagRule("selector", letter: "l"),
      FlagRule("all", takesValue: false),
    ]
    let flags = try flags(words, rules, of: verb.text)
    let marks = flags.arguments.dropFirst().filter(Self.isMark)
    let rest = flags.arguments.enumerated()
      .filter { $0.offset == 0 || !Self.isMark($0.element) }.map(\.element)
    let target = try markTarget(rest, flags, verb)
    guard !marks.isEmpty else {
      throw CommandProblem(
        verb.offset, "says no \(verb.text) to set", hint: "add KEY=VALUE, or KEY- to remove it")
    }
    var command = MarkCommand(sort, target: target, namespace: try namespace(flags))
    command.overwrites = flags.has("overwrite")
    for mark in marks { try Self.add(mark, to: &command) }
    return command
  }

  /// Whether `word` is `KEY=VALUE` or `KEY-`.
  private static func isMark(_ word: CommandWords.Word) -> Bool {
    !word.text.hasPrefix("<") && !word.text.contains("/<")
      && (word.text.contains("=") || word.text.hasSuffix("-"))
  }

  private func markTarget(
    _ words: [CommandWords.Word], _ flags: CommandFlags, _ verb: CommandWords.Word
  ) throws(CommandProblem) -> CommandTarget {
    if let pick = try PodArgument.pick(words) { return .pod(pick) }
    let resources = try ResourceArguments(
      words, verb: verb, example: "\(verb.text) pod NAME KEY=VALUE")
    guard resources.names.isEmpty else { return .names(resources.names) }
    let selector = try selector(flags)
    guard selector != nil || flags.has("all") else {
      throw CommandProblem(
        verb.offset, "does not say which", hint: "add a name, -l LABELS or --all")
    }
    return .selected(resources.kinds, selector)
  }

  private static func add(
    _ word: CommandWords.Word, to command: inout MarkCommand
  ) throws(CommandProblem) {
    let key: String
    if let equals = word.text.firstIndex(of: "=") {
      key = String(word.text[..<equals])
      let value = String(word.text[word.text.index(after: equals)...])
      guard command.sort == .annotations || NameRules.isLabelValue(value) else {
        throw CommandProblem(
          word.offset + key.unicodeScalars.count + 1, "gives the value \(quoted(value))",
          hint: "write letters, digits, -, _ and ., at most 63")
      }
      command.set.append(LabelDesign(key, value))
    } else {
      key = String(word.text.dropLast())
      command.remove.append(key)
    }
    guard NameRules.isQualifiedName(key) else {
      throw CommandProblem(
        word.offset, "names the key \(quoted(key))",
        hint: "write a name such as app or example.com/app")
    }
    let isTwice = command.set.filter { $0.key == key }.count
      + command.remove.filter { $0 == key }.count > 1
    if isTwice {
      throw CommandProblem(
        word.offset, "names the key \(quoted(key)) twice", hint: "keep one of them")
    }
  }
}
