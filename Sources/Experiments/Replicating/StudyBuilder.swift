import ClusterSim
import Results
import Scenarios

/// Puts the variants of a study side by side: figures, what must hold between them, and the answer.
struct StudyBuilder {
  private let study: Study
  private let variants: [VariantResults]
  private let seed: UInt64

  init(_ study: Study, _ replications: [Replications], seed: UInt64) {
    self.study = study
    self.seed = seed
    variants = zip(study.variants, replications).map { design, replications in
      VariantResults(
        name: design.name, title: design.title, changes: design.changes,
        replications: replications)
    }
  }

  /// The phase that the scenario asks about, if all variants have it.
  private var askedPhase: String? {
    study.design.question.flatMap { question in
      let name = study.design.phases[question.phase].name
      let isInAll = study.variants.allSatisfy { $0.design.phases.contains { $0.name == name } }
      return isInAll ? name : nil
    }
  }

  /// What makes a variant the best.
  private var goal: Study.Goal {
    study.goal
      ?? Study.Goal(askedPhase.map { ["phases", $0, "lost"] } ?? ["run", "lost"],
        isLowestBest: true)
  }

  /// The study's results.
  var results: StudyResults {
    var figures =
      study.compared ?? StudyResults.usualFigures(of: variants, asked: askedPhase)
    if !figures.contains(goal.path) { figures.insert(goal.path, at: 0) }
    var results = StudyResults(
      scenario: study.design.name, seed: seed, version: Product.version, variants: variants,
      figures: figures)
    results.goal = goal.path
    results.comparisons = study.comparisons.map(judged)
    let rule = ComparisonRule(results, study, goal)
    results.best = rule.best
    results.headline = rule.headline
    return results
  }

  /// How an expectation between variants came out in each replication.
  private func judged(_ expectation: Expectation) -> ReplicatedCheck {
    var check = ReplicatedCheck(expectation.text)
    let left = values(expectation.path)
    var right: [Double?] = []
    if case .figure(let path) = expectation.bound { right = values(path) }
    for (replication, observed) in left.enumerated() {
      let other = right.isEmpty ? nil : right[replication]
      let outcome = ExpectationOutcome(expectation) { path in
        path == expectation.path ? observed : other
      }
      let texts = [observed] + (right.isEmpty ? [] : [other])
      check.add(
        UInt64(replication), holds: outcome.holds,
        observed: texts.map { $0.flatMap(NumberText.shortest) ?? "no such figure" }
          .joined(separator: " against "))
    }
    return check
  }

  /// The figure at `variants.NAME.…` in each replication.
  private func values(_ path: [String]) -> [Double?] {
    guard path.count > 2, let variant = variants.first(where: { $0.name == path[1] }) else {
      return variants[0].replications.verdicts.map { _ in nil }
    }
    return variant.replications.table.values(Array(path[2...]))
  }
}
