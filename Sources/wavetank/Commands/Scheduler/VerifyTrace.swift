import ArgumentParser
import Documents
import Scheduler
import SchedulerLab

/// `wavetank scheduler verify`: a scheduler's decisions held against a golden trace.
struct VerifyTrace: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Make the decisions of a golden trace once more, and name the first that differs.",
    discussion: """
      Examples:
        wavetank scheduler verify golden.jsonl
        wavetank scheduler verify golden.jsonl --config new.yaml
        wavetank scheduler verify article.jsonl --set scheduler.config=new.yaml

      Reads the nodes, the pods and the configuration that the trace names, or those that the \
      options name in their place, and decides as the trace says (seed, ties, percentage). Of the \
      first difference it tells the time, the pod, the node, the plugin, what was recorded and \
      what is found, and how many decisions agree after it.

      Exit status: 0 all agree; 1 one does not; 2 bad input.
      """)

  @Argument(help: "The trace, as wavetank scheduler record writes it.")
  var trace: String

  @Option(
    help: ArgumentHelp(
      "A KubeSchedulerConfiguration file, or default (default: the one recorded).",
      valueName: "file"))
  var config: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Other files with nodes than the trace names.", valueName: "file"))
  var nodes: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Other files with pods than the trace names.", valueName: "file"))
  var pods: [String] = []

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Change a field of the recorded scenario; may be repeated.", valueName: "path=value"))
  var overrides: [String] = []

  func run() throws {
    let agreement = try Input.checked {
      let golden = try GoldenTrace(reading: SourceFile(path: trace))
      return try golden.header.isTimed ? timed(golden) : untimed(golden)
    }
    Terminal.tell(agreement.lines.joined(separator: "\n") + "\n")
    if agreement.divergence != nil { throw ExitCode(ExitStatus.doubtful) }
  }

  private var folder: String { trace.lastIndex(of: "/").map { String(trace[..<$0]) } ?? "" }

  private func timed(_ golden: GoldenTrace) throws -> TraceAgreement {
    guard let scenario = golden.paths(.scenario, from: folder).first else {
      throw InputError("\(trace) has times, but names no scenario")
    }
    guard config == nil, nodes.isEmpty, pods.isEmpty else {
      throw InputError(
        "\(trace) is of a scenario; change it with --set, such as --set scheduler.config=new.yaml")
    }
    let decisions = try TraceSubject.decisions(
      scenario, overrides: overrides, seed: golden.header.seed)
    var agreement = golden.verify(timed: decisions)
    agreement.notes += golden.changedInputs(from: folder)
    return agreement
  }

  private func untimed(_ golden: GoldenTrace) throws -> TraceAgreement {
    if !overrides.isEmpty { throw InputError("--set is for traces of scenarios; use --config") }
    let cluster = try ClusterReader.read(
      nodes: nodes.isEmpty ? golden.paths(.nodes, from: folder) : nodes,
      pods: pods.isEmpty ? golden.paths(.pods, from: folder) : pods)
    let percentage = golden.header.percentage
    let recorded = golden.paths(.config, from: folder).first
    let configuration = try ConfigurationFile.read(config ?? recorded, percentage: percentage)
    let roles: [TraceInput.Role] =
      (nodes.isEmpty ? [.nodes] : []) + (pods.isEmpty ? [.pods] : [])
      + (config == nil ? [.config] : [])
    let isUnchanged = golden.changedInputs(from: folder, roles: [.config]).isEmpty
    var agreement = try golden.verify(
      cluster, configuration: configuration,
      reference: isUnchanged
        ? try ConfigurationFile.read(recorded, percentage: percentage) : nil)
    agreement.notes += golden.changedInputs(from: folder, roles: roles)
    return agreement
  }
}
