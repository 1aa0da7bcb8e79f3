import ArgumentParser
import Documents
import Reports
import Results
import KubeAPI
import Scheduler
import SchedulerLab

/// `wavetank scheduler explain`: what the scheduler decides in recorded cases, and why.
struct ExplainCases: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what the scheduler decides in recorded cases, and why.",
    discussion: """
      Examples:
        wavetank scheduler explain --cases cases.json --out results.json
        wavetank scheduler explain --cases cases.json --text
        wavetank scheduler explain --cases cases.json --case two-zones --pod web-1
        wavetank scheduler explain --cases cases.json --config scheduler.yaml --out results.json

      A case is {name, nodes, pods, incoming, extra}: a cluster, and pods to place in order. A \
      file holds a list of cases, one alone, or one a line; or pairs {case, result}, whose \
      results say what another scheduler did. Writes {name, results} for each case: what was \
      said of every node, points by plugin, and which pods would have to make room.

      With results, every step starts from the cluster as the results have it, and a table says \
      how many decisions agree.

      Exit status: 0 done, and all agree; 1 a decision differs from its result; 2 bad input; 3 the \
      output could not be written.
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files of cases: JSON, or YAML.", valueName: "file"))
  var cases: [String]

  @Option(help: ArgumentHelp("A KubeSchedulerConfiguration file.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("The file to write (default: standard output).", valueName: "file"))
  var out: String?

  @Option(name: .customLong("case"), help: ArgumentHelp("Only this case.", valueName: "name"))
  var caseName: String?

  @Option(
    help: ArgumentHelp(
      "Print tables of this pod only, named with or without its namespace.", valueName: "name"))
  var pod: String?

  @Flag(help: "Print tables of nodes and plugins instead of JSON.")
  var text = false

  @Option(
    help: ArgumentHelp("How many differences are told at most.", valueName: "number"))
  var differences = 20

  func validate() throws {
    if cases.isEmpty { throw ValidationError("--cases names no file") }
    if differences < 0 {
      throw ValidationError("--differences is '\(differences)'; write 0 or more")
    }
  }

  /// Whether tables are printed: they are asked for, or a person would see the JSON.
  private var printsTables: Bool { text || pod != nil || (out == nil && Terminal.isOutput) }

  func run() throws {
    let found = try WholeOutput.writing(to: out) {
      let configuration =
        try config.map { try ConfigurationFile.read($0, percentage: nil) }
        ?? OracleReplay.recordedConfiguration
      let found = try decide(try chosenCases(), configuration)
      return (found, found.results.text)
    }
    if printsTables {
      Terminal.tell(found.tables)
    } else if out == nil {
      Terminal.write(found.results.text)
    }
    let all = found.agreement.total
    guard all.steps > 0 else { return }
    // Beside JSON on standard output nothing else may stand there.
    let isAside = out == nil && !printsTables
    Terminal.tell(
      Self.agreementText(found.agreement, differences: differences), isError: isAside)
    if all.agreeing < all.steps { throw ExitCode(ExitStatus.doubtful) }
  }

  // MARK: What is asked for

  private func chosenCases() throws -> [OracleCase] {
    var all: [OracleCase] = []
    var problems: [Problem] = []
    var omitted = 0
    for path in cases {
      do throws(Problems) {
        all += try CaseFile.cases(in: try SourceFile(path: path))
      } catch {
        problems += error.all
        omitted += error.omitted
      }
    }
    if !problems.isEmpty { throw Problems(problems, omitted: omitted) }
    if let caseName {
      let found = all.filter { $0.name == caseName }
      if found.isEmpty { throw unknown("--case", caseName, "case", among: all.map(\.name)) }
      all = found
    }
    if let pod, !all.contains(where: { one in one.incoming.contains { isAsked($0.key) } }) {
      let names = all.flatMap(\.incoming).map { "\($0.key)" }
      throw unknown("--pod", pod, "incoming pod", among: names)
    }
    return all
  }

  private func unknown(
    _ option: String, _ name: String, _ noun: String, among names: [String]
  ) -> InputError {
    let hint = Suggestion.hint(for: name, among: names) ?? "the files have \(names.count)"
    return InputError("\(option) is '\(name)', which is no \(noun); \(hint)")
  }

  private func isAsked(_ key: ObjectKey) -> Bool {
    pod == nil || pod == key.name || pod == key.description
  }

  // MARK: What comes of it

  /// What came of all cases.
  private struct Found {
    var results = CaseResults()
    var agreement = CaseAgreement()
    /// For a person; empty where nobody wants them.
    var tables = ""
  }

  private func decide(
    _ cases: [OracleCase], _ configuration: SchedulerConfiguration
  ) throws -> Found {
    var found = Found()
    for one in cases {
      var replay = try OracleReplay(one, configuration: configuration)
      let steps = replay.run()
      found.results.add(steps, of: one)
      found.agreement.add(steps, of: one)
      guard printsTables else { continue }
      for (index, step) in steps.enumerated() where isAsked(step.pod) {
        let recorded = one.steps.indices.contains(index) ? one.steps[index].chosen : nil
        let table = ExplanationTable(step.decision, recorded: recorded)
        found.tables += Self.tableText(table, in: one.name)
      }
    }
    return found
  }

  private static func tableText(_ table: ExplanationTable, in name: String) -> String {
    var text = ["\(name): \(table.headline)"]
    if !table.rows.isEmpty { text += lines(table.columns, table.rows).map { "  " + $0 } }
    text += table.refusals.map { "  cannot: " + $0 }
    if !table.preemption.isEmpty {
      text += ["  if pods of lower priority made room:"] + table.preemption.map { "    " + $0 }
    }
    return text.joined(separator: "\n") + "\n\n"
  }

  private static func agreementText(_ agreement: CaseAgreement, differences: Int) -> String {
    var text = [agreement.summary] + lines(CaseAgreement.columns, agreement.cells)
    text += agreement.total.differences.prefix(differences)
    return text.joined(separator: "\n") + "\n"
  }

  private static func lines(
    _ columns: [(heading: String, isNumber: Bool)], _ rows: [[String]]
  ) -> [String] {
    TextTable.lines(columns, rows, width: Terminal.isOutput ? Terminal.width - 2 : .max)
  }
}
