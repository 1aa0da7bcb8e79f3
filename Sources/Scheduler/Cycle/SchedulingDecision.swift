import KubeAPI
import Units

/// One pod's way through the scheduler, explained: what was said of each node, and which one won.
public struct SchedulingDecision: Sendable {
  /// What came of it.
  public enum Outcome: Hashable, Sendable {
    /// This node was chosen.
    case placed(String)
    /// No node can take the pod.
    case unschedulable
    /// A plugin holds the pod before any node was looked at.
    case gated(Status)
    /// Something broke.
    case failed
  }

  /// What was said of one node.
  public enum Verdict: Hashable, Sendable {
    /// A plugin turned it down.
    case rejected(Status, stage: Stage)
    /// It can take the pod: its points in all, and by each plugin of `scorePlugins` (nil where the
    /// plugin had nothing to say). Both are empty for the only node that fits, which is not scored.
    case fits(total: Int64?, points: [Int64?])
  }

  /// Where a node was turned down.
  public enum Stage: String, Hashable, Sendable {
    case filter = "Filter"
    /// The pod as a whole was refused.
    case preFilter = "PreFilter"
    /// The pod's plugins had named other nodes.
    case preFilterResult = "PreFilterResult"
  }

  /// The pod.
  public let pod: ObjectKey
  /// Its unique id.
  public let uid: String
  /// Which try this was, from 1.
  public let attempt: Int
  /// When the decision was made.
  public let time: Instant
  /// What came of it.
  public let outcome: Outcome
  /// Why not, as the pod's FailedScheduling event says; empty for a placed pod.
  public let message: String
  /// The score plugins of the profile.
  public let scorePlugins: [String]
  /// What looking for pods to push aside came to; nil when a node was found or nobody looked.
  public let preemption: Preemption?
  /// When the pod came (back) into the queue before this try.
  public let queued: Instant
  /// How many nodes were looked at.
  public let examinedCount: Int
  /// How many of them can take the pod.
  public let feasibleCount: Int
  /// The chosen node's points in all; nil when none was chosen, or the only one that fits.
  public let score: Int64?
  /// What was said of each node that was looked at, sorted by the node's name; empty when nobody
  /// wanted to know (`Detail`).
  public let nodes: [(name: String, verdict: Verdict)]

  /// Which decisions are to say what was said of each node. That takes time and memory for each
  /// node, and changes no decision.
  public struct Detail: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    /// The details whose bits are set.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Those that find a node.
    public static let placed = Detail(rawValue: 1)
    /// Those that find none.
    public static let turnedDown = Detail(rawValue: 2)
    /// All.
    public static let all: Detail = [.placed, .turnedDown]
  }

  /// What looking for pods to push aside came to.
  public struct Preemption: Sendable {
    /// What was said, as the pod's event has it; empty when room is made.
    public let message: String
    /// The node where room is made; empty for none.
    public let nominated: String
    /// The pods that have to go there, the most important first.
    public let victims: [ObjectKey]
    /// What was tried; nil when the pod may push nobody aside.
    public let trials: PreemptionTrials?

    init(_ result: PostFilterResult) {
      message = result.status.message
      nominated = result.status.isSuccess ? result.nominatedNode ?? "" : ""
      victims = result.victims.map(\.key)
      trials = result.trials
    }
  }

  /// The nodes that can take the pod, sorted.
  public var feasible: [String] {
    nodes.compactMap { if case .fits = $0.verdict { $0.name } else { nil } }
  }

  /// The nodes with the most points, sorted; the only one that fits counts as such.
  public var best: [String] {
    var most = Int64.min
    var names: [String] = []
    for (name, verdict) in nodes {
      guard case .fits(let total, _) = verdict else { continue }
      if (total ?? 0) > most {
        most = total ?? 0
        names = []
      }
      if (total ?? 0) == most { names.append(name) }
    }
    return names
  }

  /// The chosen node; nil for none.
  public var chosen: String? {
    if case .placed(let node) = outcome { node } else { nil }
  }
}

extension SchedulingDecision {
  /// Explains what `algorithm` found out, in a cluster with these nodes.
  init(
    _ found: SchedulingAlgorithm.Outcome, of pod: PodInfo, attempt: Int, time: Instant,
    queued: Instant? = nil, framework: Framework, nodes: [NodeInfo], detail: Detail = .all,
    preemption: PostFilterResult? = nil
  ) {
    self.pod = pod.key
    uid = pod.uid
    self.attempt = attempt
    self.time = time
    scorePlugins = framework.scorerNames
    self.preemption = preemption.map(Preemption.init)
    switch found.result {
    case .chosen(let node): (outcome, message) = (.placed(node.name), "")
    case .noFit: (outcome, message) = (.unschedulable, found.diagnosis.message)
    case .noNodes:
      (outcome, message) = (.unschedulable, SchedulingAlgorithm.noNodesMessage)
    case .broke(let error): (outcome, message) = (.failed, error.message)
    }
    self.queued = queued ?? time
    examinedCount = found.examined
    feasibleCount = found.feasibleCount
    score = found.chosen == nil ? nil : found.total
    let wanted: Detail = found.chosen == nil ? .turnedDown : .placed
    self.nodes =
      detail.contains(wanted)
      ? Self.verdicts(found, framework: framework, nodes: nodes) : []
  }

  /// A pod that a PreEnqueue plugin holds.
  init(gated pod: PodInfo, by status: Status, time: Instant) {
    self.pod = pod.key
    uid = pod.uid
    attempt = 0
    self.time = time
    queued = time
    (examinedCount, feasibleCount, score) = (0, 0, nil)
    outcome = .gated(status)
    message = status.message
    scorePlugins = []
    preemption = nil
    nodes = []
  }

  /// A pod that no profile is for.
  init(unclaimed pod: PodInfo, _ message: String, time: Instant) {
    self.pod = pod.key
    uid = pod.uid
    attempt = 0
    self.time = time
    queued = time
    (examinedCount, feasibleCount, score) = (0, 0, nil)
    outcome = .failed
    self.message = message
    scorePlugins = []
    preemption = nil
    nodes = []
  }

  private static func verdicts(
    _ found: SchedulingAlgorithm.Outcome, framework: Framework, nodes: [NodeInfo]
  ) -> [(name: String, verdict: Verdict)] {
    var verdicts: [(name: String, verdict: Verdict)] = []
    for (index, node) in found.feasible.enumerated() {
      let points = framework.scorerNames.indices.map { found.scores?.points(of: index, by: $0) }
      verdicts.append((node.name, .fits(total: found.scores?.totals[index], points: points)))
    }
    for refusal in found.diagnosis.refusals {
      verdicts.append((refusal.node, .rejected(refusal.status, stage: .filter)))
    }
    if let others = found.diagnosis.otherNodes {
      let stage: Stage =
        found.diagnosis.preFilterMessage.isEmpty ? .preFilterResult : .preFilter
      let said = stage == .preFilter ? others : others.from(narrowing(found.diagnosis))
      let known = Set(verdicts.map(\.name))
      for node in nodes where !known.contains(node.name) {
        verdicts.append((node.name, .rejected(said, stage: stage)))
      }
    }
    return verdicts.sorted { utf8Precedes($0.name, $1.name) }
  }

  private static func narrowing(_ diagnosis: Diagnosis) -> String {
    diagnosis.narrowedBy.joined(separator: ",")
  }
}
