import Results
import Units

extension Story {
  private static let plugins = [
    "TaintToleration", "NodeAffinity", "NodeResourcesFit", "ImageLocality",
  ]

  /// What the scheduler decided: a pod that went at once, one that failed first, one that pushes
  /// others aside, one that is held, and one in a large cluster that never got a node.
  static var decisions: [DecisionRow] {
    [atOnce, failing, later, pushing, held, crowded]
  }

  private static func fitting(_ name: String, _ points: [Int?], isChosen: Bool = false)
    -> DecisionNode
  {
    var node = DecisionNode(name, isChosen ? .chosen : .fits)
    node.points = points
    node.score = points.reduce(0) { $0 + ($1 ?? 0) }
    return node
  }

  private static func refused(_ name: String, _ plugin: String, _ reason: String) -> DecisionNode {
    var node = DecisionNode(name, .rejected)
    node.plugin = plugin
    node.stage = "Filter"
    node.reason = reason
    return node
  }

  private static var atOnce: DecisionRow {
    var row = DecisionRow(
      at: at(185.2), pod: "default/app-orange-4kx2p", attempt: 1, node: nodes[0],
      nodesEvaluated: 3, nodesFeasible: 3, score: 487, waited: .milliseconds(4))
    row.queued = .milliseconds(2)
    row.binding = .milliseconds(7)
    row.explanation = DecisionExplanation(
      plugins: plugins,
      nodes: [
        fitting(nodes[0], [300, nil, 91, 96], isChosen: true),
        fitting(nodes[1], [300, nil, 91, 0]), fitting(nodes[2], [300, nil, 45, 0]),
      ])
    return row
  }

  private static var failing: DecisionRow {
    var row = DecisionRow(
      at: at(186.1), pod: "default/database-0", attempt: 1, node: nil, nodesEvaluated: 3,
      nodesFeasible: 0, waited: .milliseconds(900),
      reason: "0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient memory.")
    row.explanation = DecisionExplanation(
      plugins: plugins,
      nodes: [
        refused(nodes[0], "NodeResourcesFit", "Insufficient memory"),
        refused(nodes[1], "NodeResourcesFit", "Insufficient memory"),
        refused(nodes[2], "NodeUnschedulable", "node(s) were unschedulable"),
      ])
    return row
  }

  private static var later: DecisionRow {
    var row = DecisionRow(
      at: at(230), pod: "default/database-0", attempt: 2, node: nodes[2], nodesEvaluated: 3,
      nodesFeasible: 1, waited: .seconds(44))
    row.queued = .seconds(43)
    row.binding = .milliseconds(6)
    row.explanation = DecisionExplanation(
      plugins: plugins,
      nodes: [
        refused(nodes[0], "NodeResourcesFit", "Insufficient memory"),
        refused(nodes[1], "NodeResourcesFit", "Insufficient memory"),
        DecisionNode(nodes[2], .chosen),
      ])
    return row
  }

  private static var pushing: DecisionRow {
    var row = DecisionRow(
      at: at(300), pod: "default/important", attempt: 1, node: nil, nodesEvaluated: 3,
      nodesFeasible: 0, waited: .milliseconds(3),
      reason: "0/3 nodes are available: 3 Insufficient cpu.")
    row.nominated = nodes[1]
    row.victims = ["default/app-orange-4kx2p"]
    var nodes = Self.nodes.map { refused($0, "NodeResourcesFit", "Insufficient cpu") }
    nodes[0].preemption = .candidate
    nodes[0].victims = ["default/database-0", "default/app-maroon-1"]
    nodes[0].budgetViolations = 1
    nodes[1].preemption = .nominated
    nodes[1].victims = row.victims
    nodes[2].preemption = .hopeless
    nodes[2].preemptionReason = "No preemption victims found for incoming pod"
    row.explanation = DecisionExplanation(plugins: plugins, nodes: nodes)
    return row
  }

  private static var held: DecisionRow {
    DecisionRow(
      at: at(301), pod: "default/gated", attempt: 0, node: nil, nodesEvaluated: 0,
      nodesFeasible: 0, waited: .zero, reason: "waiting for scheduling gates: [example.com/a]",
      outcome: .gated)
  }

  /// Sixty nodes: most are full, a few are tainted.
  private static var crowded: DecisionRow {
    var row = DecisionRow(
      at: at(310), pod: "default/crowded", attempt: 1, node: nil, nodesEvaluated: 60,
      nodesFeasible: 0, waited: .milliseconds(3),
      reason: "0/60 nodes are available: 50 Insufficient cpu, 10 node(s) had untolerated taint.")
    row.explanation = DecisionExplanation(
      plugins: plugins,
      nodes: (0..<60).map { index in
        index % 6 == 5
          ? refused("node-\(index)", "TaintToleration", "node(s) had untolerated taint {k: v}")
          : refused("node-\(index)", "NodeResourcesFit", "Insufficient cpu")
      })
    return row
  }
}
