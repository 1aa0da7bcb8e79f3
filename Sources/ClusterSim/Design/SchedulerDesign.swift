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
  /// Its profiles, pace and extenders; nil: kube-scheduler's defaults.
  public var configuration: SchedulerConfiguration?

  /// kube-scheduler's defaults.
  public init() {}
}
