import ArgumentParser
import Documents
import Results
import Scheduler
import SchedulerLab

/// `wavetank scheduler record`: a golden trace of a scheduler's decisions.
struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write down every decision of a scheduler, to hold later versions against.",
    discussion: """
      Examples:
        wavetank scheduler record --nodes nodes.yaml --pods pods.yaml --out golden.jsonl
        wavetank scheduler record --nodes nodes.yaml --pods pods.yaml --config packed.yaml \
      --out packed.jsonl
        wavetank scheduler record --scenario scenarios/article --out article.jsonl

      A line a decision: the pod, the node that won, for each node the points of every plugin or \
      who turned it down and why. Of clusters above \(GoldenDecision.wholeMax) nodes, the \
      \(GoldenDecision.bestKept) best nodes are kept in full and digests of all others, so that \
      any change is still seen. The same input gives the same bytes. The header has digests of the \
      files, whose paths are kept as seen from the trace.

      wavetank scheduler verify makes the decisions once more and names the first that differs.
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files with nodes: YAML, JSON or a kubectl dump.", valueName: "file"))
  var nodes: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files with pods: YAML, JSON or a kubectl dump.", valueName: "file"))
  var pods: [String] = []

  @Option(help: ArgumentHelp("A KubeSchedulerConfiguration file.", valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "Run this scenario and record its scheduler, with simulated times.", valueName: "scenario"))
  var scenario: String?

  @Option(
    help: ArgumentHelp(
      "Look at this percentage of the nodes; 0: as kube-scheduler does; default: all of them.",
      valueName: "percent"))
  var percentage: Int?

  @Option(help: "How to choose among nodes with the same points: first (name) or random.")
  var ties = TieRule.first

  @Option(help: "The seed of random choices (a scenario: of all randomness).")
  var seed: UInt64?

  @Option(help: ArgumentHelp("The file to write the trace to.", valueName: "file"))
  var out: String

  func validate() throws {
    if scenario == nil, nodes.isEmpty || pods.isEmpty {
      throw ValidationError("name the cluster with --nodes and --pods, or a --scenario")
    }
    if scenario != nil, !nodes.isEmpty || !pods.isEmpty || config != nil || percentage != nil {
      throw ValidationError(
        "--scenario brings its own nodes, pods and scheduler; leave the other options out")
    }
  }

  func run() throws {
    let trace = try Input.checked {
      let file = try WholeFile(out)
      return try Interruption.guarding(file.abandon) {
        let trace = try recorded()
        try Interruption.uninterrupted { try file.commit(trace.text()) }
        return trace
      }
    }
    let placed = Set(trace.decisions.filter { $0.chosen != nil }.map { $0.pod })
    let all = Set(trace.decisions.map { $0.pod })
    let unplaced = all.count - placed.count
    Terminal.tell(
      "Recorded \(FigureText.grouped(trace.decisions.count)) decisions, which leave "
        + "\(FigureText.grouped(unplaced)) pods without a node.\ntrace: \(out)\n")
  }

  private func recorded() throws -> GoldenTrace {
    let folder = out.lastIndex(of: "/").map { String(out[..<$0]) } ?? ""
    func inputs(_ role: TraceInput.Role, _ paths: [String]) throws -> [TraceInput] {
      try paths.map { try TraceInput(role, at: $0, from: folder) }
    }
    if let scenario {
      let decisions = try TraceSubject.decisions(scenario, overrides: [], seed: seed)
      return GoldenTrace.record(
        timed: decisions,
        header: GoldenTrace.Header(
          inputs: try inputs(.scenario, [TraceSubject.file(ofScenario: scenario)]), seed: seed))
    }
    let configuration = try ConfigurationFile.read(config, percentage: percentage)
    let files = config.flatMap { $0 == "default" ? nil : [$0] } ?? []
    let header = GoldenTrace.Header(
      inputs: try inputs(.nodes, nodes) + inputs(.pods, pods) + inputs(.config, files),
      seed: ties == .random ? seed ?? 1 : nil, percentage: percentage)
    return try GoldenTrace.record(
      try ClusterReader.read(nodes: nodes, pods: pods), configuration: configuration,
      header: header)
  }
}
