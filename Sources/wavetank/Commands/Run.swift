import ArgumentParser
import ClusterSim
import Experiments
import Reports
import Results
import Scenarios

/// `wavetank run`: from a scenario to a folder of results and a report.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a scenario and write its report.",
    discussion: """
      Examples:
        wavetank run scenarios/article
        wavetank run scenarios/article --seed 7 --out reports/seven
        wavetank run scenarios/article --set clients.readers.rate=60/s
        wavetank run scenarios/article --set images.0.gunicorn.workers=4 --quiet
        wavetank run scenarios/article --trace-requests all
        wavetank run scenarios/article --ties first
        wavetank run scenarios/article --replications 20
        wavetank run scenarios/article --replication 7

      With --replications, the run is carried out so many times with random numbers of its own \
      each time: figures become means with 95 % intervals, replications.csv has a row for each. \
      Series, tables and charts are those of replication 0, which is the run without the option. \
      A scenario with variants runs all of them, with the same random numbers, and compares them; \
      each has its files in a folder of variants/. Results do not depend on the number of threads.

      Results go to reports/SCENARIO/latest unless --out names a folder; report.html there opens \
      in any browser, without a network.
      """)

  @Argument(help: "The scenario: a folder with a scenario.yaml, or a file.")
  var scenario: String

  @Option(help: "The number that all randomness comes from (default: the scenario's, else 1).")
  var seed: UInt64?

  @Option(help: "The folder to write to (default: reports/SCENARIO/latest).")
  var out: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Change a field of the scenario for this run; may be repeated.", valueName: "path=value"))
  var overrides: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      How the scheduler chooses among nodes with the same points: random, as kube-scheduler does, \
      or first (by name), for comparisons (default: the scenario's, else random).
      """, valueName: "rule"))
  var ties: TieRule?

  @Option(
    name: .customLong("trace-requests"),
    help: ArgumentHelp(
      "Write requests.csv with all requests, or every N-th by arrival, of replication 0 only.",
      valueName: "all|N"))
  var trace: String?

  @Option(
    help: ArgumentHelp(
      "Run so many times, with random numbers of its own each time.", valueName: "N"))
  var replications: Int?

  @Option(
    help: ArgumentHelp(
      "Run only the replication of this number, from 0, as one run.", valueName: "K"))
  var replication: UInt64?

  @Option(help: ArgumentHelp("Run only this variant, as one scenario.", valueName: "name"))
  var variant: String?

  @Option(help: ArgumentHelp("How many threads work at once (default: all cores).", valueName: "T"))
  var threads: Int?

  @Flag(help: "Print nothing but errors and the path of the report.")
  var quiet = false

  func validate() throws {
    if let trace, RequestTrace(text: trace) == nil {
      throw ValidationError("--trace-requests is '\(trace)'; write all, or a number above 0")
    }
    if let replications, !(1...1_000_000).contains(replications) {
      throw ValidationError(
        "--replications is '\(replications)'; write a number from 1 to 1000000")
    }
    if let threads, !(1...1_024).contains(threads) {
      throw ValidationError("--threads is '\(threads)'; write a number from 1 to 1024")
    }
    if replication != nil, replications != nil {
      throw ValidationError("--replication and --replications exclude each other; keep one")
    }
  }

  func run() throws {
    let study = try Input.load(scenario, overrides: allOverrides, quiet: quiet)
    let path = out ?? "reports/\(study.design.name)/latest"
    let design = try Input.checked {
      try variant.map { try Input.variant($0, of: study).design } ?? study.design
    }
    if variant == nil, !study.variants.isEmpty {
      if replication != nil {
        try Input.checked {
          throw InputError("--replication repeats one run; name one with --variant as well")
        }
      }
      try compare(study, path)
    } else if let replications, replications > 1 {
      try replicate(design, path)
    } else {
      try runOnce(design, path)
    }
  }

  /// What the command line changes of the scenario.
  private var allOverrides: [String] {
    overrides + (ties.map { ["scheduler.ties=\($0.rawValue)"] } ?? [])
  }

  /// Which requests are written down.
  var requestTrace: RequestTrace { trace.flatMap(RequestTrace.init(text:)) ?? .none }

  /// A bar on the terminal.
  var progressBar: ProgressBar {
    ProgressBar(isTerminal: Terminal.isError && !quiet, width: Terminal.width) {
      Terminal.write($0, isError: true)
    }
  }

  /// What `body` finds out and writes into a folder, which appears at `path` when all is there; of
  /// a program that is stopped half-way nothing is left.
  ///
  /// - Throws: exit status 2 or 3, when what is wrong has been printed.
  func writing<Value>(
    to path: String, _ body: (ResultFolder, ProgressBar) throws -> Value
  ) throws -> Value {
    let folder = try Input.checked { try ResultFolder(path) }
    defer { folder.discard() }
    let bar = progressBar
    return try Input.checked {
      defer { bar.clear() }
      return try Interruption.guarding(folder.abandon) {
        let value = try body(folder, bar)
        try Interruption.uninterrupted { try folder.commit() }
        return value
      }
    }
  }

  /// One run of one design.
  private func runOnce(_ design: ClusterDesign, _ path: String) throws {
    var options = RunOptions()
    options.seed = seed
    options.replication = replication ?? 0
    options.traceRequests = requestTrace
    let results = try writing(to: path) { folder, bar in
      let rows = options.traceRequests == .none ? nil : try folder.requestRows()
      let results = try Experiment.run(
        design, options: options, rows: { try rows?.write($0) }, progress: bar.show)
      try folder.write(results)
      let charts = ChartLibrary.find(in: [".assets"])
      try folder.write(HTMLReport.render(results, charts: charts), to: "report.html")
      return results
    }
    if !quiet {
      let table = TerminalSummary.table(
        results, width: Terminal.width, colours: Terminal.hasColours)
      Terminal.write(table + "\n")
    }
    Terminal.tell("report: \(path)/report.html\n")
    if !results.isTrustworthy { throw ExitCode(ExitStatus.doubtful) }
  }
}

extension RequestTrace {
  /// What `--trace-requests` takes: `all`, or a number above 0.
  init?(text: String) {
    if text == "all" {
      self = .all
    } else if let number = Int(text), number > 0 {
      self = .every(number)
    } else {
      return nil
    }
  }
}
