import ArgumentParser

/// `wavetank verify`: how far the simulation agrees with theory and with recorded truth.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare the simulation with theory and with recorded truth.",
    discussion: """
      Examples:
        wavetank verify
        wavetank verify --out reports/verify.json
        wavetank verify --thorough

      Prints one row an agreement and writes them as a list of {name, value, unit, floor or \
      target, holds}. Exit status 1 when one does not hold.
      """)

  @Option(help: "The file to write the rows to.")
  var out = "reports/verify.json"

  @Flag(help: "Run five times as many replications.")
  var thorough = false

  @Option(help: "Run only the suite of this name; may be repeated.")
  var only: [String] = []

  func run() throws {
    throw ValidationError("this build has nothing to verify with")
  }
}
