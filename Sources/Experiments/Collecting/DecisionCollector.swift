import ControllerRuntime
import KubeAPI
import Results
import Scheduler
import Units

/// Takes down what the scheduler decided: each attempt in a row, and what was said of each node of
/// as many attempts as there is room for.
///
/// Room is kept apart for attempts that found a node and for those that found none, so that late
/// failures are explained after many successes; a pod that fails again and again is explained a few
/// times. What the scheduler decides does not depend on what is taken down.
struct DecisionCollector {
  /// So many nodes are written down of attempts that found a node, and as many of those that found
  /// none; the attempt that goes beyond is written down whole.
  static let nodesMax = 50_000
  /// So many attempts of one pod that found no node are explained: the first ones.
  static let failuresMax = 5

  /// The attempts, in order of time.
  private(set) var rows: [DecisionRow] = []
  /// How many attempts that looked at nodes are not explained.
  private(set) var unexplained = 0
  private var roomOfPlaced: Int
  private var roomOfTurnedDown: Int
  private var failures: [String: Int] = [:]
  private var created: [String: Instant] = [:]
  /// The row of each pod whose node is chosen and that is not bound yet.
  private var binding: [String: Int] = [:]

  /// A collector that explains attempts, or none of them.
  init(isExplaining: Bool) {
    roomOfPlaced = isExplaining ? Self.nodesMax : 0
    roomOfTurnedDown = roomOfPlaced
  }

  /// How much is wanted of the coming decision.
  func detail(of pod: PodInfo) -> SchedulingDecision.Detail {
    var detail: SchedulingDecision.Detail = []
    if roomOfPlaced > 0 { detail.insert(.placed) }
    if roomOfTurnedDown > 0, failures[pod.identity, default: 0] < Self.failuresMax {
      detail.insert(.turnedDown)
    }
    return detail
  }

  /// Takes in one change of a pod.
  mutating func observe(_ pod: Pod, _ change: WatchEvent.Change, at now: Instant) {
    let uid = pod.metadata.uid
    switch change {
    case .added: created[uid] = now
    case .deleted:
      created[uid] = nil
      binding[uid] = nil
    default: break
    }
    if !pod.spec.nodeName.isEmpty, let place = binding.removeValue(forKey: uid) {
      rows[place].binding = now - rows[place].at
    }
  }

  /// Takes in a decision.
  mutating func decided(_ decision: SchedulingDecision) {
    let since = created[decision.uid] ?? decision.time
    var row = DecisionRow(decision, waited: decision.time - since)
    if decision.nodes.isEmpty {
      if decision.examinedCount > 0 { unexplained += 1 }
    } else {
      row.explanation = DecisionExplanation(decision)
      if decision.chosen == nil {
        roomOfTurnedDown -= decision.nodes.count
        failures[decision.uid, default: 0] += 1
      } else {
        roomOfPlaced -= decision.nodes.count
      }
    }
    if decision.chosen != nil { binding[decision.uid] = rows.count }
    rows.append(row)
  }
}

extension DecisionRow {
  /// A decision of the scheduler as a row.
  fileprivate init(_ decision: SchedulingDecision, waited: TimeSpan) {
    let outcome: Outcome =
      switch decision.outcome {
      case .placed: .placed
      case .unschedulable: .unschedulable
      case .gated: .gated
      case .failed: .failed
      }
    self.init(
      at: decision.time, pod: "\(decision.pod)", attempt: decision.attempt,
      node: decision.chosen, nodesEvaluated: decision.examinedCount,
      nodesFeasible: decision.feasibleCount, score: decision.score.map { Int($0) },
      waited: waited, reason: decision.message, outcome: outcome)
    queued = decision.time - decision.queued
    nominated = decision.preemption?.nominated ?? ""
    victims = decision.preemption?.victims.map(\.description) ?? []
  }
}

extension DecisionExplanation {
  /// What a decision says of each node.
  fileprivate init(_ decision: SchedulingDecision) {
    let preemption = decision.preemption
    let trials = preemption?.trials
    let candidates = Dictionary(
      trials?.candidates.map { ($0.node, $0) } ?? [], uniquingKeysWith: { first, _ in first })
    let hopeless = Dictionary(
      trials?.hopeless.map { ($0.node, $0.status.message) } ?? [],
      uniquingKeysWith: { first, _ in first })
    self.init(
      plugins: decision.scorePlugins,
      nodes: decision.nodes.map { name, verdict in
        var node = DecisionNode(name, verdict, isChosen: name == decision.chosen)
        if let candidate = candidates[name] {
          node.preemption = name == preemption?.nominated ? .nominated : .candidate
          node.victims = candidate.victims.map(\.description)
          node.budgetViolations = candidate.budgetViolations
        } else if let reason = hopeless[name] {
          node.preemption = .hopeless
          node.preemptionReason = reason
        }
        return node
      })
  }
}

extension DecisionNode {
  fileprivate init(_ name: String, _ verdict: SchedulingDecision.Verdict, isChosen: Bool) {
    switch verdict {
    case .rejected(let status, let stage):
      self.init(name, .rejected)
      plugin = status.plugin
      self.stage = stage.rawValue
      reason = status.message
    case .fits(let total, let points):
      self.init(name, isChosen ? .chosen : .fits)
      score = total.map { Int($0) }
      if total != nil { self.points = points.map { $0.map { Int($0) } } }
    }
  }
}
