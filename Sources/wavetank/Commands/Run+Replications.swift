import ArgumentParser
import ClusterSim
import Experiments
import Reports
import Results
import Scenarios

/// Runs of many replications and of variants.
extension Run {
  /// Many replications of one design.
  func replicate(_ design: ClusterDesign, _ path: String) throws {
    let found = try writing(to: path) { folder, bar in
      let rows = try sink(of: [nil], in: folder)
      let found = try repeatable {
        try Experiment.replicate(design, options: options, rows: rows, progress: bar.show)
      }
      try folder.write(found)
      let charts = ChartLibrary.find(in: [".assets"])
      try folder.write(HTMLReport.render(found, charts: charts), to: "report.html")
      return found
    }
    tell(path) {
      TerminalSummary.table(found, width: Terminal.width, colours: Terminal.hasColours)
    }
    guard !found.isTrustworthy else { return }
    tellBreaks(found.expectations + found.invariants, variant: variant)
    throw ExitCode(ExitStatus.doubtful)
  }

  /// All variants of a scenario, side by side.
  func compare(_ study: Study, _ path: String) throws {
    let found = try writing(to: path) { folder, bar in
      let rows = try sink(of: study.variants.map(\.name), in: folder)
      let found = try repeatable {
        try Experiment.compare(study, options: options, rows: rows, progress: bar.show)
      }
      try folder.write(found)
      let charts = ChartLibrary.find(in: [".assets"])
      for variant in found.variants {
        let page = HTMLReport.render(variant.replications, charts: charts)
        try folder.write(page, to: "report.html", of: variant.name)
      }
      try folder.write(HTMLReport.render(found, charts: charts), to: "report.html")
      return found
    }
    tell(path) {
      TerminalSummary.table(found, width: Terminal.width, colours: Terminal.hasColours)
    }
    guard !found.isTrustworthy else { return }
    for variant in found.variants {
      let checks = variant.replications.expectations + variant.replications.invariants
      tellBreaks(checks, variant: variant.name)
    }
    tellBreaks(found.comparisons, variant: nil)
    throw ExitCode(ExitStatus.doubtful)
  }

  /// Prints the table, unless nobody wants it, and where the report is.
  private func tell(_ path: String, _ table: () -> String) {
    if !quiet { Terminal.write(table() + "\n") }
    Terminal.tell("report: \(path)/report.html\n")
  }

  private var options: StudyOptions {
    var options = StudyOptions()
    options.seed = seed
    options.replications = replications ?? 1
    if let threads { options.threads = threads }
    options.traceRequests = requestTrace
    return options
  }

  /// Where the requests of each variant's replication 0 go; nil when none are written down.
  private func sink(of variants: [String?], in folder: ResultFolder) throws -> RowSink? {
    guard requestTrace != .none else { return nil }
    // Each writer is used by one run alone, and closed when all runs are over.
    nonisolated(unsafe) let writers = try variants.map { try folder.requestRows(of: $0) }
    return { variant, row in try writers[variant].write(row) }
  }

  /// What `body` gives; a replication that fails is told with the command that repeats it alone.
  private func repeatable<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let failure as ReplicationFailure {
      let command = command(repeating: failure.replication, variant: failure.variant ?? variant)
      throw InputError("\(failure)\nrepeat it with: \(command)")
    }
  }

  /// Tells what broke first, and how to repeat it.
  private func tellBreaks(_ checks: [ReplicatedCheck], variant: String?) {
    for check in checks {
      guard let broken = check.firstBreak else { continue }
      let owner = variant.map { "variant \($0): " } ?? ""
      if quiet {
        Terminal.tell("broken: \(owner)\(check.text): \(check.outcome)\n", isError: true)
      }
      guard !check.text.hasPrefix("variants.") else { continue }
      let command = command(repeating: broken.replication, variant: variant)
      Terminal.tell("to repeat it alone: \(command)  # \(owner)\(check.text)\n", isError: true)
    }
  }

  /// The command that repeats one replication as one run.
  private func command(repeating replication: UInt64, variant: String?) -> String {
    func quoted(_ text: String) -> String {
      let isPlain = text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf)
          || "-_./=:".utf8.contains(byte)
      }
      return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
    var words = ["wavetank", "run", quoted(scenario)]
    if let seed { words += ["--seed", "\(seed)"] }
    if let variant { words += ["--variant", quoted(variant)] }
    if let ties { words += ["--ties", ties.rawValue] }
    for override in overrides { words += ["--set", quoted(override)] }
    words += ["--replication", "\(replication)"]
    return words.joined(separator: " ")
  }
}
