import Randomness
import Scheduler

/// How the cluster's scheduler chooses among nodes.
public struct SchedulerDesign: Sendable {
  /// How it chooses among nodes with the same points.
  public enum Ties: String, CaseIterable, Hashable, Sendable {
    /// The smallest name, for comparisons.
    case first
    /// Any of them, equally likely.
    case random
  }

  /// How it chooses among nodes with the same points.
  public var ties = Ties.random
  /// Which share of the nodes is enough to choose among, in percent; 0: as kube-scheduler has it,
  /// all of a small cluster and fewer and fewer of a large one.
  public var percentage = 0

  /// kube-scheduler's defaults.
  public init() {}

  /// How much of the cluster is searched; nil where the profiles are to say.
  var sampling: NodeSampling? {
    switch percentage {
    case 0: nil
    case 100: .all
    default: .percentage(percentage)
    }
  }

  /// Breaks ties, with `stream` where that is left to chance.
  func tieBreaker(_ stream: @autoclosure () -> RandomStream) -> TieBreaker {
    switch ties {
    case .first: .first
    case .random: .random(stream())
    }
  }
}
