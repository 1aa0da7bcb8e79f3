import ClusterSim
import Experiments
import Results
import Scenarios
import Testing

struct DecisionTests {
  private func run(
    _ scheduler: String, seed: UInt64 = 1, explains: Bool = true
  ) throws -> RunResults {
    let design = try ScenarioLoader.load(
      text: """
        cluster: {pools: [{machine: n1-standard-1, count: 3}]}
        manifests: [app/replication-controller-orange.yaml]
        images: [{image: "*", pause: {}}]
        scheduler: \(scheduler)
        timeline: [{wait: {pods: name=app, ready: 3}}]
        """, folder: "\(StartTests.root)/scenarios/article")
    var options = RunOptions()
    options.seed = seed
    options.explainsDecisions = explains
    return try Experiment.run(design, options: options)
  }

  @Test func `a decision tells what was said of each node, and how long the binding took`() throws {
    let results = try run("{}")
    let placed = results.decisions.filter { $0.node != nil }
    #expect(placed.count == 3)
    for row in placed {
      let explanation = try #require(row.explanation)
      #expect(explanation.nodes.count == row.nodesEvaluated)
      #expect(row.nodesEvaluated == 3)
      let winner = try #require(explanation.nodes.first { $0.verdict == .chosen })
      #expect(winner.name == row.node)
      #expect(winner.score == row.score)
      #expect(winner.points.reduce(0) { $0 + ($1 ?? 0) } == row.score)
      #expect(explanation.nodes.allSatisfy { ($0.score ?? 0) <= row.score ?? 0 })
      #expect(try #require(row.binding).nanoseconds > 0)
      #expect(row.queued <= row.waited)
    }
    #expect(results.unexplained == nil)
  }

  @Test func `what is taken down changes no decision`() throws {
    let (told, silent) = (try run("{}"), try run("{}", explains: false))
    #expect(silent.pods == told.pods)
    #expect(silent.decisions.allSatisfy { $0.explanation == nil })
    #expect(silent.decisions.map(\.node) == told.decisions.map(\.node))
    #expect(silent.decisions.map(\.score) == told.decisions.map(\.score))
    #expect(silent.unexplained?.hasPrefix("3 of 3 attempts are not told node by node") == true)
  }

  @Test func `ties go to the smallest name, or to anybody`() throws {
    /// Whether the first pod went to the smallest name of the nodes with the most points.
    func isFirst(_ scheduler: String, _ seed: UInt64) throws -> Bool {
      let row = try #require(try run(scheduler, seed: seed).decisions.first)
      let fitting = row.explanation?.nodes.filter { $0.verdict != .rejected } ?? []
      let best = fitting.filter { $0.score == row.score }.map(\.name).min()
      return row.node == best
    }
    for seed in UInt64(1)...8 { #expect(try isFirst("{ties: first}", seed), "seed \(seed)") }
    let byLot = try (UInt64(1)...8).map { try isFirst("{ties: random}", $0) }
    #expect(Set(byLot) == [true, false])
    #expect(try (UInt64(1)...8).map { try isFirst("{}", $0) } == byLot)
  }
}
