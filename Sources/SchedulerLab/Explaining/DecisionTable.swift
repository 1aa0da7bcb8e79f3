import Scheduler

/// One decision as a person reads it: a sentence, and a table of nodes and plugins.
public struct DecisionTable: Sendable {
  /// What came of it, in a sentence.
  public let headline: String
  /// The heading of each column, and whether numbers stand below it.
  public let columns: [(heading: String, isNumber: Bool)]
  /// A row a node: first those that can take the pod, the best first, then the others by name.
  public let rows: [[String]]
  /// What pushing other pods aside would do, a line a node; empty where nobody looked.
  public let preemption: [String]

  /// The table of `decision`.
  ///
  /// - Parameter followed: The node that the pod went to where that was decided elsewhere.
  public init(_ decision: SchedulingDecision, followed: String? = nil) {
    let verdicts = decision.nodes
    let plugins = decision.scorePlugins.indices.filter { index in
      verdicts.contains { $0.verdict.points(index) != nil }
    }
    columns =
      [("node", false), ("points", true)]
      + plugins.map { (decision.scorePlugins[$0], true) } + [("verdict", false)]
    let best = Set(decision.best)
    var fitting: [(total: Int64, row: [String])] = []
    var refused: [[String]] = []
    for (name, verdict) in verdicts {
      switch verdict {
      case .fits(let total, _):
        let points = plugins.map { verdict.points($0).map(String.init) ?? "" }
        let word = name == decision.destination ? "chosen" : best.contains(name) ? "as good" : "fits"
        fitting.append((total ?? 0, [name, total.map(String.init) ?? ""] + points + [word]))
      case .rejected(let status, let stage):
        let blanks = Array(repeating: "", count: plugins.count + 1)
        let narrowed = stage == .filter ? "" : " (\(stage.rawValue))"
        refused.append([name] + blanks + ["\(status.plugin)\(narrowed): \(status.message)"])
      }
    }
    // Nodes come by name, and a stable sort keeps them so among equals.
    rows = fitting.sorted { $0.total > $1.total }.map(\.row) + refused
    headline = Self.headline(decision, followed: followed)
    preemption = Self.preemption(decision)
  }

  private static func headline(_ decision: SchedulingDecision, followed: String?) -> String {
    let pod = "\(decision.pod)"
    let count = decision.nodes.count
    let text: String
    switch decision.outcome {
    case .placed(let node):
      let rivals = decision.best.count - 1
      let tie = rivals > 0 ? ", as good as \(rivals) other\(rivals == 1 ? "" : "s")" : ""
      text = "\(pod) → \(node): the best of \(decision.feasible.count) that can take it, "
        + "of \(count) looked at\(tie)"
    case .gated(let status): text = "\(pod) is held back: \(status.message)"
    case .failed: text = "\(pod) cannot be decided about: \(decision.message)"
    case .unschedulable:
      let node = decision.destination
      text = node.isEmpty
        ? "\(pod) fits nowhere: \(decision.message)"
        : "\(pod) → \(node) once \(decision.preemption?.victims.count ?? 0) pods have gone: "
          + decision.message
    }
    guard let followed, followed != decision.destination else { return text }
    return text + " (recorded: \(followed.isEmpty ? "no node" : followed))"
  }

  private static func preemption(_ decision: SchedulingDecision) -> [String] {
    guard let trials = decision.preemption?.trials else { return [] }
    let best = Set(trials.best)
    let found = trials.candidates.map { candidate in
      let budgets = candidate.budgetViolations
      let broken = budgets == 0 ? "" : "; breaks the disruption budget of \(budgets) of them"
      let victims = candidate.victims.map(\.description).joined(separator: ", ")
      return "\(candidate.node): room if \(victims) go\(broken)"
        + (best.contains(candidate.node) ? " (best)" : "")
    }
    return found + trials.hopeless.map { "\($0.node): no room: \($0.status.message)" }
  }
}

extension SchedulingDecision.Verdict {
  /// The points by one plugin; nil where there are none.
  fileprivate func points(_ plugin: Int) -> Int64? {
    guard case .fits(_, let points) = self, points.indices.contains(plugin) else { return nil }
    return points[plugin]
  }
}
