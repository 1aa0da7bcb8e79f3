import ArgumentParser
import ClusterSim

/// `wavetank validate`: everything wrong with a scenario, without running it.
struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a scenario and its manifests without running it.",
    discussion: """
      Examples:
        wavetank validate scenarios/article
        wavetank validate my-scenario.yaml
        wavetank validate scenarios/article --set clients.readers.rate=60/s

      Prints every mistake as file:line:column: error: what is wrong; what would be right.
      """)

  @Argument(help: "The scenario: a folder with a scenario.yaml, or a file.")
  var scenario: String

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Change a field of the scenario for this check; may be repeated.", valueName: "path=value"))
  var overrides: [String] = []

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func run() throws {
    let study = try Input.load(scenario, overrides: overrides, quiet: quiet)
    guard !quiet else { return }
    let design = study.design
    Terminal.write("\(design.name): \(Self.contents(of: design).joined(separator: ", "))\n")
    for variant in study.variants {
      Terminal.write("variant \(variant.name): \(variant.changes.joined(separator: ", "))\n")
    }
  }

  /// What a scenario has, in words.
  private static func contents(of design: ClusterDesign) -> [String] {
    func count(_ number: Int, _ noun: String) -> String {
      "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
    var objects = design.manifests.count
    for case .command(.create(let create)) in design.timeline.map(\.action) {
      objects += create.objects.count
    }
    return [
      count(objects, "object"), count(design.clients.count, "client"),
      count(design.timeline.count, "step"), count(design.phases.count, "phase"),
      count(design.expectations.count, "expectation"),
    ]
  }
}
