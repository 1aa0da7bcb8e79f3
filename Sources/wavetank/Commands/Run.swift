import ArgumentParser
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
    name: .customLong("trace-requests"),
    help: ArgumentHelp(
      "Write requests.csv with all requests, or with every N-th in order of arrival.",
      valueName: "all|N"))
  var trace: String?

  @Flag(help: "Print nothing but errors and the path of the report.")
  var quiet = false

  func validate() throws {
    if let trace, RequestTrace(text: trace) == nil {
      throw ValidationError("--trace-requests is '\(trace)'; write all, or a number above 0")
    }
  }

  func run() throws {
    let design = try Input.load(scenario, overrides: overrides, quiet: quiet)
    let path = out ?? "reports/\(design.name)/latest"
    let folder = try Input.checked { try ResultFolder(path) }
    defer { folder.discard() }
    let bar = ProgressBar(
      isTerminal: Terminal.isError && !quiet, width: Terminal.width
    ) { Terminal.write($0, isError: true) }
    var options = RunOptions()
    options.seed = seed
    options.traceRequests = trace.flatMap(RequestTrace.init(text:)) ?? .none
    let results = try Input.checked {
      defer { bar.clear() }
      return try Interruption.guarding(folder.abandon) {
        let rows = options.traceRequests == .none ? nil : try folder.requestRows()
        let results = try Experiment.run(
          design, options: options, rows: { try rows?.write($0) }, progress: bar.show)
        try folder.write(results)
        let charts = ChartLibrary.find(in: [".assets"])
        try folder.write(HTMLReport.render(results, charts: charts), to: "report.html")
        try Interruption.uninterrupted { try folder.commit() }
        return results
      }
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
