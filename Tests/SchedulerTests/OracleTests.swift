import Documents
import Foundation
import KubeAPI
import Scheduler
import Testing

/// Holds every decision against the real kube-scheduler v1.34.1's.
///
/// A step counts only if all plugins that spoke there are built; after a step with others, the
/// oracle's own choice is counted on its node, so that the following steps start alike.
struct OracleTests {
  static let categories = [
    "resources", "taints", "nodeaffinity", "hostports", "unschedulable", "imagelocality", "edge",
    "mixed", "larger", "defaultspread", "podaffinity", "spread", "preemption", "volumes",
  ]
  /// Categories in which every step speaks only of plugins that are built.
  static let whole = [
    "resources", "taints", "nodeaffinity", "hostports", "unschedulable", "imagelocality",
  ]

  static let built: Set<String> = [
    "SchedulingGates", "NodeUnschedulable", "NodeName", "TaintToleration", "NodeAffinity",
    "NodePorts", "NodeResourcesFit", "NodeResourcesBalancedAllocation", "ImageLocality",
  ]

  @Test(
    .enabled(if: SharedInput.exists("oracle/scheduler/FORMAT.md")), arguments: categories)
  func `every decision is the real scheduler's`(category: String) throws {
    var tally = Tally()
    var differences: [String] = []
    for one in try OracleCase.all(category) {
      var replay = try OracleReplay(one)
      differences += replay.run(&tally)
    }
    print("oracle \(category): \(tally)")
    #expect(differences.prefix(8) == [], "\(differences.count) differences in \(category)")
    #expect(tally.compared > 0 || !Self.whole.contains(category))
    if Self.whole.contains(category) { #expect(tally.skipped == 0) }
  }
}

/// How many steps agree.
struct Tally: CustomStringConvertible {
  var steps = 0
  var compared = 0
  var agreeing = 0
  var skipped: Int { steps - compared }

  var description: String {
    "\(agreeing) of \(compared) steps agree (\(skipped) speak of plugins that are not built)"
  }
}

/// Goes through one case step by step.
struct OracleReplay {
  private let one: OracleCase
  private let engine: PlacementEngine

  init(_ one: OracleCase) throws {
    self.one = one
    engine = try PlacementEngine(nodes: one.nodes, bound: one.bound, scoresSoleNode: true)
  }

  /// The differences found.
  mutating func run(_ tally: inout Tally) -> [String] {
    var differences: [String] = []
    for (pod, result) in zip(one.incoming, one.results) {
      tally.steps += 1
      let expected = OracleStep(result)
      guard expected.isBuilt else {
        // What other plugins do (victims among it) is not followed any further.
        if !expected.isFollowable { return differences }
        if !expected.chosen.isEmpty { engine.count(pod, on: expected.chosen) }
        continue
      }
      tally.compared += 1
      let found = expected.differences(from: engine.explain(pod))
      if found.isEmpty { tally.agreeing += 1 }
      differences += found.map { "\(one.name) \(pod.key): \($0)" }
    }
    return differences
  }
}

/// What the real scheduler said of one pod.
struct OracleStep {
  let result: DocumentNode

  init(_ result: DocumentNode) { self.result = result }

  var chosen: String { result["chosen"]?.string ?? "" }

  private var scores: [(key: String, value: DocumentNode)] { result["scores"]?.fields ?? [] }
  private var rejected: [(key: String, value: DocumentNode)] { result["rejected"]?.fields ?? [] }

  /// Whether all plugins that spoke are built, and nothing was preempted.
  var isBuilt: Bool {
    let speakers =
      scores.flatMap { $0.value["plugins"]?.fields.map(\.key) ?? [] }
      + rejected.compactMap { $0.value["plugin"]?.string }
    return speakers.allSatisfy(OracleTests.built.contains) && isFollowable
  }

  /// Whether the pod was placed by filters and scores, without victims.
  var isFollowable: Bool { (result["preemption", "nominated"]?.string ?? "").isEmpty }

  func differences(from decision: SchedulingDecision) -> [String] {
    var differences: [String] = []
    func compare(_ what: String, _ real: String, _ ours: String) {
      if real != ours { differences.append("\(what): really \(real), here \(ours)") }
    }
    if let gated = result["gated"] {
      compare("gate", "\(gated["reasons"]?.strings ?? [])", "\(decision.gateReasons)")
      return differences
    }
    if let error = result["error"]?.string {
      compare("error", error, decision.message)
      return differences
    }
    compare("feasible", "\(result["feasible"]?.strings ?? [])", "\(decision.feasible)")
    compare("best", "\(result["best"]?.strings ?? [])", "\(decision.best)")
    compare("chosen", chosen, decision.chosen ?? "")
    // The text of preemption, which is not built, stands at the end.
    let message = result["message"]?.string ?? ""
    compare("message", message.before(" preemption: "), decision.message)
    for (node, real) in scores {
      compare("scores of \(node)", Self.text(ofScores: real), decision.scoreText(node))
    }
    for (node, real) in rejected {
      compare("rejection of \(node)", Self.text(ofRejection: real), decision.rejectionText(node))
    }
    return differences
  }

  private static func text(ofScores node: DocumentNode) -> String {
    let points = (node["plugins"]?.fields ?? []).sorted { $0.key < $1.key }
    let total = [("total", node["total"]?.string ?? "")]
    return (total + points.map { ($0.key, $0.value.string ?? "") })
      .map { "\($0.0)=\($0.1)" }.joined(separator: " ")
  }

  private static func text(ofRejection node: DocumentNode) -> String {
    let stage = node["stage"]?.string ?? "Filter"
    return "\(node["plugin"]?.string ?? "") \(node["code"]?.string ?? "") \(stage) "
      + "\(node["reasons"]?.strings ?? [])"
  }
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

extension String {
  fileprivate func before(_ marker: String) -> String {
    range(of: marker).map { String(self[..<$0.lowerBound]) } ?? self
  }
}
