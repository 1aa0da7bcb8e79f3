import ClusterSim
import Documents
import KubeAPI
import Printing
import Units

/// The verbs that change what pods are made of.
extension KubectlParser {
  /// `set image deployment/app app=shop:2`; of `set` nothing else is understood.
  func setImage(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word
  ) throws(CommandProblem) -> SetImageCommand {
    let flags = try flags(words, [], of: "set image")
    guard let what = flags.arguments.first, what.text == "image" else {
      throw CommandProblem(
        flags.arguments.first?.offset ?? verb.offset, "does not say what to set",
        hint: "write kubectl set image deployment/NAME CONTAINER=IMAGE")
    }
    let rest = flags.arguments.dropFirst()
    let pairs = rest.filter { $0.text.contains("=") }
    let names = rest.filter { !$0.text.contains("=") }
    let targets = try workloads(Array(names), what, "set image deployment/NAME CONTAINER=IMAGE")
    guard !pairs.isEmpty else {
      throw CommandProblem(
        what.offset, "names no image", hint: "add CONTAINER=IMAGE, or *=IMAGE for all containers")
    }
    var changes: [SetImageCommand.Change] = []
    for pair in pairs { changes.append(try Self.change(pair)) }
    return SetImageCommand(targets: targets, changes: changes, namespace: try namespace(flags))
  }

  private static func change(
    _ word: CommandWords.Word
  ) throws(CommandProblem) -> SetImageCommand.Change {
    let parts = word.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let (container, image) = (String(parts[0]), String(parts[1]))
    guard container == "*" || NameRules.isDNSLabel(container) else {
      throw CommandProblem(
        word.offset, "names the container \(quoted(container))",
        hint: "write CONTAINER=IMAGE, or *=IMAGE for all")
    }
    guard !image.isEmpty, !image.contains(where: \.isWhitespace) else {
      throw CommandProblem(
        word.offset + container.unicodeScalars.count + 1, "names the image \(quoted(image))",
        hint: "write an image such as shop:2")
    }
    return SetImageCommand.Change(container: container, image: image)
  }

  /// The controllers of pods that `words` name one by one.
  private func workloads(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word, _ example: String
  ) throws(CommandProblem) -> [ObjectName] {
    let resources = try ResourceArguments(words, verb: verb, example: example)
    if let other = resources.kinds.first(where: { !Kind.workloads.contains($0) }) {
      throw CommandProblem(
        words[0].offset, "names \(other.plural), which keep no pods of a template",
        hint: "write deployment/NAME, rs/NAME or rc/NAME")
    }
    guard !resources.names.isEmpty else {
      throw CommandProblem(words[0].offset, "does not say which", hint: "write deployment/NAME")
    }
    return resources.names
  }

  private static let rolloutVerbs = ["status", "undo", "restart", "pause", "resume", "history"]

  /// `rollout status|undo|restart|pause|resume|history deployment/app`.
  func rollout(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word
  ) throws(CommandProblem) -> RolloutCommand {
    let rules = [
      FlagRule("timeout"), FlagRule("to-revision"), FlagRule("revision"),
      FlagRule("watch", letter: "w", takesValue: false),
    ]
    let flags = try flags(words, rules, of: "rollout")
    guard let what = flags.arguments.first, Self.rolloutVerbs.contains(what.text) else {
      let known = "write one of \(Self.rolloutVerbs.joined(separator: ", "))"
      guard let wrong = flags.arguments.first else {
        throw CommandProblem(verb.offset, "does not say what about the roll-out", hint: known)
      }
      throw CommandProblem(
        wrong.offset, "asks rollout for \(quoted(wrong.text))",
        hint: Suggestion.nearest(to: wrong.text, among: Self.rolloutVerbs)
          .map { "did you mean \($0)?" } ?? known)
    }
    let names = Array(flags.arguments.dropFirst())
    let targets = try workloads(names, what, "rollout \(what.text) deployment/NAME")
    if let other = targets.first(where: { $0.kind != .deployment }) {
      throw CommandProblem(
        names[0].offset, "names a \(other.kind.singular), which has no roll-outs",
        hint: "write deployment/NAME")
    }
    return RolloutCommand(
      try rolloutVerb(what.text, flags), targets: targets.map(\.name),
      namespace: try namespace(flags))
  }

  private func rolloutVerb(
    _ text: String, _ flags: CommandFlags
  ) throws(CommandProblem) -> RolloutCommand.Verb {
    let allowed = ["status": ["timeout", "watch"], "undo": ["to-revision"], "history": ["revision"]]
    for flag in flags.flags
    where flag.rule.name != "namespace" && allowed[text]?.contains(flag.rule.name) != true {
      throw CommandProblem(
        flag.offset, "has the flag \(flag.rule.typed), which rollout \(text) does not take",
        hint: "remove it")
    }
    switch text {
    case "undo":
      let revision = try flags.integer("to-revision", in: 0...Int(Int32.max))
      return .undo(toRevision: revision == 0 ? nil : revision)
    case "history": return .history(revision: try flags.integer("revision", in: 1...Int(Int32.max)))
    case "restart": return .restart
    case "pause": return .pause
    case "resume": return .resume
    default: return .status(timeoutSeconds: try timeout(flags))
    }
  }

  /// How long `--timeout` says, in whole seconds, rounded up; nil for 0, which means for ever.
  private func timeout(_ flags: CommandFlags) throws(CommandProblem) -> Int64? {
    guard let word = flags.value("timeout") else { return nil }
    guard let span = try? TimeSpan(parsing: word.text), span >= .zero else {
      throw CommandProblem(
        word.offset, "gives --timeout the value \(quoted(word.text))",
        hint: "write a duration such as 5m")
    }
    return span == .zero ? nil : (span.nanoseconds + 999_999_999) / 1_000_000_000
  }
}
