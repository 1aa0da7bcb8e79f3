import ArgumentParser
import Glibc
import Randomness
import Results
import Scheduler
import SchedulerLab

/// `wavetank scheduler place`: pods placed on nodes as kube-scheduler would, in the order of files.
struct Place: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Place pods on nodes in order, and say how full, even and broken up the nodes are.",
    discussion: """
      Examples:
        wavetank scheduler place --nodes nodes.yaml --pods pods.yaml
        kubectl get nodes,pods -A -o json | wavetank scheduler place --nodes - --pods -
        wavetank scheduler place --nodes dump.json --pods new.yaml --config scheduler.yaml \
      --out placements.jsonl

      Pods with a node stay there; the others are placed one after the other. One that fits \
      nowhere may push less important ones aside, which are gone at once, unless --no-preemption. \
      Whatever else the files hold (namespaces, services, controllers, budgets, priority classes, \
      claims, volumes) has its say.

      --out has a line a pod: feasible (nodes that could take it), best (of them with the most \
      points), total (points), chosen; without a node reasons, with the number of nodes.

      In the table: asked for is the share of what all nodes can give; uneven is the nodes' \
      standard deviation over their mean; of no use is fragmentation: the share of what is free \
      that a pod drawn from all that ask for the resource could not use, since it does not fit on \
      that node as a whole.

      Exit status: 0 done, whether all pods have a node or not; 2 bad input; 3 --out could not be \
      written.
      """)

  @OptionGroup var arguments: PlacementArguments

  @Flag(
    name: .customLong("preemption"), inversion: .prefixedNo,
    help: "Whether pods may push less important ones aside.")
  var mayPreempt = true

  @Option(help: ArgumentHelp("The file to write the placements to, one a line.", valueName: "file"))
  var out: String?

  func run() throws {
    let text = try Input.checked { () throws -> String in
      guard let out else { return try placed(nil) }
      let file = try WholeFile(out)
      return try Interruption.guarding(file.abandon) { try placed(file) }
    }
    Terminal.tell(text)
    if let out { Terminal.tell("placements: \(out)\n") }
  }

  /// Places the pods and writes `file`.
  /// - Returns: what came of it.
  private func placed(_ file: WholeFile?) throws -> String {
    let configuration = try ConfigurationFile.read(
      arguments.config, percentage: arguments.choice.percentage)
    let cluster = try ClusterReader.read(nodes: arguments.nodes, pods: arguments.pods)
    var run = try PlacementRun(
      cluster, configuration: configuration, ties: ties, mayPreempt: mayPreempt)
    let begun = Self.seconds
    run.place(progress: Self.progress(of: cluster.pending.count))
    let seconds = Self.seconds - begun
    let summary = PlacementSummary(run)
    Self.show("")
    for failure in run.engine.passedOver {
      Terminal.tell(
        "warning: an extender was passed over, times \(failure.count): \(failure.message)\n",
        isError: true)
    }
    if let file {
      let text = PlacementFile.text(run.lines, trace: trace, scheduler: scheduler)
      try Interruption.uninterrupted { try file.commit(text) }
    }
    return summary.text(seconds: seconds)
  }

  private var ties: TieBreaker {
    switch arguments.choice.ties {
    case .first: .first
    case .random: .random(Streams(seed: arguments.choice.seed).stream("scheduler/ties"))
    }
  }

  private var trace: String {
    let nodes = arguments.nodes.joined(separator: " ")
    let pods = arguments.pods.joined(separator: " ")
    return "\(nodes) + \(pods), pods in file order"
  }

  private var scheduler: String {
    let choice = arguments.choice
    let file = arguments.config == "default" ? nil : arguments.config
    let nodes =
      switch choice.percentage {
      case nil: file == nil ? "all nodes scored" : "nodes as the profile says"
      case 0: "adaptive share of nodes"
      case let share?: "\(share) % of nodes"
      }
    let ties = choice.ties == .first ? "the smallest node name" : "random, \(choice.seed)"
    return "wavetank \(Version.text), \(file ?? "default profile"), \(nodes); ties to \(ties)"
  }

  /// CPU time of this process.
  private static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func progress(of count: Int) -> ((Int) -> Void)? {
    guard Terminal.isError, count > 0 else { return nil }
    return { done in
      guard done % 1_024 == 0 || count < 10_000 else { return }
      let width = min(40, max(10, Terminal.width - 30))
      let full = width * done / count
      let bar = String(repeating: "#", count: full) + String(repeating: ".", count: width - full)
      show("\(bar) \(done) of \(count) pods")
    }
  }

  /// Puts `text` in the place of the terminal's last line.
  private static func show(_ text: String) {
    guard Terminal.isError else { return }
    Terminal.write("\r\u{1B}[2K" + text.prefix(max(0, Terminal.width - 1)), isError: true)
  }
}
