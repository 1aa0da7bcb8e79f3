import ArgumentParser
import Documents
import Reports
import Results
import Scheduler
import SchedulerLab

/// `wavetank scheduler diff`: two ways to place the same pods, side by side.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare two scheduler configurations, or one with recorded placements.",
    discussion: """
      Examples:
        wavetank scheduler diff default packed.yaml --nodes nodes.yaml --pods pods.yaml
        wavetank scheduler diff default packed.yaml --nodes nodes.yaml --pods pods.yaml \
      --ties random --seeds 20 --out reports/diff
        wavetank scheduler diff current new.yaml --nodes dump.json --pods dump.json --max-moved 5%
        wavetank scheduler diff placements.jsonl new.yaml --nodes nodes.yaml --pods pods.yaml \
      --thresholds thresholds.yaml

      A and B are each a KubeSchedulerConfiguration file, the word default (kube-scheduler's own), \
      the word current (the nodes that the pods run on), or placements recorded by place or record \
      (a .jsonl file).

      The waiting pods are placed in the order of the files, on top of those that run. With \
      current on one side, or --anew, the running pods are placed anew, too, on empty nodes. Both \
      sides have the same nodes, pods and random numbers: with --ties random a pod's lots depend \
      on its name alone, so that a pod that moves does not shift those of others. --seeds 20 \
      places all pods 20 times; differences then come with paired 95 % intervals.

      Thresholds are numbers (3), shares of the pods (5%) or points of a share (2%); a file has \
      them as a mapping from the options' names without max, such as unplacedMore: 0. Options win.

      With --out, the folder gets report.html, diff.json, figures.csv, pods.csv and nodes.csv.

      Exit status: 0 no threshold is exceeded; 1 one is; 2 bad input; 3 the output could not be \
      written.
      """)

  @Argument(help: "The first: a configuration, default, current, or a .jsonl file of placements.")
  var a: String

  @Argument(help: "The second.")
  var b: String

  @OptionGroup var cluster: ComparedCluster

  @OptionGroup(title: "Thresholds") var thresholds: ThresholdArguments

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
  var out: String?

  func validate() throws {
    if let seeds = cluster.seeds, !(1...100_000).contains(seeds) {
      throw ValidationError("--seeds is '\(seeds)'; write a number from 1 to 100000")
    }
    if cluster.seeds ?? 1 > 1, cluster.choice.ties == .first {
      throw ValidationError("--seeds needs --ties random: without lots, all times are the same")
    }
  }

  func run() throws {
    let diff = try Input.checked { try compared() }
    tell(diff)
    if !diff.holds { throw ExitCode(ExitStatus.doubtful) }
  }

  /// Places all pods both ways, and writes the folder if one is wanted.
  private func compared() throws -> PlacementDiff {
    let limits = try thresholds.limits()
    guard let out else { return try diff(limits) }
    let folder = try ResultFolder(out)
    defer { folder.discard() }
    return try Interruption.guarding(folder.abandon) { () throws -> PlacementDiff in
      let diff = try diff(limits)
      try folder.write(diff)
      let charts = ChartLibrary.find(in: [".assets"])
      try folder.write(HTMLReport.render(diff, charts: charts), to: "report.html")
      try Interruption.uninterrupted { try folder.commit() }
      return diff
    }
  }

  private func diff(_ limits: DiffThresholds) throws -> PlacementDiff {
    var comparison = try comparison()
    let bar = ProgressBar(isTerminal: Terminal.isError, width: Terminal.width) {
      Terminal.write($0, isError: true)
    }
    defer { bar.clear() }
    comparison.progress = { bar.show($0, "pods placed") }
    var diff = try comparison.run()
    diff.command = CommandLine.text
    diff.thresholds = limits.outcomes(diff)
    return diff
  }

  private func tell(_ diff: PlacementDiff) {
    Terminal.write(
      TerminalSummary.table(diff, width: Terminal.width, colours: Terminal.hasColours))
    if let out { Terminal.tell("report: \(out)/report.html\n") }
    for outcome in diff.thresholds where !outcome.holds {
      let way = out.map { "\($0)/report.html" } ?? CommandLine.text + " --out reports/diff"
      Terminal.tell(
        "threshold exceeded: \(outcome.name): \(outcome.sentence); to see it: \(way)\n")
    }
  }

  private func comparison() throws -> PlacementComparison {
    let input = try ClusterReader.read(nodes: cluster.nodes, pods: cluster.pods)
    let isSame = a == b
    let short = a.lastComponent == b.lastComponent
    func side(_ text: String, _ mark: String) throws -> ComparedSide {
      let name = short ? text : text.lastComponent
      return ComparedSide(isSame ? "\(name) (\(mark))" : name, try source(text))
    }
    var comparison = PlacementComparison(input, try side(a, "A"), try side(b, "B"))
    if cluster.anew { comparison.placesAnew = true }
    if cluster.choice.ties == .random {
      comparison.seeds = (0..<UInt64(cluster.seeds ?? 1)).map { cluster.choice.seed &+ $0 }
    }
    return comparison
  }

  private func source(_ text: String) throws -> ComparedSide.Source {
    if text == "current" { return .current }
    if text.lowercased().hasSuffix(".jsonl") {
      return .recorded(try RecordedPlacements(reading: SourceFile(path: text)))
    }
    return .configuration(
      try ConfigurationFile.read(text, percentage: cluster.choice.percentage))
  }
}

extension String {
  /// What stands behind the last slash.
  fileprivate var lastComponent: String {
    split(separator: "/").last.map { String($0) } ?? self
  }
}

/// The cluster that two ways to place pods share.
struct ComparedCluster: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files with nodes: YAML, JSON or a kubectl dump.", valueName: "file"))
  var nodes: [String]

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files with pods: YAML, JSON or a kubectl dump.", valueName: "file"))
  var pods: [String]

  @Flag(help: "Place the running pods anew as well, on empty nodes.")
  var anew = false

  @OptionGroup var choice: ChoiceArguments

  @Option(help: ArgumentHelp("Place all pods so many times, each with a seed.", valueName: "N"))
  var seeds: Int?
}

/// What must not happen, as options.
struct ThresholdArguments: ParsableArguments {
  @Option(help: ArgumentHelp("A file of thresholds.", valueName: "file"))
  var thresholds: String?

  @Option(help: ArgumentHelp("The most pods that go to another node.", valueName: "N|N%"))
  var maxMoved: String?

  @Option(help: ArgumentHelp("The most pods that B leaves without a node.", valueName: "N"))
  var maxUnplaced: String?

  @Option(help: ArgumentHelp("The most that B leaves so more than A.", valueName: "N"))
  var maxUnplacedMore: String?

  @Option(help: ArgumentHelp("The most running pods that must go.", valueName: "N|N%"))
  var maxDisrupted: String?

  @Option(help: ArgumentHelp("The most victims of preemption.", valueName: "N"))
  var maxVictims: String?

  @Option(help: ArgumentHelp("The most disruption budgets violated.", valueName: "N"))
  var maxBudgetsViolated: String?

  @Option(help: ArgumentHelp("The most nodes that B uses more than A.", valueName: "N"))
  var maxNodesUsedMore: String?

  @Option(
    help: ArgumentHelp("How much less even CPU or memory may be over nodes.", valueName: "N%"))
  var maxSpreadMore: String?

  @Option(
    help: ArgumentHelp("How much less alike zones may be in CPU or memory.", valueName: "N%"))
  var maxZoneGapMore: String?

  @Option(
    help: ArgumentHelp("How much more of what is free may be of no use.", valueName: "N%"))
  var maxStrandedMore: String?

  /// The thresholds of the file and of the options, which win.
  ///
  /// - Throws: what is wrong with any of them.
  func limits() throws -> DiffThresholds {
    var limits = DiffThresholds()
    if let thresholds { limits = try DiffThresholds(reading: SourceFile(path: thresholds)) }
    let given = [
      ("moved", maxMoved), ("unplaced", maxUnplaced), ("unplacedMore", maxUnplacedMore),
      ("disrupted", maxDisrupted), ("victims", maxVictims),
      ("budgetsViolated", maxBudgetsViolated), ("nodesUsedMore", maxNodesUsedMore),
      ("spreadMore", maxSpreadMore), ("zoneGapMore", maxZoneGapMore),
      ("strandedMore", maxStrandedMore),
    ]
    for (name, text) in given {
      guard let text else { continue }
      do { try limits.set(name, text) } catch {
        throw InputError("the limit of \(name) \(error)")
      }
    }
    return limits
  }
}
