import ClusterSim
import Results
import Testing
import Units

/// The story that ships, from its first command to its last.
struct ArticleTests {
  private let run: Record

  init() throws { run = try Stage.articleRun.get() }

  @Test func `every expectation and every promise holds, and every pod found a node`() {
    #expect(run.unmetExpectations == [])
    #expect(run.brokenPromises == [])
    #expect(run.results.expectations.count == 6)
    #expect(run.results.invariants.count == 8)
    #expect(run.results.unscheduledPods == [])
    #expect(run.results.isTrustworthy)
    #expect(run.results.verdict.kind == .stable)
  }

  @Test func `the phases follow one another without a gap`() {
    let phases = run.results.phases
    #expect(
      phases.map(\.name) == [
        "create-cluster", "database", "orange", "load-balancer", "migrate", "traffic", "scale",
        "reborn", "update", "maroon", "delete-cluster",
      ])
    for (before, after) in zip(phases, phases.dropFirst()) {
      #expect(before.to == after.from, "\(after.name)")
      #expect(before.from < before.to, "\(before.name)")
    }
    #expect(phases.last?.to == .start + run.results.simulated)
  }

  @Test func `the requests of the phases are those of the window`() {
    let phases = run.results.phases.map(\.figures)
    let whole = run.results.run
    #expect(phases.reduce(0) { $0 + $1.arrived } == whole.arrived)
    #expect(phases.reduce(0) { $0 + $1.succeeded } == whole.succeeded)
    #expect(phases.reduce(0) { $0 + $1.failed } == whole.failed)
    #expect(phases.reduce(0) { $0 + $1.timedOut } == whole.timedOut)
    #expect(run.results.clients.map(\.name) == ["readers"])
    #expect(run.results.clients.first?.figures == whole)
    #expect(run.results.endpoints.map(\.name) == ["create", "detail", "list", "login"])
    #expect(run.results.endpoints.reduce(0) { $0 + $1.figures.arrived } == whole.arrived)
  }

  @Test func `each second's requests add up to the run's, and so do the versions' answers`() {
    let buckets = run.results.series.buckets
    let whole = run.results.run
    // The last second is not a whole one.
    #expect(buckets.count == Int(run.results.simulated.seconds.rounded(.up)))
    #expect(buckets.reduce(0) { $0 + $1.arrived } == whole.arrived)
    #expect(buckets.reduce(0) { $0 + $1.succeeded } == whole.succeeded)
    #expect(buckets.reduce(0) { $0 + $1.failed + $1.timedOut } == whole.lost)
    #expect(run.results.series.versions.contains("1.2-orange"))
    let answers = buckets.reduce(0) { $0 + $1.responsesByVersion.reduce(0, +) }
    #expect(answers == whole.succeeded)
    let byVersion = run.results.versions.reduce(0) { $0 + $1.figures.succeeded }
    #expect(byVersion == whole.succeeded)
  }

  @Test func `orange goes from three to one, back to three, is reborn, and gives way`() {
    #expect(ready("app", at: "traffic") == [3])
    let scaled = ready("app", at: "scale")
    #expect(scaled.isSubset(of: [1, 2, 3]) && scaled.isSuperset(of: [1, 3]))
    #expect(ready("app", at: "reborn").isSubset(of: [2, 3]))
    #expect(ready("app", at: "maroon") == [3])
    let pods = run.results.pods
    func count(_ owner: String) -> Int {
      pods.filter { $0.owner == "ReplicationController/\(owner)" }.count
    }
    #expect(count("database") == 1)
    #expect(count("app-orange") == 6)
    #expect(count("app-maroon") == 3)
    #expect(pods.count == 10)
    #expect(pods.allSatisfy { $0.node != nil && $0.ready != nil && $0.restarts == 0 })
  }

  /// The numbers of ready endpoints that a Service had in the seconds of a phase, in which rules
  /// are still under way in the first two and the phase after has begun in the last.
  private func ready(_ service: String, at phase: String) -> Set<Int> {
    guard let found = run.phase(phase),
      let column = run.results.series.services.firstIndex(of: service)
    else { return [] }
    let first = Int(found.from.seconds) + 2
    let last = Int(found.to.seconds) - 1
    return Set(run.results.series.buckets[first..<last].map { $0.readyEndpoints[column] })
  }

  @Test func `both versions answer during the update, orange alone before and maroon after`() {
    #expect(answers("1.2-orange", in: "scale") > 1_000)
    #expect(answers("1.2-maroon", in: "scale") == 0)
    #expect(answers("1.2-orange", in: "update") > 1_000)
    #expect(answers("1.2-maroon", in: "update") > 1_000)
    #expect(answers("1.2-orange", in: "maroon") == 0)
    #expect(answers("1.2-maroon", in: "maroon") > 50)
    #expect(
      run.results.versions.map(\.name) == ["1.2-maroon", "1.2-orange"])
  }

  private func answers(_ version: String, in phase: String) -> Int {
    guard let found = run.phase(phase),
      let column = run.results.series.versions.firstIndex(of: version)
    else { return -1 }
    // An answer may be under way when the phase begins.
    let first = Int(found.from.seconds) + 2
    return run.results.series.buckets[first...Int(found.to.seconds)]
      .reduce(0) { $0 + $1.responsesByVersion[column] }
  }

  @Test func `nobody asked before the traffic began`() {
    for phase in run.results.phases.prefix(5) { #expect(phase.figures.arrived == 0) }
    // 25 a second for four minutes: within five standard deviations.
    let arrived = Double(run.phase("traffic")?.figures.arrived ?? 0)
    let expected = 25 * ((run.phase("traffic").map { $0.to - $0.from })?.seconds ?? 0)
    #expect(abs(arrived - expected) < 5 * expected.squareRoot())
  }

  @Test func `what was rented ends with the cluster`() throws {
    let deletion = try #require(run.phase("delete-cluster")?.from)
    #expect(run.results.nodes.count == 3)
    for node in run.results.nodes {
      let ended = try #require(node.ended, "\(node.name) has no end")
      #expect(ended > deletion && ended < deletion + .minutes(3))
      #expect(node.machineType == "n1-standard-1")
    }
    for pod in run.results.pods {
      let ended = try #require(pod.ended, "\(pod.name) has no end")
      #expect(ended < deletion + .minutes(3))
    }
    #expect(run.results.series.buckets.last?.podsRunning == 0)
    #expect(
      run.results.warnings.contains(
        "the load balancer of default/app outlives the cluster and goes on costing"))
  }
}
