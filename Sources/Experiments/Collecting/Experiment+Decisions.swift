import ClusterSim
import Results
import Scenarios
import Scheduler

extension Experiment {
  /// Runs `design` and returns what its scheduler decided, in order, with simulated times.
  ///
  /// - Parameter progress: Told now and then which share is done, 0 … 1, and what is going on.
  /// - Throws: what is wrong with the design.
  public static func decisions(
    _ design: ClusterDesign, options: RunOptions = RunOptions(),
    progress: ((_ share: Double, _ text: String) -> Void)? = nil
  ) throws -> [SchedulingDecision] {
    let execution = try Execution(design, options: options)
    var decisions: [SchedulingDecision] = []
    execution.collector.onDecision = { decisions.append($0) }
    try execution.carryOut(rows: nil, progress: progress)
    return decisions
  }
}
