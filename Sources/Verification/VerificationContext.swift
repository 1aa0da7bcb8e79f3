import ClusterSim
import Experiments
import Results
import SchedulerLab

/// Where a verification finds its scenarios and its truth, and how thorough it is.
public struct VerificationContext {
  /// Runs one replication of a design.
  public typealias Runner = @Sendable (
    _ design: ClusterDesign, _ seed: UInt64, _ replication: UInt64
  ) throws -> RunResults

  /// The folder of the scenarios that ship, `scenarios` of the package's root.
  public var scenarios: String
  /// The folder of recorded truth, which may be absent.
  public var truth: TruthFolder
  /// Whether to run many times as many replications and experiments as a quick look needs.
  public var isThorough = false
  /// How simulations are run.
  public var run: Runner
  /// Told what is being done, in a few words.
  public var progress: (String) -> Void = { _ in }

  /// A verification with the scenarios in one folder and the truth in another.
  public init(scenarios: String, truth: String) {
    self.scenarios = scenarios
    self.truth = TruthFolder(path: truth)
    run = { design, seed, replication in
      var options = RunOptions()
      options.seed = seed
      options.replication = replication
      options.explainsDecisions = false
      return try Experiment.run(design, options: options)
    }
  }
}
