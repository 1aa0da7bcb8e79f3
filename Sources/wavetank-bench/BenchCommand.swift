import ArgumentParser
import Foundation
import Results

/// `wavetank-bench`: how fast the engine, the models and the whole story are.
@main
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wavetank-bench",
    abstract: "Measure how fast Wavetank is.",
    discussion: """
      Examples:
        wavetank-bench all --python .venv/bin/python --out reports/bench.json
        wavetank-bench all --quick
        wavetank-bench hold webpath

      Times are CPU seconds of this process, best of five; run it from the package's folder. Exit \
      status 1 when a ratio or an instruction count breaks its bound; times that miss theirs are \
      only said, as they depend on the machine.
      """)

  @Argument(
    help: """
      all, or any of: hold, mm8, tandem, webpath, curve, article, place, place-curve, state, \
      openb, import, instructions.
      """)
  var names: [String] = ["all"]

  @Option(help: "A Python that has SimPy; without it the comparisons are left out.")
  var python: String?

  @Option(help: "The file to write the figures to, as JSON.")
  var out: String?

  @Option(help: "How many requests or pods the benchmarks called …-once make.")
  var requests = 60_000

  @Flag(help: "A short form: fewer repeats and sizes.")
  var quick = false

  func run() throws {
    let wanted = names == ["all"] ? Self.standard : names
    for name in wanted { try runOne(name) }
    for line in Figures.verdicts { print(line) }
    if let out { try write(to: out) }
    if Figures.hasBrokenLaw { throw ExitCode(1) }
  }

  private static let standard = [
    "hold", "mm8", "tandem", "webpath", "curve", "article", "place", "place-curve", "state",
    "openb", "import", "instructions",
  ]

  private func runOne(_ name: String) throws {
    let withSimPy = python.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    switch name {
    case "hold": HoldBenchmark.run()
    case "hold-once": HoldBenchmark.runOnce(operations: requests)
    case "mm8": MM8Benchmark.run(python: withSimPy)
    case "mm8-once": MM8Benchmark.runOnce(requests: requests)
    case "tandem": TandemBenchmark.run(python: withSimPy)
    case "webpath": WebPathBenchmark.run()
    case "webpath-once": WebPathBenchmark.runOnce(requests: requests)
    case "webpath-wide-once": WebPathBenchmark.runWideOnce()
    case "curve": CurveBenchmark.run(isQuick: quick)
    case "article": ArticleBenchmark.run(repeats: quick ? 2 : 5)
    case "place": PlaceBenchmark.run(isQuick: quick)
    case "place-curve": PlaceBenchmark.runCurve(isQuick: quick, out: out)
    case "state": StateBenchmark.run(program: CommandLine.arguments[0])
    case "state-once": StateBenchmark.runOnce()
    case "openb": PlaceOpenbBenchmark.run(program: CommandLine.arguments[0], isQuick: quick)
    case "place-openb-once": PlaceOpenbBenchmark.runOnce(isQuick: quick)
    case "import": ImportBenchmark.run(program: CommandLine.arguments[0], isQuick: quick)
    case "import-once": ImportBenchmark.runOnce(isQuick: quick)
    case "place-plain-once": PlaceBenchmark.runOnce(.plain, pods: requests)
    case "place-antiaffinity-once": PlaceBenchmark.runOnce(.antiaffinity, pods: requests)
    case "place-spread-once": PlaceBenchmark.runOnce(.spread, pods: requests)
    case "place-spread-hard-once": PlaceBenchmark.runOnce(.spreadHard, pods: requests)
    case "instructions": InstructionCounts.run(program: CommandLine.arguments[0])
    default:
      throw ValidationError(
        "there is no benchmark '\(name)'; there are all, \(Self.standard.joined(separator: ", "))")
    }
  }

  /// Writes the figures under another name first, so that no half file is ever seen.
  private func write(to path: String) throws {
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(Figures.json.text().utf8).write(to: url, options: .atomic)
  }
}
