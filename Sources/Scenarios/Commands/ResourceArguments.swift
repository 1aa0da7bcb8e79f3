import ClusterSim
import Documents
import KubeAPI
import Printing

/// The kinds and names of a command: `pods`, `rc app-orange`, `rc/app-orange svc/app`, `all`,
/// `pods,svc`.
struct ResourceArguments {
  /// The kinds in the order of asking.
  private(set) var kinds: [Kind] = []
  /// Single objects; empty when all of `kinds` are meant.
  private(set) var names: [ObjectName] = []
  /// Whether `all` was written.
  private(set) var isAll = false

  /// The kinds that `all` stands for, of those that are simulated.
  static let all: [Kind] = [
    .pod, .replicationController, .service, .deployment, .replicaSet,
  ]

  /// Reads `words`, the arguments after a verb.
  ///
  /// - Parameter example: A whole command without `kubectl`, for the hint when nothing is named.
  init(
    _ words: [CommandWords.Word], verb: CommandWords.Word, example: String
  ) throws(CommandProblem) {
    guard let first = words.first else {
      throw CommandProblem(
        verb.offset, "does not say what to \(verb.text)", hint: "write kubectl \(example)")
    }
    if words.contains(where: { $0.text.contains("/") }) {
      for word in words { names.append(try Self.slashed(word)) }
      for name in names where !kinds.contains(name.kind) { kinds.append(name.kind) }
      return
    }
    var offset = first.offset
    for part in first.text.split(separator: ",", omittingEmptySubsequences: false) {
      if part == "all" {
        isAll = true
        kinds += Self.all
      } else {
        kinds.append(try Self.kind(String(part), at: offset))
      }
      offset += part.unicodeScalars.count + 1
    }
    for word in words.dropFirst() {
      guard !isAll, kinds.count == 1 else {
        throw CommandProblem(
          word.offset, "names \(quoted(word.text)) beside several kinds",
          hint: "write kind/name for each")
      }
      names.append(ObjectName(kinds[0], try Self.checked(word.text, at: word.offset)))
    }
  }

  private static func slashed(_ word: CommandWords.Word) throws(CommandProblem) -> ObjectName {
    let parts = word.text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw CommandProblem(
        word.offset, "names \(quoted(word.text))", hint: "write each as kind/name, such as rc/app")
    }
    let kind = try kind(String(parts[0]), at: word.offset)
    let offset = word.offset + parts[0].unicodeScalars.count + 1
    return ObjectName(kind, try checked(String(parts[1]), at: offset))
  }

  private static func checked(
    _ name: String, at offset: Int
  ) throws(CommandProblem) -> String {
    guard NameRules.isDNSSubdomain(name) else {
      throw CommandProblem(
        offset, "names \(quoted(name)), which no object can be called",
        hint: name.hasPrefix("<")
          ? "labels in < and > stand for one pod: write pod \(name)"
          : "write lower-case letters, digits, - and .")
    }
    return name
  }

  private static func kind(_ word: String, at offset: Int) throws(CommandProblem) -> Kind {
    if let kind = Kind(resource: word) { return kind }
    let known = Kind.served.flatMap { [$0.plural, $0.singular] + $0.shortNames } + ["all"]
    let near = word.count > 2 ? Suggestion.nearest(to: word.lowercased(), among: known) : nil
    let plurals = Kind.served.map(\.plural).sorted().joined(separator: ", ")
    throw CommandProblem(
      offset, "asks for \(quoted(word)), and there is no such resource here",
      hint: near.map { "did you mean \($0)?" } ?? "known: \(plurals)")
  }
}
