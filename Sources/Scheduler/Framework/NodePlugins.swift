/// What a PreFilter plugin found out.
public enum PreFilterVerdict: Sendable {
  /// The plugin's filter runs, on all nodes or on those named only.
  case proceed(only: [String]?)
  /// The plugin's filter has nothing to do with this pod.
  case skip
  /// No node can take the pod, or something broke.
  case fails(Status)
}

/// Looks at a pod before any node is looked at.
public protocol PreFilterPlugin: SchedulerPlugin {
  /// Works out what the filter needs; `nodes` are all nodes.
  func preFilter(_ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState) -> PreFilterVerdict
}

/// Keeps what its PreFilter worked out true while other pods are put on a node, or taken off it, on
/// trial.
public protocol TrialPlugin: SchedulerPlugin {
  /// `other` is on `node` now.
  func addPod(_ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState)
  /// `other` is on `node` no longer.
  func removePod(_ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState)
}

/// Says whether a node can take a pod.
public protocol FilterPlugin: SchedulerPlugin {
  /// Success, a rejection with its reasons, or an error.
  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status
}

/// Tries to make room when no node can take a pod.
public protocol PostFilterPlugin: SchedulerPlugin {
  /// The outcome, and the node to nominate if room will be made there. The first success or error
  /// ends the extension point.
  func postFilter(
    _ pod: PodInfo, _ diagnosis: Diagnosis, _ state: CycleState, _ handle: any FilterHandle
  ) -> PostFilterResult
}

/// What a PostFilter plugin achieved.
public struct PostFilterResult {
  /// Success when room will be made; otherwise why not, as the pod's event will say.
  public var status: Status
  /// The node that the pod is to wait for; nil leaves an earlier nomination, "" clears it.
  public var nominatedNode: String?
  /// The pods that have to go for it, the most important first.
  public var victims: [PodInfo]
  /// What was tried, for the explanation; nil when nothing was.
  public var trials: PreemptionTrials?

  /// An outcome.
  public init(
    _ status: Status, nominatedNode: String? = nil, victims: [PodInfo] = [],
    trials: PreemptionTrials? = nil
  ) {
    self.status = status
    self.nominatedNode = nominatedNode
    self.victims = victims
    self.trials = trials
  }
}

/// Looks at the nodes that can take a pod before they are scored.
public protocol PreScorePlugin: SchedulerPlugin {
  /// Success, skip (the plugin does not score this pod) or an error.
  func preScore(_ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState) -> Status
}

/// Says how well nodes suit a pod.
public protocol ScorePlugin: SchedulerPlugin {
  /// The points of one node: 0 to 100, or anything that `normalize` brings there.
  func score(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Int64

  /// The points of all nodes, into `scores` in the order of `nodes`.
  ///
  /// The default asks `score` for each; a plugin that can do better in one sweep overrides it.
  func scoreAll(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState, into scores: inout [Int64])

  /// Brings the points of all nodes into 0 to 100; the default leaves them.
  func normalize(_ scores: inout [Int64], for pod: PodInfo, _ state: CycleState)
}

extension ScorePlugin {
  /// Asks `score` for each node.
  public func scoreAll(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState, into scores: inout [Int64]
  ) {
    for index in nodes.indices { scores[index] = score(pod, on: nodes[index], state) }
  }

  /// Leaves the points as they are.
  public func normalize(_ scores: inout [Int64], for pod: PodInfo, _ state: CycleState) {}
}

/// The most points that a plugin gives a node, before its weight.
public let maxNodeScore: Int64 = 100
