import ClusterSim
import Documents
import KubeAPI

/// Understands the commands of a timeline, as a person would type them.
struct CommandParser {
  let context: ScenarioContext
  let cluster: ClusterShape

  /// The command that `value` holds; what is wrong is reported at its place inside the text.
  func command(_ value: ValueReader) -> Command? {
    guard let line = value.node.text else { return nil }
    do {
      return try command(line)
    } catch {
      value.log.error(
        at: Self.mark(of: error.offset, in: value.node), .wrongValue,
        "\(value.path) \(error.message)", hint: error.hint)
      return nil
    }
  }

  /// Where the scalar `offset` of a text stands in the file; the text's start when it spans lines.
  private static func mark(of offset: Int, in node: DocumentNode) -> Mark {
    guard case .scalar(let scalar) = node, !scalar.text.contains("\n") else { return node.mark }
    let quotes = scalar.style == .quoted ? 1 : 0
    return Mark(line: scalar.mark.line, column: scalar.mark.column + quotes + offset)
  }

  private func command(_ line: String) throws(CommandProblem) -> Command {
    let words = try CommandWords(line).words
    guard let program = words.first else {
      throw CommandProblem(0, "is empty", hint: "write a command such as kubectl get pods")
    }
    switch program.text {
    case "kubectl": return try KubectlParser(parser: self).command(words.dropFirst())
    case "gcloud": return try GcloudParser(cluster: cluster).command(words.dropFirst())
    default:
      let near = Suggestion.nearest(to: program.text, among: ["kubectl", "gcloud"])
      throw CommandProblem(
        program.offset, "begins with \(quoted(program.text)), which is not known here",
        hint: near.map { "did you mean \($0)?" } ?? "write a kubectl or a gcloud command")
    }
  }
}
