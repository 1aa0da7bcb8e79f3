import Units

/// `decisions.csv`: one row an attempt of the scheduler.
public enum DecisionTable {
  /// The table of `decisions`; `nodes_explained` says how many rows of `decision-nodes.csv` tell
  /// more of the attempt.
  public static func csv(_ decisions: [DecisionRow]) -> CSVText {
    var csv = CSVText(columns: [
      "time_s", "pod", "attempt", "outcome", "node", "nodes_evaluated", "nodes_feasible", "score",
      "waited_ms", "queued_ms", "binding_ms", "nominated_node", "victims", "nodes_explained",
      "reason",
    ])
    for decision in decisions {
      csv.seconds(decision.at)
      csv.field(decision.pod)
      csv.field(decision.attempt)
      csv.field(decision.outcome.rawValue)
      csv.field(decision.node)
      csv.field(decision.nodesEvaluated)
      csv.field(decision.nodesFeasible)
      csv.field(decision.score)
      csv.milliseconds(decision.waited)
      csv.milliseconds(decision.queued)
      csv.milliseconds(decision.binding)
      csv.field(decision.nominated)
      csv.field(decision.victims.joined(separator: " "))
      csv.field(decision.explanation?.nodes.count ?? 0)
      csv.field(decision.reason)
      csv.endRow()
    }
    return csv
  }
}

/// `decision-nodes.csv`: one row a node that an attempt of the scheduler gave a verdict about.
public enum DecisionNodeTable {
  /// The table of those `decisions` that were explained: a column of points for each plugin, in the
  /// order of the profile; `pod` and `attempt` are those of `decisions.csv`.
  public static func csv(_ decisions: [DecisionRow]) -> CSVText {
    let plugins = plugins(of: decisions)
    var csv = CSVText(
      columns: [
        "time_s", "pod", "attempt", "node", "verdict", "plugin", "stage", "reason", "score",
      ] + plugins.map { "points_\($0)" } + [
        "preemption", "preemption_reason", "victims", "budget_violations",
      ])
    for decision in decisions {
      guard let explanation = decision.explanation else { continue }
      let places = plugins.map { explanation.plugins.firstIndex(of: $0) }
      for node in explanation.nodes {
        csv.seconds(decision.at)
        csv.field(decision.pod)
        csv.field(decision.attempt)
        csv.field(node.name)
        csv.field(node.verdict.rawValue)
        csv.field(node.plugin)
        csv.field(node.stage)
        csv.field(node.reason)
        csv.field(node.score)
        for place in places {
          csv.field(place.flatMap { $0 < node.points.count ? node.points[$0] : nil })
        }
        csv.field(node.preemption?.rawValue)
        csv.field(node.preemptionReason)
        csv.field(node.victims.joined(separator: " "))
        csv.field(node.preemption == nil ? nil : node.budgetViolations)
        csv.endRow()
      }
    }
    return csv
  }

  /// All plugins that gave points, in the order in which they first appear.
  static func plugins(of decisions: [DecisionRow]) -> [String] {
    var plugins: [String] = []
    var seen: [[String]] = []
    for decision in decisions {
      guard let own = decision.explanation?.plugins, !seen.contains(own) else { continue }
      seen.append(own)
      for plugin in own where !plugins.contains(plugin) { plugins.append(plugin) }
    }
    return plugins
  }
}
