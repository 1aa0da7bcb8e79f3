import ClusterSim
import Results
import Scenarios
import Statistics

/// Says which variant is best, by how much, and what it costs.
///
/// The best is the one with least (or most) of the goal's figure among those that keep the
/// objective; when none keeps it, among all. Ties go to the cheaper one, then to the lower p99,
/// then to the one that the scenario names first. Means decide; whether the difference is more than
/// chance is what the interval beside it tells.
struct ComparisonRule {
  private let results: StudyResults
  private let study: Study
  private let goal: Study.Goal

  init(_ results: StudyResults, _ study: Study, _ goal: Study.Goal) {
    self.results = results
    self.study = study
    self.goal = goal
  }

  /// The best variant's index; nil when none has the goal's figure.
  var best: Int? { ranked.first }

  /// The variants that have the goal's figure, the best one first.
  private var ranked: [Int] {
    results.variants.indices.filter { mean(goal.path, $0) != nil }
      .sorted { standing($0).lexicographicallyPrecedes(standing($1)) }
  }

  /// Numbers by which variants are ranked, the most important first; less is better.
  private func standing(_ index: Int) -> [Double] {
    let figure = mean(goal.path, index) ?? 0
    return [
      keepsObjective(index) ? 0 : 1, goal.isLowestBest ? figure : -figure,
      mean(Self.cost, index) ?? 0, mean(["run", "latency_ms", "p99"], index) ?? .infinity,
      Double(index),
    ]
  }

  private static let cost = ["cost", "total", "month_usd"]

  /// Whether the variant keeps what is promised to users, by its means over the measured window.
  private func keepsObjective(_ index: Int) -> Bool {
    let objective = study.variants[index].design.objective
    let share = mean(["run", "availability"], index) ?? 1
    guard let latency = objective.latency else { return share >= objective.successShare }
    let name = ["p50", "p90", "p95", "p99", "p99_9"].first {
      FigureLabel.quantile($0) == latency.quantile
    }
    guard let name, let value = mean(["run", "latency_ms", name], index) else {
      return share >= objective.successShare
    }
    return share >= objective.successShare && value <= latency.atMost.milliseconds
  }

  private func mean(_ path: [String], _ index: Int) -> Double? {
    results.estimate(path, of: index).mean
  }

  /// The answer in a sentence around the best variant's figure.
  var headline: Headline? {
    let ranked = ranked
    guard let best = ranked.first, let value = mean(goal.path, best) else { return nil }
    let kind = FigureKind(goal.path)
    let name = results.variants[best].name
    let number = results.replications
    let mean = number > 1 ? "mean of \(number) replications" : ""
    var after = unit(kind) + amount(best)
    if goal.path.last == "lost" {
      after += number > 1 ? " (\(mean))" : ""
    } else {
      after += " (\(FigureLabel.text(goal.path))\(number > 1 ? ", \(mean)" : ""))"
    }
    after += difference(best, ranked, kind) + "."
    after += promise(best)
    let before = "\(name) is best: \(kind == .dollars ? "$" : "")"
    let pointer = (["variants", name] + pointerMembers(goal.path, best))
      .map { "/" + JSONValue.pointerToken($0) }.joined()
    return Headline(before, figure: NumberText.withoutDust(value), at: pointer, after)
  }

  /// A path of the summary as members of a pointer: phases are a list there.
  private func pointerMembers(_ path: [String], _ index: Int) -> [String] {
    let names = results.variants[index].replications.first.phases.map(\.name)
    guard path.count > 1, path[0] == "phases", let place = names.firstIndex(of: path[1]) else {
      return path
    }
    return ["phases", String(place)] + path.dropFirst(2)
  }

  private func unit(_ kind: FigureKind) -> String {
    switch kind {
    case .count, .share, .dollars: ""
    case .milliseconds: " ms"
    case .seconds: " s"
    case .cores: " cores"
    case .bytes: " bytes"
    }
  }

  /// Of how many requests, when the goal is about lost ones.
  private func amount(_ index: Int) -> String {
    guard goal.path.last == "lost" else { return "" }
    let arrived = mean(goal.path.dropLast() + ["arrived"], index) ?? 0
    let place = goal.path.count > 2 ? " in \(goal.path[1])" : ""
    return " of \(FigureText.fixed(arrived, digits: 0)) requests lost\(place)"
  }

  /// By how much it is better than the first variant, or than the next best when it is the first.
  private func difference(_ best: Int, _ ranked: [Int], _ kind: FigureKind) -> String {
    guard let other = best == 0 ? ranked.dropFirst().first : 0,
      let difference = results.difference(goal.path, of: best, from: other),
      let mean = difference.mean
    else { return "" }
    let name = results.variants[other].name
    if mean == 0 { return ", as much as \(name)" }
    let half = difference.halfWidth.map { " ± \(kind.text($0))" } ?? ""
    return ", \(kind.text(mean.magnitude))\(half) \(mean < 0 ? "less" : "more") than \(name)"
  }

  /// Whether it keeps the objective, and what it costs beside the cheapest.
  private func promise(_ best: Int) -> String {
    let objective = study.variants[best].design.objective
    let share = FigureKind.share.text(objective.successShare)
    let latency = objective.latency.map { bound in
      " within " + FigureKind.milliseconds.text(bound.atMost.milliseconds)
    }
    let promised = "\(share) of requests\(latency ?? "")"
    var text =
      keepsObjective(best)
      ? " It keeps the objective (\(promised))"
      : " No variant keeps the objective (\(promised)); it"
    guard let cost = mean(Self.cost, best), cost > 0 else {
      return text + (keepsObjective(best) ? "." : " comes nearest.")
    }
    text += "\(keepsObjective(best) ? " and" : "") costs \(FigureKind.dollars.text(cost)) a month"
    let costs = results.variants.indices.compactMap { index in
      mean(Self.cost, index).map { (cost: $0, index: index) }
    }
    guard let cheapest = costs.min(by: { ($0.cost, $0.index) < ($1.cost, $1.index) }) else {
      return text + "."
    }
    if cost - cheapest.cost < 0.005 { return text + ", no more than any other." }
    let name = results.variants[cheapest.index].name
    return text + "; the cheapest, \(name), costs \(FigureKind.dollars.text(cheapest.cost))."
  }
}
