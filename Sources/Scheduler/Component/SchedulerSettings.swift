import Units

/// How the scheduler works, its profiles aside.
public struct SchedulerSettings: Hashable, Sendable {
  /// How the queue paces its pods.
  public var queue = QueueSettings()
  /// How many nodes are enough to choose among, where a profile does not say (documented).
  ///
  /// Source: `pkg/scheduler/apis/config/types.go` (DefaultPercentageOfNodesToScore), v1.34.
  public var nodeSampling = NodeSampling.adaptive
  /// How long one decision takes.
  public var cost = SchedulingCost()
  /// How long a binding that the API server confirmed may stay unseen by the informer before it is
  /// disbelieved; nil: for ever (documented).
  ///
  /// Source: `pkg/scheduler/scheduler.go` (durationToExpireAssumedPod), v1.34.
  public var assumedPodLifetime: TimeSpan?

  /// The defaults.
  public init() {}

  /// What a configuration says of them.
  public init(_ told: SchedulerConfiguration) {
    nodeSampling = told.nodeSampling
    queue = told.queue
  }
}

/// How long the scheduler's one thread is busy with a pod, before its binding goes on by itself.
///
/// Measured on the real v1.34 code, in process, with plain pods in a cluster of 5,000 nodes on one
/// core: 82 pods a second when all nodes are looked at and scored, 631 when the default sampling
/// stops at a tenth of them. A straight line through both gives the two defaults. A master with
/// more cores looks at nodes side by side and is faster; one under load is slower.
public struct SchedulingCost: Hashable, Sendable {
  /// For each pod, whatever the cluster (measured).
  public var perPod = TimeSpan.microseconds(400)
  /// For each node that is looked at (measured).
  public var perNode = TimeSpan(nanoseconds: 2_360)

  /// The measured cost.
  public init() {}

  /// A cost of one's own.
  public init(perPod: TimeSpan, perNode: TimeSpan) {
    self.perPod = perPod
    self.perNode = perNode
  }

  /// Decisions that take no time.
  public static let none = SchedulingCost(perPod: .zero, perNode: .zero)

  /// How long a decision takes that looks at `nodes` nodes.
  func span(nodes: Int) -> TimeSpan { perPod + perNode * Int64(nodes) }
}
