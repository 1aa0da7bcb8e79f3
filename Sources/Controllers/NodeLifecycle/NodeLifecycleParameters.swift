import Units

/// When nodes are taken for dead, and how fast they are emptied.
public struct NodeLifecycleParameters: Hashable, Sendable {
  /// From one look at all nodes to the next.
  public var monitorPeriod = Parameter(
    TimeSpan.seconds(5), .documented, "--node-monitor-period")
  /// How long one look takes, beside the calls that it makes. The next comes a period after its
  /// end, so looks drift past whole seconds: a node is taken for dead at the tenth look after the
  /// one that noticed its last renewal, not at the eleventh.
  public var monitorLookTime = Parameter(
    TimeSpan.milliseconds(40), .measured,
    "recording s3a_node_failure_default: 74 looks in 373.4 s")
  /// Silence after which a node is taken for dead.
  public var monitorGracePeriod = Parameter(
    TimeSpan.seconds(50), .documented, "--node-monitor-grace-period (40 s before 1.32)")
  /// Silence that a node which never said anything is allowed.
  public var startupGracePeriod = Parameter(
    TimeSpan.seconds(60), .documented, "--node-startup-grace-period")
  /// Nodes a second that are emptied in a healthy zone.
  public var evictionRate = Parameter(0.1, .documented, "--node-eviction-rate")
  /// Nodes a second that are emptied in a large zone with many dead nodes.
  public var secondaryEvictionRate = Parameter(
    0.01, .documented, "--secondary-node-eviction-rate")
  /// The share of dead nodes from which a zone counts as disrupted.
  public var unhealthyZoneThreshold = Parameter(
    0.55, .documented, "--unhealthy-zone-threshold")
  /// Nodes above which a zone counts as large.
  public var largeZoneThreshold = Parameter(
    50, .documented, "--large-cluster-size-threshold")
  /// From one look at the nodes to be emptied to the next.
  public var evictionPassPeriod = Parameter(
    TimeSpan.milliseconds(100), .documented,
    "pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go NodeEvictionPeriod")
  /// Nodes looked after at once.
  public var nodeWorkers = Parameter(
    8, .documented, "pkg/controller/nodelifecycle/scheduler UpdateWorkerSize")
  /// Pods looked after at once.
  public var podWorkers = Parameter(
    4, .documented, "pkg/controller/nodelifecycle podUpdateWorkerSize")

  /// The defaults.
  public init() {}
}
