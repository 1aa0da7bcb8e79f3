import ClusterSim
import Documents
import KubeAPI

/// Understands `gcloud container clusters create|delete|get-credentials`.
struct GcloudParser {
  let cluster: ClusterShape

  static let verbs = ["create", "delete", "get-credentials"]
  /// What the provider makes when a command names no machine type or number.
  private static let machineType = "e2-medium"
  private static let nodeCount = 3

  func command(_ words: ArraySlice<CommandWords.Word>) throws(CommandProblem) -> Command {
    let words = Array(words)
    for (place, expected) in ["container", "clusters"].enumerated() {
      guard place < words.count, words[place].text == expected else {
        throw CommandProblem(
          place < words.count ? words[place].offset : 0,
          "is no gcloud command that is known here",
          hint: "write gcloud container clusters \(Self.verbs.joined(separator: "|"))")
      }
    }
    guard words.count > 2 else {
      throw CommandProblem(
        0, "says no verb", hint: "write one of \(Self.verbs.joined(separator: ", "))")
    }
    let verb = words[2]
    let flags = try CommandFlags(
      words.dropFirst(3), rules: rules(of: verb.text), of: "gcloud container clusters \(verb.text)")
    guard Self.verbs.contains(verb.text) else {
      throw CommandProblem(
        verb.offset, "has the verb \(quoted(verb.text)), which is not known here",
        hint: Suggestion.hint(for: verb.text, among: Self.verbs))
    }
    guard let name = flags.arguments.first else {
      throw CommandProblem(verb.offset, "names no cluster", hint: "add its name")
    }
    guard NameRules.isDNSLabel(name.text) else {
      throw CommandProblem(
        name.offset, "names the cluster \(quoted(name.text))",
        hint: "write lower-case letters, digits and -")
    }
    if flags.arguments.count > 1 {
      throw CommandProblem(
        flags.arguments[1].offset, "names too much", hint: "name one cluster")
    }
    let zone = (flags.value("zone") ?? flags.value("location"))?.text
    switch verb.text {
    case "create": return .createCluster(try create(name.text, zone: zone, flags))
    case "delete": return .deleteCluster(name: name.text, zone: zone)
    default: return .getCredentials(name: name.text, zone: zone)
    }
  }

  private func rules(of verb: String) -> [FlagRule] {
    let place = [FlagRule("zone", letter: "z"), FlagRule("location"), FlagRule("project")]
    switch verb {
    case "create":
      return place + [FlagRule("num-nodes"), FlagRule("machine-type", letter: "m")]
    case "delete": return place + [FlagRule("quiet", letter: "q", takesValue: false)]
    case "get-credentials": return place
    default: return place + [FlagRule("num-nodes"), FlagRule("machine-type")]
    }
  }

  private func create(
    _ name: String, zone: String?, _ flags: CommandFlags
  ) throws(CommandProblem) -> CreateClusterCommand {
    let type = flags.value("machine-type")
    if let type {
      do {
        try MachineTypes.check(type.text, provider: "gcp")
      } catch {
        throw CommandProblem(
          type.offset, "asks for a machine type that \(error.message)", hint: error.hint)
      }
    }
    let count = try flags.integer("num-nodes", in: 0...15_000) ?? Self.nodeCount
    var pool = PoolDesign(
      name: "default-pool", machine: .type(type?.text ?? Self.machineType), count: count)
    pool.zones = [zone ?? cluster.zones[0]]
    pool.existsAtStart = false
    return CreateClusterCommand(name: name, pool: pool)
  }
}
