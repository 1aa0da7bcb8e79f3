import ClusterSim
import Documents
import KubeAPI
import Printing

/// The verbs that end things or look inside pods.
extension KubectlParser {
  func delete(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word
  ) throws(CommandProblem) -> DeleteCommand {
    let flags = try flags(
      words,
      [
        FlagRule("filename", letter: "f"), FlagRule("selector", letter: "l"),
        FlagRule("all", takesValue: false), FlagRule("cascade"), FlagRule("grace-period"),
        FlagRule("force", takesValue: false), FlagRule("now", takesValue: false),
        FlagRule("wait", takesValue: false), FlagRule("ignore-not-found", takesValue: false),
      ], of: "delete")
    let namespace = try namespace(flags)
    var command = DeleteCommand(
      target: try deleted(flags, verb, namespace), namespace: namespace)
    if let word = flags.value("cascade") {
      let known = DeleteCommand.Cascade.allCases.map(\.rawValue)
      guard let cascade = DeleteCommand.Cascade(rawValue: word.text) else {
        throw CommandProblem(
          word.offset, "gives --cascade the value \(quoted(word.text))",
          hint: Suggestion.hint(for: word.text, among: known))
      }
      command.cascade = cascade
    }
    command.gracePeriodSeconds = try flags.integer("grace-period", in: 0...86_400).map(Int64.init)
    if flags.has("now") { command.gracePeriodSeconds = 1 }
    if flags.has("force"), command.gracePeriodSeconds == nil { command.gracePeriodSeconds = 0 }
    command.waits = flags.value("wait") == nil ? !flags.has("force") : flags.has("wait")
    command.ignoresNotFound = flags.has("ignore-not-found")
    return command
  }

  private func deleted(
    _ flags: CommandFlags, _ verb: CommandWords.Word, _ namespace: String
  ) throws(CommandProblem) -> CommandTarget {
    let files = flags.values("filename")
    guard files.isEmpty else {
      if let first = flags.arguments.first {
        throw CommandProblem(
          first.offset, "has both files and names", hint: "keep one of them")
      }
      var names: [ObjectName] = []
      for word in files {
        names += try objects(word, namespace).map {
          ObjectName($0.object.kind, $0.object.metadata.name)
        }
      }
      return .names(names)
    }
    let target = try target(flags, verb, example: "delete pod NAME")
    if case .selected(_, nil) = target, !flags.has("all") {
      throw CommandProblem(
        verb.offset, "does not say which",
        hint: "add a name, -l LABELS, --all, or <name=app> for any one pod")
    }
    return target
  }

  func exec(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word
  ) throws(CommandProblem) -> ExecCommand {
    let flags = try flags(
      words,
      [
        FlagRule("container", letter: "c"), FlagRule("stdin", letter: "i", takesValue: false),
        FlagRule("tty", letter: "t", takesValue: false),
      ], of: "exec")
    guard let first = flags.arguments.first else {
      throw CommandProblem(
        verb.offset, "names no pod", hint: "write kubectl exec POD -- python manage.py migrate")
    }
    let inside = flags.tail ?? []
    guard flags.arguments.count == 1, !inside.isEmpty else {
      throw CommandProblem(
        flags.arguments.count > 1 ? flags.arguments[1].offset : first.offset,
        "does not tell the pod from the command",
        hint: "write -- between them: kubectl exec POD -- python manage.py migrate")
    }
    return ExecCommand(
      pod: try PodArgument.single(first), container: flags.value("container")?.text,
      namespace: try namespace(flags), words: inside.map(\.text),
      work: ExecCommand.Work(words: inside.map(\.text)))
  }

  func logs(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word
  ) throws(CommandProblem) -> LogsCommand {
    let flags = try flags(
      words,
      [
        FlagRule("container", letter: "c"), FlagRule("tail"),
        FlagRule("previous", letter: "p", takesValue: false),
      ], of: "logs")
    guard let first = flags.arguments.first else {
      throw CommandProblem(verb.offset, "names no pod", hint: "write kubectl logs POD")
    }
    if flags.arguments.count > 2 {
      throw CommandProblem(
        flags.arguments[2].offset, "names too much", hint: "write kubectl logs POD CONTAINER")
    }
    var command = LogsCommand(
      pod: try PodArgument.single(first), namespace: try namespace(flags))
    command.container =
      flags.value("container")?.text ?? flags.arguments.dropFirst().first?.text
    command.tail = try flags.integer("tail", in: -1...1_000_000).flatMap { $0 < 0 ? nil : $0 }
    command.isPrevious = flags.has("previous")
    return command
  }
}

/// How one pod is written in a command: `NAME`, `pod/NAME`, `deploy/NAME`, `<labels>`,
/// `pod <labels>`.
enum PodArgument {
  /// The pod that `<labels>` after `pod` means; nil when the arguments are no such thing.
  static func pick(_ words: [CommandWords.Word]) throws(CommandProblem) -> PodPick? {
    guard let last = words.last else { return nil }
    if words.count == 2, last.text.hasPrefix("<") {
      guard Kind(resource: words[0].text) == .pod else {
        throw CommandProblem(
          last.offset, "picks one of \(words[0].text) by labels, which works for pods only",
          hint: "write the name")
      }
      return try parse(last.text, at: last.offset)
    }
    if words.count == 1, let slash = last.text.firstIndex(of: "/"),
      last.text[last.text.index(after: slash)...].hasPrefix("<"),
      Kind(resource: String(last.text[..<slash])) == .pod
    {
      return try parse(String(last.text[last.text.index(after: slash)...]), at: last.offset)
    }
    return nil
  }

  /// The pod that `word` alone means.
  static func single(_ word: CommandWords.Word) throws(CommandProblem) -> PodPick {
    if let pick = try pick([word]) { return pick }
    guard let slash = word.text.firstIndex(of: "/"), !word.text.hasPrefix("<") else {
      return try parse(word.text, at: word.offset)
    }
    let kind = String(word.text[..<slash])
    let name = String(word.text[word.text.index(after: slash)...])
    switch Kind(resource: kind) {
    case .pod: return try parse(name, at: word.offset)
    case .some(let kind) where Kind.workloads.contains(kind): return .ofController(kind, name)
    default:
      throw CommandProblem(
        word.offset, "names \(quoted(word.text)), which is no pod",
        hint: "write a pod's name, deploy/NAME, rc/NAME, or <name=app,colour=orange>")
    }
  }

  private static func parse(
    _ text: String, at offset: Int
  ) throws(CommandProblem) -> PodPick {
    do {
      return try PodText.parse(text)
    } catch {
      throw CommandProblem(offset, "names a pod that \(error.message)", hint: error.hint)
    }
  }
}
