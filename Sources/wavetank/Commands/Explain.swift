import ArgumentParser
import Scenarios

/// `wavetank explain`: what a field, a command, a model, a figure or a cause of failure means.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a field, a command, a model, a figure or a cause of failure means.",
    discussion: """
      Examples:
        wavetank explain
        wavetank explain workers
        wavetank explain clients.retries.backoff
        wavetank explain kubectl scale
        wavetank explain phases.update.latency_ms.p99

      A part of a path is enough. Says how a thing is written and in which unit, its default, \
      whether that is measured, documented or assumed, and by whom.
      """)

  @Argument(help: "What to explain; without it, all topics are listed.")
  var name: [String] = []

  /// More topics than this of one name are listed rather than told in full.
  private static let toldMax = 6

  func run() throws {
    let width = Terminal.isOutput ? Terminal.width : 100
    let query = name.joined(separator: " ")
    guard !query.isEmpty else {
      Terminal.tell(TopicText.list(width: width))
      return
    }
    let found = TopicCatalogue.find(query)
    guard !found.isEmpty else {
      let near = TopicCatalogue.suggestion(for: query)
      let hint = near.map { "did you mean \"\($0)\"?" } ?? "wavetank explain lists all"
      Terminal.tell(
        "error: nothing here is called \"\(query.prefix(100))\"; \(hint)\n", isError: true)
      throw ExitCode(ExitStatus.badInput)
    }
    guard found.count <= Self.toldMax else {
      Terminal.tell("\(found.count) topics are called so:\n")
      Terminal.tell(TopicText.lines(of: found, width: width))
      return
    }
    Terminal.tell(
      found.map { TopicText.text(of: $0, width: width) }.joined(separator: "\n"))
  }
}
