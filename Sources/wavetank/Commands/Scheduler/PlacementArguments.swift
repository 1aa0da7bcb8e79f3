import ArgumentParser
import Documents
import Randomness
import Scheduler
import SchedulerLab

/// What the verbs that place pods are told about the cluster and the scheduler.
struct PlacementArguments: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files with nodes: YAML, JSON or a kubectl dump.", valueName: "file"))
  var nodes: [String]

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files with pods: YAML, JSON or a kubectl dump.", valueName: "file"))
  var pods: [String]

  @Option(help: ArgumentHelp("A KubeSchedulerConfiguration file.", valueName: "file"))
  var config: String?

  @OptionGroup var choice: ChoiceArguments
}

/// How a verb that places pods searches and chooses among nodes.
struct ChoiceArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Look at this percentage of the nodes; 0: as kube-scheduler does; default: all of them.",
      valueName: "percent"))
  var percentage: Int?

  @Option(help: "How to choose among nodes with the same points: first (name) or random.")
  var ties = TieRule.first

  @Option(help: "The seed of random choices.")
  var seed: UInt64 = 1
}

/// How a person says that ties be broken.
enum TieRule: String, ExpressibleByArgument, CaseIterable {
  case first
  case random
}
