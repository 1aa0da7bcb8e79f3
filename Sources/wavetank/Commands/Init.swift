import ArgumentParser
import Documents
import Results
import Scenarios

/// `wavetank init`: a first scenario for somebody's own manifests.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a first scenario for your own manifests.",
    discussion: """
      Examples:
        wavetank init k8s/ --out my-shop
        wavetank init app.yaml database.yaml --out my-shop
        helm template my-chart | wavetank init /dev/stdin --out my-shop

      Guesses what runs inside each image, who asks, and which machines there are, and marks every \
      guess in scenario.yaml with its reason. The scenario runs at once: wavetank run my-shop.
      """)

  @Argument(help: "Manifests: YAML or JSON files, or folders of them.")
  var manifests: [String]

  @Option(help: ArgumentHelp("The folder to write, which must not be there.", valueName: "folder"))
  var out: String

  func run() throws {
    try Input.checked {
      let start = try StartingPoint(manifests: manifests)
      if !start.warnings.isEmpty {
        let lines = start.warnings.map(\.description).joined(separator: "\n")
        Terminal.tell(lines + "\n", isError: true)
      }
      do {
        try NewFolder.write(start.files, to: out) { staging in
          // What we have written must be right; if it is not, the person is told where.
          _ = try ScenarioLoader.load(path: staging)
        }
      } catch let error as OutputError where error.isOverwriting {
        Terminal.tell("\(error)\n", isError: true)
        throw ExitCode(ExitStatus.badInput)
      }
      let folder = out.hasSuffix("/") ? String(out.dropLast()) : out
      Terminal.tell(
        "wrote \(folder)/scenario.yaml and \(count(start.files.count - 1, "manifest")) beside it\n"
          + "now: wavetank run \(folder)\n"
          + "first check the \(count(start.guesses, "guess", "guesses")) in it: "
          + "grep -n guess: \(folder)/scenario.yaml\n")
    }
  }

  private func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
