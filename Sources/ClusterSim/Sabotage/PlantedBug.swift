/// A bug that can be planted in a run, to see whether the promises notice it.
///
/// Nothing is planted in the code that is tried: `Saboteur` wraps what it is built from, at the
/// composition root. A run without one is built as ever.
public enum PlantedBug: String, CaseIterable, Sendable {
  /// Nodes go on sending to pods that have left their Service.
  case endpointNotRemoved = "endpoint-not-removed"
  /// A pod that is bound is bound again, to another node.
  case doubleBind = "double-bind"
  /// A request vanishes: no answer, no timeout.
  case lostRequest = "lost-request"
  /// Work queues drop some of the keys that they are given.
  case droppedKey = "dropped-key"
  /// The kubelet does not hear that a container has failed.
  case podNotRestarted = "pod-not-restarted"
  /// Caches miss some changes.
  case lostWatchEvent = "lost-watch-event"
  /// The scheduler takes nodes for twice as large as they are.
  case overCommittedNode = "over-committed-node"
  /// Every machine is billed twice.
  case doubleCharge = "double-charge"
  /// The server says that a status is stored, and has not stored it.
  case lostWrite = "lost-write"
  /// A node that was cut off does not catch up with the rules that it has missed.
  case staleRules = "stale-rules"

  /// What is wrong, in a few words.
  public var summary: String {
    switch self {
    case .endpointNotRemoved: "nodes go on sending to pods that have left their Service"
    case .doubleBind: "every fourth pod is bound a second time, to another node"
    case .lostRequest: "every 200th request vanishes without an answer or a timeout"
    case .droppedKey: "work queues drop every fourth key"
    case .podNotRestarted: "kubelets do not hear of containers that failed"
    case .lostWatchEvent: "caches miss every tenth change of a pod"
    case .overCommittedNode: "the scheduler takes nodes for twice as large as they are"
    case .doubleCharge: "every machine is billed twice"
    case .lostWrite: "every tenth status that the server confirms is not stored"
    case .staleRules: "nodes miss every fifth rewrite of their rules"
    }
  }
}
