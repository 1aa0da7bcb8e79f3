import ArgumentParser
import ClusterSim
import Foundation
import Scenarios
import Swarm
import Units

/// `wavetank swarm`: random worlds in which every promise must hold.
struct RunSwarm: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swarm",
    abstract: "Try random worlds, in which every promise must hold.",
    discussion: """
      Examples:
        wavetank swarm
        wavetank swarm --seeds 100000 --first 1 --threads 8
        wavetank swarm --seed 4711 --shrink
        wavetank swarm --planted all

      Each seed makes a world: machines, pods, clients, commands and faults that mend by \
      themselves. It is run, left alone for as long as recovery may take, and held to every \
      promise: those of every run, those of a cluster at rest, and that everybody is served. \
      --planted puts a bug into the parts that a run is built from and tells which promise \
      catches it: \(PlantedBug.allCases.map(\.rawValue).joined(separator: ", ")).

      Exit status: 0 every promise held (or every planted bug was caught); 1 not so; 2 bad input.
      """)

  @Option(help: "How many worlds to try.")
  var seeds = 500

  @Option(help: "The first seed.")
  var first: UInt64 = 1

  @Option(help: "Try this seed only.")
  var seed: UInt64?

  @Option(help: "Threads; default: one a core.")
  var threads: Int?

  @Flag(help: "Make the first broken world smaller for as long as it breaks the same promise.")
  var shrink = false

  @Option(help: ArgumentHelp("Plant this bug, or all, one after the other.", valueName: "bug"))
  var planted: String?

  @Option(help: ArgumentHelp("Try the scenario in this folder instead.", valueName: "folder"))
  var scenario: String?

  @Flag(help: "Write the world of --seed (or --first) to a folder of --out, and try nothing.")
  var write = false

  @Option(help: ArgumentHelp("Where shrunk worlds are written to.", valueName: "folder"))
  var out = "swarm"

  func validate() throws {
    guard seeds > 0 else { throw ValidationError("--seeds is \(seeds); write 1 or more") }
    if let threads, threads < 1 {
      throw ValidationError("--threads is \(threads); write 1 or more")
    }
    let (_, overflow) = first.addingReportingOverflow(UInt64(seeds))
    if overflow { throw ValidationError("--first is too large for so many seeds") }
    _ = try bugs()
  }

  func run() throws {
    if let scenario { return try tryScenario(scenario) }
    if write {
      let folder = "\(out)/seed-\(range.lowerBound)"
      try ScenarioFolder.write(WorldGenerator.world(seed: range.lowerBound), to: folder)
      return Terminal.write("the world: \(folder)/scenario.yaml\n")
    }
    if planted == "all" { return try plantAll() }
    let begun = ProcessInfo.processInfo.systemUptime
    let bug = try bugs().first
    let search = SwarmSearch.run(range, threads: threadCount, planted: bug, progress: progress)
    if Terminal.isError { Terminal.write("\r\u{1B}[2K", isError: true) }
    let seconds = ProcessInfo.processInfo.systemUptime - begun
    for error in search.errors {
      Terminal.write("seed \(error.seed) made a scenario that is wrong:\n\(error.text)\n")
    }
    for find in search.finds.prefix(20) { show(find, bug) }
    if search.finds.count > 20 { Terminal.write("… and \(search.finds.count - 20) more\n") }
    Terminal.write(summary(search, seconds: seconds))
    if let find = search.finds.first, shrink { try shrinkWorld(find, bug) }
    if !search.finds.isEmpty || !search.errors.isEmpty { throw ExitCode(ExitStatus.doubtful) }
  }

  // MARK: What to try

  private var range: ClosedRange<UInt64> {
    if let seed { return seed...seed }
    return first...(first + UInt64(seeds) - 1)
  }

  private var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  private func bugs() throws -> [PlantedBug] {
    guard let planted else { return [] }
    if planted == "all" { return PlantedBug.allCases }
    guard let bug = PlantedBug(rawValue: planted) else {
      let known = PlantedBug.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--planted is \(planted), which is no bug; write all, or \(known)")
    }
    return [bug]
  }

  // MARK: What came of it

  private var progress: (@Sendable (Int) -> Void)? {
    guard Terminal.isError, seed == nil else { return nil }
    let total = seeds
    return { done in
      if done % 10 == 0 { Terminal.write("\r\u{1B}[2K\(done) of \(total) worlds", isError: true) }
    }
  }

  private func show(_ find: SwarmSearch.Find, _ bug: PlantedBug?) {
    let plant = bug.map { " --planted \($0.rawValue)" } ?? ""
    Terminal.write(
      """
      seed \(find.seed) broke "\(find.breach.promise)", found at \(Int(find.breach.at.seconds)) s
        \(find.breach.detail)
        repeat it: wavetank swarm --seed \(find.seed)\(plant)

      """)
  }

  private func summary(_ search: SwarmSearch, seconds: Double) -> String {
    let broken = search.finds.count + search.errors.count
    let verdict = broken == 0 ? "every promise held" : "\(broken) broke a promise"
    return "\(search.worlds) worlds: \(verdict); \(search.promises) promises, "
      + "\(search.events) events, \(search.requests) requests, "
      + "\(Int(search.simulated.seconds / 3_600)) simulated hours in \(Int(seconds.rounded())) s\n"
  }

  private func shrinkWorld(_ find: SwarmSearch.Find, _ bug: PlantedBug?) throws {
    let world = WorldGenerator.world(seed: find.seed)
    let shrunk = Shrinker(world, breaking: find.breach, planted: bug)
    let folder = "\(out)/seed-\(find.seed)"
    try ScenarioFolder.write(shrunk.world, to: folder)
    let plant = bug.map { " --planted \($0.rawValue)" } ?? ""
    Terminal.write(
      """
      seed \(find.seed) shrunk from \(world.size) to \(shrunk.world.size) in \(shrunk.runs) runs
        \(shrunk.breach.detail)
        the small world: \(folder)/scenario.yaml
        repeat it: wavetank swarm --scenario \(folder)\(plant)

      """)
  }

  private func tryScenario(_ path: String) throws {
    let bug = try bugs().first
    let trial = try Input.checked {
      let design = try ScenarioLoader.load(path: path)
      return try Trial.run(design, seed: seed ?? design.seed, planted: bug)
    }
    guard let breach = trial.breach else { return Terminal.write("every promise held\n") }
    Terminal.write(
      "broke \"\(breach.promise)\", found at \(Int(breach.at.seconds)) s\n  \(breach.detail)\n")
    throw ExitCode(ExitStatus.doubtful)
  }

  private func plantAll() throws {
    var isComplete = true
    for bug in PlantedBug.allCases {
      let table = PlantedTable([bug], seeds: range, threads: threadCount)
      Terminal.write(table.text)
      isComplete = isComplete && table.isComplete
    }
    if !isComplete { throw ExitCode(ExitStatus.doubtful) }
  }
}
