import ClusterSim
import Documents
import KubeAPI
import Printing
import Units

/// The verbs that speak of nodes.
extension KubectlParser {
  func cordon(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word
  ) throws(CommandProblem) -> CordonCommand {
    let flags = try flags(words, [], of: verb.text)
    return CordonCommand(
      nodes: try nodes(flags.arguments, verb), isCordon: verb.text == "cordon")
  }

  func drain(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word
  ) throws(CommandProblem) -> DrainCommand {
    let flags = try flags(
      words,
      [
        FlagRule("ignore-daemonsets", takesValue: false), FlagRule("force", takesValue: false),
        FlagRule("delete-emptydir-data", takesValue: false), FlagRule("grace-period"),
        FlagRule("disable-eviction", takesValue: false), FlagRule("timeout"),
        FlagRule("pod-selector"),
      ], of: "drain")
    var command = DrainCommand(nodes: try nodes(flags.arguments, verb))
    command.isForced = flags.has("force")
    command.deletesEmptyDirData = flags.has("delete-emptydir-data")
    command.disablesEviction = flags.has("disable-eviction")
    command.gracePeriodSeconds = try flags.integer("grace-period", in: -1...86_400)
      .flatMap { $0 < 0 ? nil : Int64($0) }
    command.timeout = try timeout(flags)
    if let word = flags.value("pod-selector") {
      command.podSelector = try Self.value(of: word, "pod-selector") { text throws(ValueProblem) in
        try LabelText.parse(text)
      }
    }
    return command
  }

  /// `--timeout`; nil for none, and for 0, which means none.
  private func timeout(_ flags: CommandFlags) throws(CommandProblem) -> TimeSpan? {
    guard let word = flags.value("timeout") else { return nil }
    if word.text == "0" { return nil }
    let span = try Self.value(of: word, "timeout") { text throws(ValueProblem) in
      try DurationText.parse(text)
    }
    return span > .zero ? span : nil
  }

  /// What `parse` makes of a flag's value.
  static func value<Value>(
    of word: CommandWords.Word, _ flag: String, _ parse: (String) throws(ValueProblem) -> Value
  ) throws(CommandProblem) -> Value {
    do {
      return try parse(word.text)
    } catch {
      throw CommandProblem(
        word.offset, "gives --\(flag) a value that \(error.message)", hint: error.hint)
    }
  }

  /// The nodes that `words` name: `NAME`, `node/NAME`, `0`, `<labels>` of a pod on it.
  private func nodes(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word
  ) throws(CommandProblem) -> [NodePick] {
    guard !words.isEmpty else {
      throw CommandProblem(
        verb.offset, "names no node",
        hint: "write a name, 0 for the first by name, or <name=app> for the node of such a pod")
    }
    var picks: [NodePick] = []
    for word in words { picks.append(try Self.node(word)) }
    return picks
  }

  private static func node(_ word: CommandWords.Word) throws(CommandProblem) -> NodePick {
    var text = word.text
    if !text.hasPrefix("<"), let slash = text.firstIndex(of: "/") {
      guard Kind(resource: String(text[..<slash])) == .node else {
        throw CommandProblem(
          word.offset, "names \(quoted(text)), which is no node", hint: "write a node's name")
      }
      text = String(text[text.index(after: slash)...])
    }
    do {
      let pick = try NodeText.parse(text)
      guard case .name(let name) = pick, !NameRules.isDNSSubdomain(name) else { return pick }
    } catch {
      throw CommandProblem(word.offset, "names a pod that \(error.message)", hint: error.hint)
    }
    throw CommandProblem(
      word.offset, "names \(quoted(text)), which no node can be called",
      hint: "write lower-case letters, digits, - and .")
  }

  // MARK: Taints

  /// Source: `k8s.io/kubectl/pkg/cmd/taint/taint.go`, v1.36.
  func taint(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word
  ) throws(CommandProblem) -> TaintCommand {
    let flags = try flags(
      words, [FlagRule("overwrite", takesValue: false), FlagRule("all", takesValue: false)],
      of: "taint")
    let first = flags.arguments.firstIndex { word in
      !word.text.hasPrefix("<")
        && (word.text.contains("=") || word.text.contains(":") || word.text.hasSuffix("-"))
    }
    let resources = flags.arguments[..<(first ?? flags.arguments.count)]
    guard let kind = resources.first, Kind(resource: kind.text) == .node else {
      throw CommandProblem(
        resources.first?.offset ?? verb.offset, "does not say nodes first",
        hint: "write kubectl taint nodes NAME key=value:NoSchedule")
    }
    guard let first else {
      throw CommandProblem(
        verb.offset, "says no taint",
        hint: "add key=value:NoSchedule, or key:NoSchedule- to take one off")
    }
    let names = Array(resources.dropFirst())
    if flags.has("all"), let name = names.first {
      throw CommandProblem(name.offset, "has both a name and --all", hint: "keep one of them")
    }
    var command = TaintCommand(
      nodes: flags.has("all") ? nil : try nodes(names, verb), added: [], removed: [])
    command.overwrites = flags.has("overwrite")
    for word in flags.arguments[first...] { try read(word, into: &command) }
    return command
  }

  private func read(
    _ word: CommandWords.Word, into command: inout TaintCommand
  ) throws(CommandProblem) {
    let isRemoval = word.text.hasSuffix("-")
    let parts = (isRemoval ? word.text.dropLast() : word.text[...])
      .split(separator: ":", omittingEmptySubsequences: false)
    let pair = parts[0].split(separator: "=", omittingEmptySubsequences: false)
    let value = pair.count > 1 ? String(pair[1]) : ""
    let hint = "write key=value:NoSchedule, PreferNoSchedule or NoExecute, with - at the end to "
      + "take it off"
    let effect = parts.count > 1 ? Taint.Effect(rawValue: String(parts[1])) : nil
    guard parts.count <= 2, pair.count <= 2, NameRules.isQualifiedName(String(pair[0])),
      NameRules.isLabelValue(value), parts.count == 1 || effect != nil
    else {
      throw CommandProblem(word.offset, "has \(quoted(word.text)), which is no taint", hint: hint)
    }
    let key = String(pair[0])
    if isRemoval { return command.removed.append(.init(key: key, effect: effect)) }
    guard let effect else {
      throw CommandProblem(
        word.offset, "has the taint \(quoted(word.text)) without an effect", hint: hint)
    }
    guard !command.added.contains(where: { $0.key == key && $0.effect == effect }) else {
      throw CommandProblem(
        word.offset, "has two taints of key \(key) and effect \(effect.rawValue)",
        hint: "keep one of them")
    }
    command.added.append(Taint(key: key, value: value, effect: effect))
  }
}
