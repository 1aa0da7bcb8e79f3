import ArgumentParser

/// The command line: one type a verb, in `Commands`.
@main
struct Wavetank: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wavetank",
    abstract: "Runs your manifests and traffic in a simulated cluster, and says what users saw.",
    discussion: """
      A scenario is a folder with a scenario.yaml and Kubernetes manifests beside it. \
      scenarios/README.md describes every field.

      Examples:
        wavetank run scenarios/article
        wavetank validate scenarios/article
        wavetank verify
        wavetank init k8s/ --out my-shop
        wavetank explain workers
        wavetank swarm

      Exit status: 0 done; 1 the run finished and refuses to vouch for itself, or breaks an \
      expectation; 2 bad input; 3 the output could not be written.
      """,
    version: Version.text,
    subcommands: [
      Run.self, Validate.self, Verify.self, SchedulerVerbs.self, RunSwarm.self, Init.self,
      Explain.self,
    ])

  /// Parses and runs, with the project's exit statuses: what a person typed wrongly ends with 2.
  static func main() {
    Interruption.prepare()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let status as ExitCode {
      exit(withError: status)
    } catch {
      let isHelp = exitCode(for: error) == .success
      Terminal.tell(fullMessage(for: error) + "\n", isError: !isHelp)
      exit(withError: isHelp ? ExitCode.success : ExitCode(ExitStatus.badInput))
    }
  }
}
