import ClusterSim
import Foundation
import Scenarios
import Testing

struct ExpectationTests {
  @Test func `an expectation is held against the figure at its path`() throws {
    let text = """
      cluster: {pools: [{machine: e2-medium, count: 1}]}
      timeline: [{phase: update, run: kubectl get pods}]
      expect:
        - phases.update.failed == 0
        - run.availability >= 99.9%
        - run.latency_ms.p99_9 < 1.5s
        - downtime.below_objective_seconds <= 14s
        - versions."1.2-orange".succeeded > 100
        - cost.total.month_usd != $3

      """
    let design = try ScenarioLoader.load(text: text)
    let figures: [String: Double] = [
      "phases/update/failed": 0, "run/availability": 0.9985, "run/latency_ms/p99_9": 1_499,
      "downtime/below_objective_seconds": 14, "cost/total/month_usd": 3,
    ]
    let outcomes = Expectations.evaluate(design.expectations) { path in
      figures[path.joined(separator: "/")]
    }
    #expect(outcomes.map(\.holds) == [true, false, true, true, false, false])
    #expect(outcomes.map(\.observed) == [0, 0.9985, 1_499, 14, nil, 3])
    #expect(
      design.expectations.map(\.bound) == [0, 0.999, 1_500, 14, 100, 3].map { .number($0) })
  }
}

/// The table of defaults, in code, in designs and in the README.
struct DefaultsTableTests {
  @Test func `every default that the table describes is what a design starts with`() {
    #expect(DefaultsTable.wrongRows == [])
  }

  @Test func `the README shows the table as it is`() throws {
    let path = ShippedScenarioTests.root + "/scenarios/README.md"
    let readme = try String(contentsOfFile: path, encoding: .utf8)
    let isThere = readme.contains(DefaultsTable.markdown)
    #expect(isThere, "the table is:\n\(DefaultsTable.markdown)")
  }
}
