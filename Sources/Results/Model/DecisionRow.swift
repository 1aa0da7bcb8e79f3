import Units

/// One attempt of the scheduler to place a pod.
public struct DecisionRow: Sendable, Equatable {
  /// What came of an attempt.
  public enum Outcome: String, Sendable {
    /// A node was chosen.
    case placed
    /// No node can take the pod.
    case unschedulable
    /// The pod was held before any node was looked at.
    case gated
    /// Something broke.
    case failed
  }

  /// When the attempt ended.
  public var at: Instant
  /// The pod, as `namespace/name`.
  public var pod: String
  /// The attempt's number for this pod; the first is 1. A pod that is held has made none: 0.
  public var attempt: Int
  /// What came of it.
  public var outcome: Outcome
  /// The chosen node; nil when none fitted.
  public var node: String?
  /// Nodes that were looked at.
  public var nodesEvaluated: Int
  /// Nodes that fitted.
  public var nodesFeasible: Int
  /// The chosen node's weighted score; nil when nothing was scored.
  public var score: Int?
  /// Time between the pod's creation and this attempt's end.
  public var waited: TimeSpan
  /// Of this, the time since the pod came (back) into the queue for this attempt.
  public var queued = TimeSpan.zero
  /// From the choice of the node to the pod's being bound; nil when that did not happen.
  public var binding: TimeSpan?
  /// Why nodes were turned away, in the scheduler's words; empty when none was.
  public var reason: String
  /// The node where room is made for it; empty for none.
  public var nominated = ""
  /// The pods that go for it, as `namespace/name`, the most important first.
  public var victims: [String] = []
  /// What was said of each node; nil when that was not written down.
  public var explanation: DecisionExplanation?

  /// A scheduling attempt.
  public init(
    at: Instant, pod: String, attempt: Int, node: String?, nodesEvaluated: Int,
    nodesFeasible: Int, score: Int? = nil, waited: TimeSpan, reason: String = "",
    outcome: Outcome? = nil
  ) {
    self.at = at
    self.pod = pod
    self.attempt = attempt
    self.outcome = outcome ?? (node == nil ? .unschedulable : .placed)
    self.node = node
    self.nodesEvaluated = nodesEvaluated
    self.nodesFeasible = nodesFeasible
    self.score = score
    self.waited = waited
    self.reason = reason
  }
}

/// What an attempt of the scheduler said of each node.
public struct DecisionExplanation: Sendable, Equatable {
  /// The plugins that give points, in the order of their points.
  public var plugins: [String]
  /// The nodes, sorted by name.
  public var nodes: [DecisionNode]

  /// What was said of `nodes`.
  public init(plugins: [String], nodes: [DecisionNode]) {
    self.plugins = plugins
    self.nodes = nodes
  }
}

/// What an attempt of the scheduler said of one node.
public struct DecisionNode: Sendable, Equatable {
  /// What became of the node.
  public enum Verdict: String, Sendable {
    /// It was chosen.
    case chosen
    /// It can take the pod, and others were better or as good.
    case fits
    /// A plugin turned it down.
    case rejected
  }

  /// Whether room could be made there.
  public enum Preemption: String, Sendable {
    /// Room is made there.
    case nominated
    /// Room could have been made there.
    case candidate
    /// No room can be made there.
    case hopeless
  }

  /// The node's name.
  public var name: String
  /// What became of it.
  public var verdict: Verdict
  /// The plugin that turned it down, or those that did together; empty for a node that fits.
  public var plugin = ""
  /// Where it was turned down: `Filter`, `PreFilter` or `PreFilterResult`; empty for a node that
  /// fits.
  public var stage = ""
  /// Why it was turned down, as users see it.
  public var reason = ""
  /// Its weighted points in all; nil when it was not scored.
  public var score: Int?
  /// Its weighted points by each plugin; nil where a plugin had nothing to say. Empty when it was
  /// not scored.
  public var points: [Int?] = []
  /// Whether room could be made there; nil when nobody tried.
  public var preemption: Preemption?
  /// Why no room can be made there.
  public var preemptionReason = ""
  /// The pods that would have to go, as `namespace/name`.
  public var victims: [String] = []
  /// How many of them a disruption budget protects.
  public var budgetViolations = 0

  /// A node that a verdict was given about.
  public init(_ name: String, _ verdict: Verdict) {
    self.name = name
    self.verdict = verdict
  }
}
