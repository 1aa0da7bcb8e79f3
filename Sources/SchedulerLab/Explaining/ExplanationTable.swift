import Scheduler

/// One decision as a person reads it: a sentence, a table of nodes and plugins, and why the other
/// nodes cannot take the pod.
public struct ExplanationTable: Sendable {
  /// What came of it, in a sentence.
  public let headline: String
  /// The heading of each column, and whether numbers stand below it.
  public let columns: [(heading: String, isNumber: Bool)]
  /// A row a node that can take the pod, the best first: its name, its points and those by each
  /// plugin.
  public let rows: [[String]]
  /// Why others cannot, a line a reason, the most frequent first.
  public let refusals: [String]
  /// What pushing other pods aside would do, a line a node; empty where nobody looked.
  public let preemption: [String]

  /// How many names a line has at most.
  private static let namesMax = 12

  /// The table of `decision`.
  ///
  /// - Parameter recorded: The node that the pod went to where that was decided elsewhere; empty
  ///   for none.
  public init(_ decision: SchedulingDecision, recorded: String? = nil) {
    let plugins = decision.scorePlugins.indices.filter { index in
      decision.nodes.contains { $0.verdict.points(index) != nil }
    }
    columns =
      [("node", false), ("points", true)] + plugins.map { (decision.scorePlugins[$0], true) }
    let best = Set(decision.best)
    var fitting: [(total: Int64, row: [String])] = []
    for (name, verdict) in decision.nodes {
      guard case .fits(let total, _) = verdict else { continue }
      let mark = name == decision.destination ? "→ " : best.contains(name) ? "= " : "  "
      let points = plugins.map { verdict.points($0).map(String.init) ?? "–" }
      fitting.append((total ?? 0, [mark + name, total.map(String.init) ?? "–"] + points))
    }
    // Nodes come by name, and a stable sort keeps them so among equals.
    rows = fitting.sorted { $0.total > $1.total }.map(\.row)
    refusals = Self.refusals(decision)
    preemption = Self.preemption(decision)
    headline = Self.headline(decision, recorded: recorded)
  }

  private static func headline(_ decision: SchedulingDecision, recorded: String?) -> String {
    let pod = "\(decision.pod)"
    let text: String
    switch decision.outcome {
    case .placed(let node):
      let rivals = decision.best.count - 1
      text = "\(pod) → \(node): best of the \(counted(decision.feasible.count, "node")) that can "
        + "take it, of \(decision.nodes.count)" + (rivals > 0 ? "; \(rivals) as good" : "")
    case .gated(let status): text = "\(pod) is held back: \(status.message)"
    case .failed: text = "\(pod) has no decision: \(decision.message)"
    case .unschedulable where decision.destination.isEmpty:
      text = "\(pod) fits nowhere: \(decision.message)"
    case .unschedulable:
      let victims = decision.preemption?.victims.count ?? 0
      text = "\(pod) → \(decision.destination) once \(counted(victims, "pod")) made room: "
        + decision.message
    }
    guard let recorded, recorded != decision.destination else { return text }
    return text + " (really: \(recorded.isEmpty ? "no node" : recorded))"
  }

  private static func counted(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private static func refusals(_ decision: SchedulingDecision) -> [String] {
    var groups: [(text: String, nodes: [String])] = []
    var places: [String: Int] = [:]
    for (name, verdict) in decision.nodes {
      guard case .rejected(let status, let stage) = verdict else { continue }
      let narrowed = stage == .filter ? "" : " (\(stage.rawValue))"
      let text = "\(status.plugin)\(narrowed): \(status.message)"
      if let place = places[text] {
        groups[place].nodes.append(name)
      } else {
        places[text] = groups.count
        groups.append((text, [name]))
      }
    }
    return groups.sorted { $0.nodes.count > $1.nodes.count }.map { group in
      let more = group.nodes.count - namesMax
      return "\(group.text): " + group.nodes.prefix(namesMax).joined(separator: ", ")
        + (more > 0 ? " and \(more) more" : "")
    }
  }

  private static func preemption(_ decision: SchedulingDecision) -> [String] {
    guard let trials = decision.preemption?.trials else { return [] }
    let found = trials.candidates.map { candidate in
      let budgets = candidate.budgetViolations
      let broken = budgets == 0 ? "" : "; breaks the disruption budget of \(budgets)"
      let victims = candidate.victims.map(\.description).joined(separator: ", ")
      let mark = candidate.node == decision.destination ? "→ "
        : trials.best.contains(candidate.node) ? "= " : "  "
      return "\(mark)\(candidate.node): room without \(victims)\(broken)"
    }
    return found + trials.hopeless.map { "  \($0.node): no room: \($0.status.message)" }
  }
}

extension SchedulingDecision.Verdict {
  /// The points by one plugin; nil where there are none.
  fileprivate func points(_ plugin: Int) -> Int64? {
    guard case .fits(_, let points) = self, points.indices.contains(plugin) else { return nil }
    return points[plugin]
  }
}
