import ArgumentParser
import Documents
import Experiments
import Reports
import Scenarios
import Scheduler
import SchedulerLab

/// What the decisions of a trace are made about.
enum TraceSubject {
  /// The decisions of a scenario's scheduler.
  static func decisions(
    _ scenario: String, overrides: [String], seed: UInt64?
  ) throws -> [SchedulingDecision] {
    let design = try ScenarioLoader.study(path: scenario, overrides: overrides).design
    let bar = ProgressBar(isTerminal: Terminal.isError, width: Terminal.width) {
      Terminal.write($0, isError: true)
    }
    defer { bar.clear() }
    var options = RunOptions()
    options.seed = seed
    return try Experiment.decisions(design, options: options, progress: bar.show)
  }

  /// The file that holds the scenario at `path`, which may be its folder.
  static func file(ofScenario path: String) -> String {
    path.hasSuffix(".yaml") || path.hasSuffix(".yml") || path.hasSuffix(".json")
      ? path : path.hasSuffix("/") ? path + "scenario.yaml" : path + "/scenario.yaml"
  }
}
