import Documents
import Scheduler

/// What the real scheduler said of one pod.
public struct OracleStep: Sendable {
  private let result: DocumentNode

  init(_ result: DocumentNode) { self.result = result }

  /// The node that the pod went to; empty for none.
  public var chosen: String { result["chosen"]?.string ?? "" }

  /// The pods that had to go for this one, as `namespace/name`.
  var victims: [String] { result["preemption", "victims"]?.strings ?? [] }

  private var scores: [(key: String, value: DocumentNode)] { result["scores"]?.fields ?? [] }
  private var rejected: [(key: String, value: DocumentNode)] { result["rejected"]?.fields ?? [] }

  /// Whether only `plugins` had a say, and no pod had to go.
  func isSpoken(byOnly plugins: Set<String>) -> Bool {
    let speakers =
      scores.flatMap { $0.value["plugins"]?.fields.map(\.key) ?? [] }
      + rejected.compactMap { $0.value["plugin"]?.string }
    return speakers.allSatisfy(plugins.contains)
  }

  /// Where `decision` differs.
  func differences(from decision: SchedulingDecision) -> [OracleDifference] {
    var differences: [OracleDifference] = []
    func compare(
      _ aspect: OracleDifference.Aspect, _ about: String, _ real: String, _ ours: String
    ) {
      guard real != ours else { return }
      differences.append(OracleDifference(aspect: aspect, about: about, real: real, ours: ours))
    }
    if let gated = result["gated"] {
      compare(.outcome, "gate", "\(gated["reasons"]?.strings ?? [])", "\(decision.gateReasons)")
      return differences
    }
    if let error = result["error"]?.string {
      compare(.outcome, "error", error, decision.message)
      return differences
    }
    compare(.feasible, "nodes", "\(result["feasible"]?.strings ?? [])", "\(decision.feasible)")
    compare(.best, "nodes", "\(result["best"]?.strings ?? [])", "\(decision.best)")
    compare(
      .outcome, "chosen", chosen, decision.chosen ?? decision.preemption?.nominated ?? "")
    compare(.outcome, "message", result["message"]?.string ?? "", decision.message)
    comparePreemption(decision.preemption, compare)
    for (node, real) in scores {
      compare(.scores, node, Self.text(ofScores: real), decision.scoreText(node))
    }
    for (node, real) in rejected {
      compare(.rejections, node, Self.text(ofRejection: real), decision.rejectionText(node))
    }
    return differences
  }

  private func comparePreemption(
    _ ours: SchedulingDecision.Preemption?,
    _ compare: (OracleDifference.Aspect, String, String, String) -> Void
  ) {
    guard let real = result["preemption"], case .mapping = real else { return }
    compare(.preemption, "message", real["message"]?.string ?? "", ours?.message ?? "none")
    compare(
      .preemption, "nominated", "\(real["nominatedSet"]?.strings ?? [])",
      "\(ours?.trials?.best ?? [])")
    let candidates = (real["candidates"]?.fields ?? []).map { node, found in
      "\(node) \(found["victims"]?.strings ?? []) \(found["pdbViolations"]?.integer ?? 0)"
    }
    let here = (ours?.trials?.candidates ?? []).map {
      "\($0.node) \($0.victims.map(\.description)) \($0.budgetViolations)"
    }
    compare(.preemption, "candidates", "\(candidates.sorted())", "\(here.sorted())")
  }

  private static func text(ofScores node: DocumentNode) -> String {
    let points = (node["plugins"]?.fields ?? []).sorted { $0.key < $1.key }
    let total = ("total", node["total"]?.string ?? "")
    return ([total] + points.map { ($0.key, $0.value.string ?? "") })
      .map { "\($0.0)=\($0.1)" }.joined(separator: " ")
  }

  private static func text(ofRejection node: DocumentNode) -> String {
    let stage = node["stage"]?.string ?? "Filter"
    return "\(node["plugin"]?.string ?? "") \(node["code"]?.string ?? "") \(stage) "
      + "\(node["reasons"]?.strings ?? [])"
  }
}

/// One thing of which the scheduler here says otherwise than the real one.
public struct OracleDifference: Sendable, CustomStringConvertible {
  /// What the two differ in.
  public enum Aspect: String, CaseIterable, Sendable {
    /// Which nodes can take the pod.
    case feasible
    /// Why the others cannot.
    case rejections
    /// The points of each node, in all and by plugin.
    case scores
    /// Which nodes have the most points.
    case best
    /// The chosen node, or why there is none.
    case outcome
    /// Which pods would have to go where, and which node is best.
    case preemption
  }
  /// What the two differ in.
  public let aspect: Aspect
  /// The node or field.
  public let about: String
  /// What the real scheduler said.
  public let real: String
  /// What was said here.
  public let ours: String

  public var description: String { "\(aspect.rawValue) (\(about)): really \(real), here \(ours)" }
}

extension SchedulingDecision {
  fileprivate var gateReasons: [String] {
    if case .gated(let status) = outcome { status.reasons } else { [] }
  }

  private func verdict(_ node: String) -> Verdict? { nodes.first { $0.name == node }?.verdict }

  fileprivate func scoreText(_ node: String) -> String {
    guard case .fits(let total, let points)? = verdict(node) else { return "none" }
    let known = zip(scorePlugins, points).compactMap { name, value in value.map { (name, $0) } }
    return ([("total", total ?? -1)] + known.sorted { $0.0 < $1.0 })
      .map { "\($0.0)=\($0.1)" }.joined(separator: " ")
  }

  fileprivate func rejectionText(_ node: String) -> String {
    guard case .rejected(let status, let stage)? = verdict(node) else { return "none" }
    return "\(status.plugin) \(status.code.rawValue) \(stage.rawValue) \(status.reasons)"
  }
}
