import KubeAPI
import Randomness
import Results
import Scheduler

extension PlacementComparison {
  /// Where the two ways part: the first pod that they decide about differently, and what each says
  /// of both nodes. Decisions up to there are made once more, since none was kept.
  func parting(
    _ first: SidePlacements, _ second: SidePlacements, _ subjects: [Pod], _ streams: Streams?
  ) throws -> PlacementDiff.Parting? {
    guard let index = subjects.indices.first(where: { first.chosen[$0] != second.chosen[$0] })
    else { return nil }
    let nodes = [first.chosen[index], second.chosen[index]]
    let decisions = try [a, b].map { try decision($0, index, subjects, streams) }
    var verdicts: [PlacementDiff.Verdict] = []
    for (side, decision) in zip([a, b], decisions) {
      guard let decision else { continue }
      for name in nodes.compactMap({ $0 }) {
        guard let verdict = decision.nodes.first(where: { $0.name == name })?.verdict else {
          continue
        }
        verdicts.append(
          PlacementDiff.Verdict(verdict, node: name, side: side.name, decision.scorePlugins))
      }
    }
    return PlacementDiff.Parting(
      index: index, pod: subjects[index].key.description,
      sentence: sentence(subjects[index], nodes, decisions, second.rows[index].reason),
      verdicts: verdicts)
  }

  /// What one way says of the pod at `index`; nil when nothing is known of its reasons.
  private func decision(
    _ side: ComparedSide, _ index: Int, _ subjects: [Pod], _ streams: Streams?
  ) throws -> SchedulingDecision? {
    guard case .configuration(let configuration) = side.source else { return nil }
    let engine = try cluster.engine(
      bound: standing, configuration: configuration, registry: registry, scoresSoleNode: true)
    _ = SidePlacements(engine, subjects, bound: standing, ties: streams, count: index)
    engine.ties = SidePlacements.ties(streams, subjects[index])
    return engine.explain(subjects[index])
  }

  private func sentence(
    _ pod: Pod, _ nodes: [String?], _ decisions: [SchedulingDecision?], _ reason: String
  ) -> String {
    let places = nodes.map { $0.map { "on \($0)" } ?? "nowhere" }
    var text = "\(a.name) puts \(pod.key) \(places[0]), \(b.name) \(places[1])"
    if let tip = tipping(nodes, decisions) { text += ": \(tip)" }
    if nodes[1] == nil, !reason.isEmpty { text += ": \(reason)" }
    return text.hasSuffix(".") ? text : text + "."
  }

  /// The plugin whose points differ most between the two ways, as words; or who turns a node down.
  private func tipping(_ nodes: [String?], _ decisions: [SchedulingDecision?]) -> String? {
    guard let one = nodes[0], let other = nodes[1], let after = decisions[1] else { return nil }
    let (old, new) = (after.verdict(of: one), after.verdict(of: other))
    if case .rejected(let status, _)? = old {
      return "\(status.plugin) turns \(one) down (\(status.message))"
    }
    if let before = decisions[0], case .rejected(let status, _)? = before.verdict(of: other) {
      return "\(a.name) has \(status.plugin) turn \(other) down (\(status.message))"
    }
    guard case .fits(_, let oldPoints)? = old, case .fits(_, let newPoints)? = new else {
      return nil
    }
    var best: (plugin: String, gain: Int64, here: Int64)?
    for (place, plugin) in after.scorePlugins.enumerated() {
      let here = (newPoints[place] ?? 0) - (oldPoints[place] ?? 0)
      let there = decisions[0].map { $0.lead(of: other, over: one, by: plugin) } ?? 0
      if here - there > best?.gain ?? 0 { best = (plugin, here - there, here) }
    }
    if best == nil, let before = decisions[0] {
      return before.scorePlugins.first { !after.scorePlugins.contains($0) }.map {
        "\($0) gives no points any more"
      }
    }
    return best.map { best in
      best.here > 0
        ? "\(best.plugin) gives \(other) \(best.here) points more"
        : "\(best.plugin) gives \(one) only \(-best.here) points more"
    }
  }
}

extension SchedulingDecision {
  /// What was said of `node`; nil when it was not looked at.
  func verdict(of node: String) -> Verdict? { nodes.first { $0.name == node }?.verdict }

  /// How many more points `plugin` gives `node` than `other`.
  fileprivate func lead(of node: String, over other: String, by plugin: String) -> Int64 {
    guard let place = scorePlugins.firstIndex(of: plugin),
      case .fits(_, let high)? = verdict(of: node), case .fits(_, let low)? = verdict(of: other),
      place < high.count, place < low.count
    else { return 0 }
    return (high[place] ?? 0) - (low[place] ?? 0)
  }
}

extension PlacementDiff.Verdict {
  fileprivate init(
    _ verdict: SchedulingDecision.Verdict, node: String, side: String, _ plugins: [String]
  ) {
    switch verdict {
    case .rejected(let status, _):
      self.init(
        node: node, side: side, points: [], total: nil,
        refusal: "\(status.plugin): \(status.message)")
    case .fits(let total, let points):
      let all = zip(plugins, points).compactMap { plugin, points in
        points.map { PlacementDiff.Points(plugin: plugin, points: Int($0)) }
      }
      self.init(
        node: node, side: side, points: all, total: total.map { Int($0) }, refusal: "")
    }
  }
}
