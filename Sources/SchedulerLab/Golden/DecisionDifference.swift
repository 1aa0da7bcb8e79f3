import Results

/// Finds where a decision differs from the recorded one.
struct DecisionDifference {
  let recorded: GoldenDecision
  /// The decision to hold against it, with all nodes.
  let found: GoldenDecision
  let index: Int

  /// The first difference; nil when there is none.
  ///
  /// Causes come before effects: what is said of the nodes that win, then and now, then of all
  /// others by name, then the choice.
  var first: TraceDivergence? {
    order ?? ofNodes ?? ofDigests ?? choice ?? preemption ?? message
  }

  private func divergence(
    _ aspect: TraceDivergence.Aspect, node: String = "", plugin: String = "",
    _ expected: String, _ found: String
  ) -> TraceDivergence {
    TraceDivergence(
      aspect: aspect, index: index, time: recorded.time, pod: recorded.pod, node: node,
      plugin: plugin, expected: expected, found: found, chosenThen: recorded.chosen,
      chosenNow: self.found.chosen)
  }

  private var order: TraceDivergence? {
    guard recorded.pod == found.pod, recorded.time == found.time,
      recorded.attempt == found.attempt
    else { return divergence(.order, Self.name(recorded), Self.name(found)) }
    return nil
  }

  private static func name(_ decision: GoldenDecision) -> String {
    let time = decision.time.map { " at \(Transcript.time($0))" } ?? ""
    let attempt = decision.attempt > 1 ? ", attempt \(decision.attempt)" : ""
    return "\(decision.pod)\(attempt)\(time)"
  }

  private var ofNodes: TraceDivergence? {
    let now = Dictionary(
      found.nodes.map { ($0.name, $0.verdict) }, uniquingKeysWith: { first, _ in first })
    let winners = [found.chosen, recorded.chosen].compactMap { $0 }
    let first = recorded.nodes.filter { winners.contains($0.name) }
    for node in first + recorded.nodes.filter({ !winners.contains($0.name) }) {
      if let one = difference(of: node, now[node.name]) { return one }
    }
    guard recorded.isWhole else { return nil }
    let known = Set(recorded.nodes.map(\.name))
    for node in found.nodes where !known.contains(node.name) {
      return divergence(
        .refusal, node: node.name, "the node was not looked at", Self.text(node.verdict))
    }
    return nil
  }

  private func difference(
    of node: GoldenDecision.Node, _ now: GoldenDecision.Verdict?
  ) -> TraceDivergence? {
    switch (node.verdict, now) {
    case (let then, nil):
      return divergence(.refusal, node: node.name, Self.text(then), "the node is not looked at")
    case (.refused(let plugin, _), let now?) where now != node.verdict:
      return divergence(
        .refusal, node: node.name, plugin: plugin, Self.text(node.verdict), Self.text(now))
    case (.fits, .refused(let plugin, _)?):
      return divergence(
        .refusal, node: node.name, plugin: plugin, Self.text(node.verdict),
        now.map(Self.text) ?? "")
    case (.fits(let then), .fits(let points)?):
      return pointDifference(node.name, then, points)
    default: return nil
    }
  }

  private func pointDifference(
    _ node: String, _ then: [Int64?], _ now: [Int64?]
  ) -> TraceDivergence? {
    let added = found.scorePlugins.filter { !recorded.scorePlugins.contains($0) }
    for plugin in recorded.scorePlugins + added {
      let old = recorded.scorePlugins.firstIndex(of: plugin).flatMap { then[$0] }
      let new = found.scorePlugins.firstIndex(of: plugin).flatMap { now[$0] }
      guard old != new else { continue }
      func text(_ points: Int64?) -> String {
        points.map { $0 == 1 ? "1 point" : "\($0) points" } ?? "it gives no points"
      }
      return divergence(.score, node: node, plugin: plugin, text(old), text(new))
    }
    return nil
  }

  private static func text(_ verdict: GoldenDecision.Verdict) -> String {
    switch verdict {
    case .refused(let plugin, let reason): "turned down by \(plugin): \(reason)"
    case .fits:
      GoldenDecision.sum(verdict).map { "can take the pod, with \($0) points" }
        ?? "can take the pod"
    }
  }

  private var ofDigests: TraceDivergence? {
    if recorded.digests.isEmpty { return nil }
    let now = GoldenDecision.digests(found.nodes, found.scorePlugins)
    let added = now.filter { one in !recorded.digests.contains { $0.plugin == one.plugin } }
    for digest in recorded.digests + added {
      let mine = now.first { $0.plugin == digest.plugin }?.groups
      let then = recorded.digests.first { $0.plugin == digest.plugin }?.groups
      guard mine != then else { continue }
      let group = digest.groups.indices.first { mine?[safely: $0] != then?[safely: $0] } ?? 0
      let range = GoldenDecision.range(of: group, found.nodes.count)
      let names = found.nodes[range].map(\.name)
      return divergence(
        digest.plugin.isEmpty ? .refusal : .score,
        node: "one of the \(names.count) from \(names.first ?? "") to \(names.last ?? "")",
        plugin: digest.plugin.isEmpty ? "one that turns nodes down" : digest.plugin,
        "digest \(then?[safely: group] ?? "none")", "digest \(mine?[safely: group] ?? "none")")
    }
    return nil
  }

  private var choice: TraceDivergence? {
    func text(_ decision: GoldenDecision) -> String {
      let total = decision.total.map { " with \($0) points" } ?? ""
      return "\(decision.chosen ?? "no node")\(total); \(decision.feasible) nodes can take the "
        + "pod, \(decision.best) of them with the most points"
    }
    let (then, now) = (text(recorded), text(found))
    return then == now ? nil : divergence(.choice, node: found.chosen ?? "", then, now)
  }

  private var preemption: TraceDivergence? {
    func text(_ decision: GoldenDecision) -> String {
      decision.nominated.isEmpty
        ? "no room is made"
        : "\(decision.victims.joined(separator: ", ")) must go from \(decision.nominated)"
    }
    let (then, now) = (text(recorded), text(found))
    return then == now
      ? nil
      : divergence(.preemption, node: found.nominated, plugin: "DefaultPreemption", then, now)
  }

  private var message: TraceDivergence? {
    recorded.message == found.message
      ? nil : divergence(.message, recorded.message, found.message)
  }
}

extension Array {
  /// The element at `index`; nil when there is none.
  fileprivate subscript(safely index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
