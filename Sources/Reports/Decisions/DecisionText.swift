import Results
import Units

/// The HTML of decisions. It is put together here and not by a template since there may be
/// thousands of rows; end tags that HTML does not need are left out.
enum DecisionText {
  /// A pod with its attempts; `room` is how many rows of nodes may still be shown.
  static func details(of pod: PodDecisions, room: inout Int) -> String {
    let outcome =
      pod.node.map { "→ \($0)" } ?? (pod.attempts.last?.outcome == .gated ? "held" : "no node")
    let tries = pod.attempts.count { $0.attempt > 0 }
    var facts = tries == 1 ? "1 attempt" : "\(Quantity.count(tries)) attempts"
    if pod.node == nil, let last = pod.attempts.last { facts += " · " + shortened(last.reason) }
    var html =
      "<details\(pod.hasFailed ? " data-failed=\"1\"" : "")><summary>"
      + "<span class=\"pod\">\(escapedForHTML(pod.pod))</span> "
      + "<span class=\"\(pod.node == nil ? "bad" : "good")\">\(escapedForHTML(outcome))</span> "
      + "<span class=\"detail\">\(escapedForHTML(facts))</span></summary>\n"
    let (shown, hidden) = shownAttempts(pod.attempts)
    for (index, attempt) in shown.enumerated() {
      if hidden > 0, index == shown.count - 1 {
        html += "<p class=\"note\">\(Quantity.count(hidden)) attempts in between are in "
          + "decisions.csv.</p>\n"
      }
      html += text(of: attempt, room: &room)
    }
    return html + "</details>\n"
  }

  /// The first attempts and the last, and how many are left out between them.
  private static func shownAttempts(_ all: [DecisionRow]) -> (shown: [DecisionRow], hidden: Int) {
    guard all.count > DecisionsSection.attemptsMax, let last = all.last else { return (all, 0) }
    let first = all.prefix(DecisionsSection.attemptsMax - 1)
    return (first + [last], all.count - first.count - 1)
  }

  private static func shortened(_ text: String) -> String {
    text.count > 120 ? text.prefix(119) + "…" : text
  }

  // MARK: One attempt

  private static func text(of row: DecisionRow, room: inout Int) -> String {
    var html = "<h3>\(escapedForHTML(heading(of: row)))</h3>\n"
    html += "<p class=\"facts\">\(escapedForHTML(facts(of: row)))</p>\n"
    if !row.reason.isEmpty {
      html += "<p class=\"said\">\(escapedForHTML(row.reason))</p>\n"
    }
    if !row.nominated.isEmpty {
      let victims = row.victims.isEmpty ? "nobody" : row.victims.joined(separator: ", ")
      html += "<p class=\"said\">Room is made on \(escapedForHTML(row.nominated)): "
        + "\(escapedForHTML(victims)) must go.</p>\n"
    }
    guard let explanation = row.explanation else { return html }
    guard room > 0 else { return html }
    let table = DecisionMatrix(explanation)
    room -= table.rowCount
    return html + table.html + PreemptionText.html(explanation)
  }

  private static func heading(of row: DecisionRow) -> String {
    let time = "at \(Quantity.clock(row.at))"
    return switch row.outcome {
    case .placed: "Attempt \(row.attempt) \(time): \(row.node ?? "")"
    case .unschedulable: "Attempt \(row.attempt) \(time): no node"
    case .failed: "Attempt \(row.attempt) \(time): broke off"
    case .gated: "Held \(time)"
    }
  }

  private static func facts(of row: DecisionRow) -> String {
    if row.outcome == .gated { return "Not in the queue; no node was looked at." }
    var facts = ["\(Quantity.latency(row.queued)) in the queue"]
    if row.waited > row.queued {
      facts.append("\(Quantity.latency(row.waited)) since the pod was created")
    }
    facts.append(
      "\(Quantity.count(row.nodesFeasible)) of \(Quantity.count(row.nodesEvaluated)) nodes "
        + "looked at can take it")
    if row.node != nil {
      facts.append(row.binding.map { "bound \(Quantity.latency($0)) later" } ?? "never bound")
    }
    return facts.joined(separator: " · ")
  }
}

/// Which pods would have to go on which nodes.
enum PreemptionText {
  /// Up to so many nodes are listed.
  static let candidatesMax = 12

  /// A list of the nodes where room could be made, and why it cannot on others; empty when nobody
  /// looked.
  static func html(_ explanation: DecisionExplanation) -> String {
    let tried = explanation.nodes.filter { $0.preemption != nil }
    if tried.isEmpty { return "" }
    let candidates = tried.filter { $0.preemption != .hopeless }
      .sorted { a, b in a.preemption == .nominated && b.preemption != .nominated }
    var items = candidates.prefix(candidatesMax).map { node in
      let mark = node.preemption == .nominated ? "<strong>chosen</strong> " : ""
      let budget =
        node.budgetViolations == 0
        ? "" : " (\(node.budgetViolations) against a disruption budget)"
      return "<li>\(mark)\(escapedForHTML(node.name)): "
        + "\(escapedForHTML(node.victims.joined(separator: ", "))) would go\(budget)"
    }
    if candidates.count > candidatesMax {
      items.append("<li>and \(Quantity.count(candidates.count - candidatesMax)) more nodes")
    }
    let hopeless = NodeGroup.groups(tried.filter { $0.preemption == .hopeless }) {
      $0.preemptionReason
    }
    items += hopeless.map { group in
      "<li>no room can be made on \(escapedForHTML(group.names)): \(escapedForHTML(group.key))"
    }
    return "<p class=\"facts\">Preemption</p><ul class=\"preemption\">\n"
      + items.joined(separator: "\n") + "\n</ul>\n"
  }
}

/// Nodes of which the same was said.
struct NodeGroup {
  /// What was said.
  let key: String
  /// The nodes.
  var nodes: [DecisionNode]

  /// The nodes' names, or the first of them and how many more there are.
  var names: String {
    let shown = nodes.prefix(6).map(\.name).joined(separator: ", ")
    return nodes.count > 6 ? shown + " and \(Quantity.count(nodes.count - 6)) more" : shown
  }

  /// `nodes` in groups of which `key` is the same, the largest first.
  static func groups(_ nodes: [DecisionNode], by key: (DecisionNode) -> String) -> [NodeGroup] {
    var places: [String: Int] = [:]
    var groups: [NodeGroup] = []
    for node in nodes {
      let said = key(node)
      if let place = places[said] {
        groups[place].nodes.append(node)
      } else {
        places[said] = groups.count
        groups.append(NodeGroup(key: said, nodes: [node]))
      }
    }
    return groups.enumerated().sorted { a, b in
      (b.element.nodes.count, a.offset) < (a.element.nodes.count, b.offset)
    }.map(\.element)
  }
}
