import ArgumentParser
import Documents
import KubeAPI
import Reports
import Results
import Scheduler
import SchedulerLab

/// `wavetank scheduler capacity`: how many more pods fit, and how many nodes to add.
struct Capacity: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say how many more pods fit, and which nodes to add for those that wait.",
    discussion: """
      Examples:
        wavetank scheduler capacity --nodes nodes.yaml --pods pods.yaml --pod web.yaml
        wavetank scheduler capacity --nodes dump.json --pods dump.json --pod web.yaml db.yaml
        wavetank scheduler capacity --nodes nodes.yaml --pods pods.yaml --pod web.yaml --count 40
        wavetank scheduler capacity --nodes nodes.yaml --pods pods.yaml --type e2-standard-4

      Pods of --pods without a node are placed first, the more important first. Then pods like \
      those of --pod are made one at a time, of each kind in turn, until one finds no node: as \
      cluster-capacity counts. Nobody is pushed aside.

      Where pods wait (of --pods, and --count of each --pod), it is tried out how many machines of \
      which type make all of them fit, cheapest first, machines of one type at a time. A machine \
      offers what a simulated one does, with a managed node's reserves, and has the labels and \
      taints that all nodes have alike; zones are filled up in turn. Prices are list prices.

      Writes JSON, or CSV where --out ends in .csv.
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files with nodes: YAML, JSON or a kubectl dump.", valueName: "file"))
  var nodes: [String]

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files with pods: YAML, JSON or a kubectl dump.", valueName: "file"))
  var pods: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files with the pods to count; one kind each pod.", valueName: "file"))
  var pod: [String] = []

  @Option(help: ArgumentHelp("A KubeSchedulerConfiguration file.", valueName: "file"))
  var config: String?

  @OptionGroup var choice: ChoiceArguments

  @Option(help: ArgumentHelp("Place no more than this many pods.", valueName: "N"))
  var limit: Int?

  @Option(
    help: ArgumentHelp("Let this many of each --pod wait for nodes to be added.", valueName: "N"))
  var count: Int?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Add machines of these types only.", valueName: "name"))
  var type: [String] = []

  @Option(
    help: ArgumentHelp(
      "Whose machines to add (default: the provider of the nodes, else gcp).", valueName: "name"))
  var provider: String?

  @Option(help: ArgumentHelp("Add no more machines than this.", valueName: "N"))
  var maxNodes = CapacityPlan.Limits().nodes

  @Option(help: ArgumentHelp("How many types of machine to compare.", valueName: "N"))
  var choices = CapacityPlan.Limits().choices

  @Option(help: ArgumentHelp("The file to write, .json or .csv.", valueName: "file"))
  var out: String?

  func validate() throws {
    if nodes.isEmpty { throw ValidationError("--nodes names no file") }
    func check(_ name: String, _ number: Int?, _ range: ClosedRange<Int>) throws {
      guard let number, !range.contains(number) else { return }
      throw ValidationError(
        "--\(name) is '\(number)'; write a number from \(range.lowerBound) to \(range.upperBound)")
    }
    try check("limit", limit, 1...CapacityCount.limitMax)
    try check("count", count, 1...100_000)
    try check("max-nodes", maxNodes, 1...100_000)
    try check("choices", choices, 1...1_000)
    if count != nil, pod.isEmpty { throw ValidationError("--count needs a --pod to count") }
  }

  func run() throws {
    let bar = ProgressBar(isTerminal: Terminal.isError, width: Terminal.width) {
      Terminal.write($0, isError: true)
    }
    let report = try WholeOutput.writing(to: out) {
      defer { bar.clear() }
      let cluster = try ClusterReader.read(nodes: nodes, pods: pods)
      let report = try answer(cluster, try PodFiles.read(pod), bar)
      let isTable = out?.lowercased().hasSuffix(".csv") == true
      return (report, isTable ? report.csv : report.json.text())
    }
    Terminal.tell(CapacityText.text(of: report, width: Terminal.isOutput ? Terminal.width : .max))
  }

  private func answer(
    _ cluster: ClusterInput, _ templates: [Pod], _ bar: ProgressBar
  ) throws -> CapacityReport {
    let rules = try self.rules()
    var found: CapacityCount?
    if !templates.isEmpty {
      found = try CapacityCount(templates, in: cluster, rules: rules, limit: limit) { placed in
        bar.show(0, "\(placed) pods placed")
      }
    }
    let waiting = cluster.waiting(with: templates, count: count ?? 0)
    if waiting.isEmpty {
      guard found != nil else {
        throw InputError("no pod waits, and no --pod is to be counted; name one with --pod")
      }
      return CapacityReport(count: found, plan: nil)
    }
    var limits = CapacityPlan.Limits()
    (limits.nodes, limits.choices) = (maxNodes, choices)
    let offers = try MachineOffers.offers(of: provider, types: type, like: cluster.nodes)
    let plan = try CapacityPlan(
      for: waiting, in: cluster, offers: offers, rules: rules, limits: limits,
      progress: { bar.show($0, $1) })
    return CapacityReport(count: found, plan: plan)
  }

  private func rules() throws -> PlacementRules {
    PlacementRules(
      try ConfigurationFile.read(config, percentage: choice.percentage),
      seed: choice.ties == .random ? choice.seed : nil)
  }
}
