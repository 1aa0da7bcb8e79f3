import ClusterSim
import Documents
import KubeAPI
import Printing

/// Understands `kubectl`: its verbs, flags and ways of naming things.
///
/// Source: `k8s.io/kubectl/pkg/cmd`, v1.36.
struct KubectlParser {
  typealias Words = ArraySlice<CommandWords.Word>

  let parser: CommandParser

  static let verbs = [
    "create", "apply", "get", "describe", "scale", "set", "rollout", "label", "annotate", "patch",
    "delete", "exec", "logs", "cordon", "uncordon", "drain", "taint",
  ]
  private static let namespace = FlagRule("namespace", letter: "n")

  func command(_ words: Words) throws(CommandProblem) -> Command {
    // Flags may stand before the verb: `kubectl -n shop get pods`.
    var rest = Array(words)
    var leading: [CommandWords.Word] = []
    while let first = rest.first, first.text.hasPrefix("-") {
      leading.append(rest.removeFirst())
      if first.text == "-n" || first.text == "--namespace", !rest.isEmpty {
        leading.append(rest.removeFirst())
      }
    }
    guard let verb = rest.first else {
      let end = words.last.map { $0.offset + $0.text.unicodeScalars.count } ?? 7
      throw CommandProblem(
        end, "says no verb", hint: "write one of \(Self.verbs.joined(separator: ", "))")
    }
    let arguments = leading + rest.dropFirst()
    switch verb.text {
    case "create", "apply": return .create(try create(arguments, isApply: verb.text == "apply"))
    case "get": return .get(try get(arguments, verb))
    case "describe": return .describe(try describe(arguments, verb))
    case "scale": return .scale(try scale(arguments, verb))
    case "set": return .setImage(try setImage(arguments, verb))
    case "rollout": return .rollout(try rollout(arguments, verb))
    case "label": return .mark(try mark(arguments, verb, .labels))
    case "annotate": return .mark(try mark(arguments, verb, .annotations))
    case "patch": return .patch(try patch(arguments, verb))
    case "delete": return .delete(try delete(arguments, verb))
    case "exec": return .exec(try exec(arguments, verb))
    case "logs": return .logs(try logs(arguments, verb))
    case "cordon", "uncordon": return .cordon(try cordon(arguments, verb))
    case "drain": return .drain(try drain(arguments, verb))
    case "taint": return .taint(try taint(arguments, verb))
    default:
      let near = Suggestion.nearest(to: verb.text, among: Self.verbs)
      throw CommandProblem(
        verb.offset, "has the verb \(quoted(verb.text)), which is not known here",
        hint: near.map { "did you mean \($0)?" }
          ?? "known verbs: \(Self.verbs.joined(separator: ", "))")
    }
  }

  /// Tells `words` apart by the flags of a verb and the one that all verbs take.
  func flags(
    _ words: [CommandWords.Word], _ rules: [FlagRule], of verb: String
  ) throws(CommandProblem) -> CommandFlags {
    try CommandFlags(words, rules: rules + [Self.namespace], of: "kubectl \(verb)")
  }

  func namespace(_ flags: CommandFlags) throws(CommandProblem) -> String {
    guard let word = flags.value("namespace") else { return "default" }
    guard NameRules.isDNSLabel(word.text) else {
      throw CommandProblem(
        word.offset, "names the namespace \(quoted(word.text))", hint: "write a name such as shop")
    }
    return word.text
  }

  // MARK: Verbs

  private func create(
    _ words: [CommandWords.Word], isApply: Bool
  ) throws(CommandProblem) -> CreateCommand {
    let verb = isApply ? "apply" : "create"
    let flags = try flags(
      words,
      [FlagRule("filename", letter: "f"), FlagRule("recursive", letter: "R", takesValue: false)]
        + (isApply ? [] : Self.generatorFlags), of: verb)
    if let first = flags.arguments.first {
      if !isApply, flags.value("filename") == nil {
        let object = try generated(flags, try namespace(flags))
        return CreateCommand(isApply: false, objects: [object])
      }
      throw CommandProblem(
        first.offset, "names \(quoted(first.text)), and only files can be used here",
        hint: "write kubectl \(verb) -f FILE")
    }
    let namespace = try namespace(flags)
    let files = flags.values("filename")
    guard !files.isEmpty else {
      throw CommandProblem(0, "names no file", hint: "write kubectl \(verb) -f FILE")
    }
    var objects: [ManifestObject] = []
    for word in files { objects += try self.objects(word, namespace) }
    return CreateCommand(isApply: isApply, objects: objects)
  }

  func objects(
    _ word: CommandWords.Word, _ namespace: String
  ) throws(CommandProblem) -> [ManifestObject] {
    do {
      return try word.text.split(separator: ",").flatMap { part throws(ValueProblem) in
        try parser.context.objects(at: String(part), namespace: namespace)
      }
    } catch let problem as ValueProblem {
      throw CommandProblem(
        word.offset, "names a file that \(problem.message)", hint: problem.hint)
    } catch {
      throw CommandProblem(word.offset, "names a file that cannot be read: \(error)")
    }
  }

  private func get(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word
  ) throws(CommandProblem) -> GetCommand {
    let flags = try flags(
      words,
      [
        FlagRule("output", letter: "o"), FlagRule("selector", letter: "l"),
        FlagRule("all-namespaces", letter: "A", takesValue: false),
        FlagRule("show-labels", takesValue: false),
      ], of: "get")
    let resources = try ResourceArguments(flags.arguments, verb: verb, example: "get pods")
    var command = GetCommand(kinds: resources.kinds)
    command.names = resources.names
    command.hasKindPrefix = resources.isAll || Set(resources.kinds).count > 1
    command.namespace = try namespace(flags)
    command.allNamespaces = flags.has("all-namespaces")
    command.showLabels = flags.has("show-labels")
    command.selector = try selector(flags)
    if let word = flags.value("output") {
      switch word.text {
      case "wide": command.output = .wide
      case "name": command.output = .name
      default:
        let near = Suggestion.nearest(to: word.text, among: ["wide", "name"])
        throw CommandProblem(
          word.offset, "asks for the output \(quoted(word.text))",
          hint: near.map { "did you mean \($0)?" } ?? "write wide or name, or leave it out")
      }
    }
    return command
  }

  func selector(_ flags: CommandFlags) throws(CommandProblem) -> LabelMatch? {
    guard let word = flags.value("selector") else { return nil }
    do {
      return try LabelText.parse(word.text)
    } catch {
      throw CommandProblem(word.offset, "has a selector that \(error.message)", hint: error.hint)
    }
  }

  private func describe(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word
  ) throws(CommandProblem) -> DescribeCommand {
    let flags = try flags(words, [FlagRule("selector", letter: "l")], of: "describe")
    let target = try target(flags, verb, example: "describe pods")
    let described: [Kind] =
      [.pod, .service, .node, .secret, .configMap, .podDisruptionBudget] + Kind.workloads
    let asked: [Kind]
    switch target {
    case .names(let names): asked = names.map(\.kind)
    case .selected(let kinds, _): asked = kinds
    case .pod: asked = []
    }
    if let kind = asked.first(where: { !described.contains($0) }) {
      throw CommandProblem(
        flags.arguments[0].offset, "describes \(kind.plural), which nobody can here",
        hint: "\(described.map(\.plural).joined(separator: ", ")) can be described; try get")
    }
    return DescribeCommand(target: target, namespace: try namespace(flags))
  }

  /// What `describe` and `delete` act on: names, labels, or `<labels>` for any one pod.
  func target(
    _ flags: CommandFlags, _ verb: CommandWords.Word, example: String
  ) throws(CommandProblem) -> CommandTarget {
    if let pick = try PodArgument.pick(flags.arguments) { return .pod(pick) }
    let resources = try ResourceArguments(flags.arguments, verb: verb, example: example)
    let selector = try selector(flags)
    guard resources.names.isEmpty else {
      if selector != nil {
        throw CommandProblem(
          verb.offset, "has both names and a selector", hint: "keep one of them")
      }
      return .names(resources.names)
    }
    return .selected(resources.kinds, selector)
  }

  private func scale(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word
  ) throws(CommandProblem) -> ScaleCommand {
    let flags = try flags(
      words, [FlagRule("replicas"), FlagRule("current-replicas"), FlagRule("timeout")], of: "scale")
    let resources = try ResourceArguments(
      flags.arguments, verb: verb, example: "scale --replicas=3 rc app-orange")
    guard let replicas = try flags.integer("replicas", in: 0...100_000) else {
      throw CommandProblem(
        verb.offset, "does not say how many", hint: "add --replicas=3")
    }
    if let other = resources.kinds.first(where: { !Kind.workloads.contains($0) }) {
      throw CommandProblem(
        flags.arguments[0].offset, "scales \(other.plural), which cannot be scaled",
        hint: "scale a deployment, a replicaset or a replicationcontroller")
    }
    guard !resources.names.isEmpty else {
      throw CommandProblem(
        verb.offset, "names nothing to scale", hint: "write deployment NAME or rc/NAME")
    }
    var command = ScaleCommand(
      targets: resources.names, replicas: replicas, namespace: try namespace(flags))
    command.currentReplicas = try flags.integer("current-replicas", in: 0...100_000)
    return command
  }
}
