import Results
import Units

extension Story {
  /// The story in several replications that differ a little, computed without chance.
  static func replications(_ count: Int, factor: Int = 1) -> Replications {
    var all = Replications(first: run(0, factor))
    for number in 0..<count {
      all.add(ReplicationRecord(UInt64(number), run(number, factor)))
    }
    all.headline = Headline(
      "The update lost ", figure: 152, at: "/phases/3/lost", " ± 4 of 3,000 requests.")
    return all
  }

  private static func run(_ number: Int, _ factor: Int) -> RunResults {
    var results = Story.results
    results.replication = UInt64(number)
    results.run.failed = (results.run.failed + 7 * (number % 3)) * factor
    results.run.latency?.p99 = .milliseconds(Int64(180 + 5 * number))
    if number == 2 {
      results.expectations[0].holds = false
      results.expectations[0].observed = "351"
    }
    return results
  }

  /// Three variants of the story, the second of which loses thrice as much.
  static func study(_ replications: Int = 5) -> StudyResults {
    let variants = [("as-it-was", 1), ("hasty", 3), ("calm", 0)].map { name, factor in
      VariantResults(
        name: name, title: "The \(name) way", changes: ["images.0.gunicorn.workers=\(factor)"],
        replications: Story.replications(replications, factor: factor))
    }
    var study = StudyResults(
      scenario: "article", seed: 1, version: "0.1.0", variants: variants,
      figures: StudyResults.usualFigures(of: variants, asked: nil))
    study.best = 2
    study.headline = Headline(
      "calm is best: ", figure: 0, at: "/variants/calm/run/lost", " requests lost.")
    var check = ReplicatedCheck("variants.calm.run.lost < variants.hasty.run.lost")
    for number in 0..<replications { check.add(UInt64(number), holds: true, observed: "") }
    study.comparisons = [check]
    return study
  }
}
