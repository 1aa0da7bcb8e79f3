import ClusterSim
import Results
import Statistics

/// The answer of several replications in a sentence around one mean: about the phase that the
/// scenario asks about, else the one that lost most on average, else the whole run.
struct ReplicatedHeadline {
  private let design: ClusterDesign
  private let replications: Replications
  private var table: FigureTable { replications.table }

  init(_ design: ClusterDesign, _ replications: Replications) {
    self.design = design
    self.replications = replications
  }

  /// The sentence; nil when one replication speaks for itself.
  var headline: Headline? {
    guard replications.count > 1 else { return nil }
    let names = replications.first.phases.map(\.name)
    let losses = names.map { table.estimate(["phases", $0, "lost"]).mean ?? 0 }
    if let question = design.question {
      let name = design.phases[question.phase].name
      if let index = names.firstIndex(of: name) { return about(index, name, question.subject) }
    }
    if let most = losses.max(), most > 0, let index = losses.firstIndex(of: most) {
      return about(index, names[index], nil)
    }
    let lost = table.estimate(["run", "lost"]).mean ?? 0
    return lost > 0
      ? sentence("The run lost ", ["run"], at: "/run/lost")
      : Headline(
        "No request was lost in any of \(replications.count) replications: ",
        figure: shown(["run", "succeeded"]), at: "/run/succeeded",
        " of \(count(["run", "arrived"])) succeeded on average.")
  }

  private func about(_ index: Int, _ name: String, _ subject: String?) -> Headline {
    let title = design.phases.first { $0.name == name }?.title ?? name
    let before = subject.map { $0 + " lost " } ?? title + ": lost "
    return sentence(before, ["phases", name], at: "/phases/\(index)/lost")
  }

  /// `… ± 4.2 of 10,912 requests, the mean of 20 replications (12 to 31), because …`
  private func sentence(_ before: String, _ group: [String], at pointer: String) -> Headline {
    let lost = table.estimate(group + ["lost"])
    let values = table.values(group + ["lost"]).compactMap { $0 }
    var after = lost.halfWidth.map { " ± \(FigureKind.count.text($0))" } ?? ""
    after += " of \(count(group + ["arrived"]))"
    if let least = values.min(), let most = values.max(), least < most {
      after += ", the mean of \(replications.count) replications ("
        + "\(FigureText.grouped(least)) to \(FigureText.grouped(most)))"
    } else {
      after += " in each of \(replications.count) replications"
    }
    let causes = causes(of: group)
    after += causes.isEmpty ? "." : ", because \(HeadlineRule.reason(causes))."
    return Headline(before, figure: shown(group + ["lost"]), at: pointer, after)
  }

  /// What was lost for each cause, all replications together.
  private func causes(of group: [String]) -> [CauseCount] {
    let depth = group.count + 2
    return table.paths
      .filter { $0.count == depth && $0.starts(with: group + ["failures_by_cause"]) }
      .map { path in
        CauseCount(path[depth - 1], Int(table.values(path).reduce(0) { $0 + ($1 ?? 0) }))
      }
      .filter { $0.count > 0 }
  }

  private func count(_ path: [String]) -> String {
    let mean = table.estimate(path).mean ?? 0
    return FigureText.fixed(mean, digits: mean < 100 ? 1 : 0) + " requests"
  }

  /// The mean just as the summary has it.
  private func shown(_ path: [String]) -> Double {
    NumberText.withoutDust(table.estimate(path).mean ?? 0)
  }
}
