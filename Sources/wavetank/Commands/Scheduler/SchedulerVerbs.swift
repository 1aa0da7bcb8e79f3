import ArgumentParser

/// `wavetank scheduler`: the scheduler by itself, without requests and without time.
struct SchedulerVerbs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scheduler",
    abstract: "Place pods, explain decisions, and compare scheduler configurations.",
    subcommands: [
      Place.self, ExplainCases.self, Capacity.self, Diff.self, Record.self, VerifyTrace.self,
    ])
}
