import ArgumentParser
import Results
import Verification

/// `wavetank verify`: how far the simulation agrees with theory and with recorded truth.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare the simulation with theory and with recorded truth.",
    discussion: """
      Examples:
        wavetank verify
        wavetank verify --only theory --thorough
        wavetank verify --only scheduler --only openb --out reports/verify.json

      Prints one row an agreement and writes them as a list of {name, value, unit, floor or \
      target, holds}. Suites, in this order: \
      \(VerificationSuite.all.map { "\($0.name) (\($0.summary))" }.joined(separator: "; ")). \
      A suite whose records are not there is skipped, which is not the same as held.

      Exit status: 0 every row holds; 1 one does not; 2 bad input; 3 the rows could not be written.
      """)

  @Option(help: ArgumentHelp("The file to write the rows to.", valueName: "file"))
  var out = "reports/verify.json"

  @Flag(help: "Run for an hour or more: many times as many replications and experiments.")
  var thorough = false

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Run only the suites of these names.", valueName: "name"))
  var only: [String] = []

  @Option(help: ArgumentHelp("The folder of the scenarios that ship.", valueName: "folder"))
  var scenarios = "scenarios"

  @Option(help: ArgumentHelp("The folder of recorded truth.", valueName: "folder"))
  var shared = "../shared"

  func run() throws {
    let table = try Input.checked {
      let suites = try VerificationSuite.named(only)
      let file = try WholeFile(out)
      var context = VerificationContext(scenarios: scenarios, truth: shared)
      context.isThorough = thorough
      if Terminal.isError { context.progress = Self.show }
      defer { if Terminal.isError { Self.show("") } }
      return try Interruption.guarding(file.abandon) {
        var table = AgreementTable()
        for suite in suites { table.add(try suite.run(context), of: suite.name) }
        try Interruption.uninterrupted { try file.commit(table.json.text()) }
        return table
      }
    }
    Terminal.tell(table.text(width: Terminal.isOutput ? Terminal.width : .max))
    Terminal.tell("rows: \(out)\n")
    if !table.holds { throw ExitCode(ExitStatus.doubtful) }
  }

  /// Puts `text` in the place of the terminal's last line.
  private static func show(_ text: String) {
    Terminal.write("\r\u{1B}[2K" + text.prefix(max(0, Terminal.width - 1)), isError: true)
  }
}
