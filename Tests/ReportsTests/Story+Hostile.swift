import Results
import Units

extension Story {
  /// Names that a page must show literally.
  static let evil = [
    "</script><script>alert(1)</script>", "\"\u{301} onmouseover=alert(2) x=\"",
    "<img src=x onerror=alert(3)>", "{{page}} & var(--text)", "'-alert(4)-'",
    String(repeating: "long-name-without-a-break", count: 12),
  ]

  /// The story with hostile text wherever a scenario or a manifest can put text.
  static var hostile: RunResults {
    var results = results
    results.scenario = evil[0]
    results.headline = Headline(evil[2] + " ", figure: 152, at: "/phases/3/failed", " " + evil[5])
    results.verdict = RunVerdict(.overloaded, reason: evil[1] + evil[5])
    results.warnings = evil
    results.assumedDefaults = evil.map { AssumedDefault(name: $0, value: $0, effect: $0) }
    results.expectations = evil.map { ExpectationResult(text: $0, observed: $0, holds: false) }
    results.unscheduledPods = evil.map {
      UnscheduledPod(name: $0, since: at(3), reason: $0)
    }
    results.series.versions = [evil[0], evil[1]]
    results.series.services = [evil[2], evil[5]]
    results.series.nodes = [evil[3], evil[4], evil[5]]
    for index in results.steps.indices {
      results.steps[index].text = evil[index % evil.count]
      results.steps[index].output = evil[(index + 1) % evil.count]
    }
    for index in results.pods.indices {
      results.pods[index].name = evil[index % evil.count]
      results.pods[index].version = evil[index % 2]
      results.pods[index].node = evil[2 + index % 4]
    }
    for index in results.nodes.indices { results.nodes[index].name = evil[3 + index % 3] }
    for index in results.phases.indices { results.phases[index].name = evil[index] }
    for index in results.endpoints.indices { results.endpoints[index].name = evil[index] }
    results.versions[0].name = evil[0]
    results.versions[1].name = evil[1]
    for index in results.decisions.indices {
      results.decisions[index].pod = evil[index % evil.count]
      results.decisions[index].reason = evil[(index + 1) % evil.count]
      results.decisions[index].nominated = evil[(index + 2) % evil.count]
      results.decisions[index].victims = evil
      guard var explanation = results.decisions[index].explanation else { continue }
      explanation.plugins = Array(evil.prefix(4))
      for place in explanation.nodes.indices {
        let text = evil[(index + place) % evil.count]
        explanation.nodes[place].name = text
        explanation.nodes[place].plugin = text
        explanation.nodes[place].reason = text
        explanation.nodes[place].preemptionReason = text
        explanation.nodes[place].victims = evil
      }
      results.decisions[index].explanation = explanation
    }
    results.unexplained = evil[0]
    results.run.failuresByCause = evil.map { CauseCount($0, 7) }
    return results
  }
}
