import ClusterSim
import Results
import Scenarios
import Synchronization
import Testing
import Units
import Verification

/// Queueing theory through scenario files, and that a wrong simulation would be found out.
struct TheoryTests {
  /// Ten measured minutes; enough for intervals below a tenth.
  static let short = ["window.until=11m30s", "end.at=12m"]
  static let replications = 30

  private var context: VerificationContext {
    VerificationContext(scenarios: Place.root + "/scenarios", truth: "")
  }

  private static func model(_ name: String) throws -> TheoryModel {
    try #require(try TheoryModel.all().first { $0.name == name })
  }

  @Test func `the figures of a queue at load 0.8 are theory's`() throws {
    let check = TheoryCheck(try Self.model("mm1-80"), replications: Self.replications)
    let rows = try check.rows(context, overrides: Self.short)
    #expect(rows.count == 7)
    for row in rows { #expect(row.holds, "\(row.name) is \(row.value): \(row.detail)") }
  }

  @Test func `there are thirty models and more, of different names`() throws {
    let models = try TheoryModel.all()
    #expect(models.count >= 30)
    #expect(Set(models.map(\.name)).count == models.count)
  }

  /// One rule for all, so that no model's length was chosen for its result.
  @Test func `every scenario is as long as the rule says, and no longer`() throws {
    for model in try TheoryModel.all() {
      let design = try ScenarioLoader.load(path: context.scenarios + "/" + model.file)
      #expect(design.seed == TheoryRule.seed, "\(model.name)")
      #expect(design.name == model.name)
      guard case .at(let start) = design.clients[0].start, let window = design.window,
        case .at(let from) = window.from, case .at(let until)? = window.until,
        case .at(let end) = design.end
      else {
        Issue.record("\(model.name) says its times as moments")
        continue
      }
      let warmUp = TheoryRule.warmUp * model.relaxation.seconds
      let measured =
        max(TheoryRule.measured * model.relaxation.seconds, TheoryRule.requests / model.rate)
        / Double(TheoryRule.replications)
      // Rounded up to ten seconds, and by theory's rates rather than the scenario's.
      let lead = (from - start).seconds - warmUp
      let length = (until - from).seconds - measured
      #expect(lead > -0.5 && lead <= 10, "\(model.name) warms up \(lead) s longer")
      #expect(length > -0.5 && length <= 10.5, "\(model.name) measures \(length) s longer")
      #expect(end - until == .minutes(1), "\(model.name)")
    }
  }

  @Test(arguments: 0..<35)
  func `every scenario gives all its figures`(index: Int) throws {
    let models = try TheoryModel.all()
    #expect(models.count == 35)
    let rows = try TheoryCheck(models[index], replications: 2)
      .rows(context, overrides: ["window.until=2m50s", "end.at=3m"])
    #expect(rows.count >= 2)
    for row in rows { #expect(row.detail.hasPrefix("theory "), "\(row.name): \(row.detail)") }
  }

  @Test(arguments: [
    "images.0.plain.service=exponential 10.5ms", "clients.0.rate=84/s",
    "images.0.plain.service=10ms",
  ])
  func `a service or an arrival that is off by a little breaks the row`(mistake: String) throws {
    let check = TheoryCheck(try Self.model("mm1-80"), replications: Self.replications)
    let rows = try check.rows(context, overrides: Self.short + [mistake])
    let mean = try #require(rows.first { $0.name == "theory_mm1-80_mean" })
    #expect(!mean.holds, "\(mean.detail)")
  }

  /// A run whose figures are those of M/M/1, off by `bias`.
  private static func fake(
    _ bias: Double, failed: Int = 0, replication: UInt64
  ) -> RunResults {
    var results = RunResults(scenario: "", seed: 1, version: "", simulated: .minutes(34))
    // Replications spread by some 3 % about the biased mean.
    let noise = 1 + 0.02 * (Double(replication % 5) - 2)
    func span(_ milliseconds: Double) -> TimeSpan {
      TimeSpan(seconds: milliseconds * bias * noise / 1_000)
    }
    let arrived = 80 * 34 * 60
    results.run = RequestFigures(
      arrived: arrived, succeeded: arrived - failed, failed: failed,
      failuresByCause: failed > 0 ? [CauseCount("connection reset", failed)] : [],
      latency: LatencyFigures(
        mean: span(50), p50: span(34.7), p90: span(115.1), p95: span(149.8), p99: span(230.3),
        p99_9: span(345), max: span(500), sampleCount: arrived))
    return results
  }

  private func meanRow(
    replications: Int = 20, _ run: @escaping VerificationContext.Runner
  ) throws -> Agreement {
    var context = context
    context.run = run
    let rows = try TheoryCheck(try Self.model("mm1-80"), replications: replications).rows(context)
    return try #require(rows.first { $0.name == "theory_mm1-80_mean" })
  }

  @Test(arguments: [(1.0, 0, true), (1.05, 0, false), (0.95, 0, false), (1.0, 1, false)])
  func `a row takes the truth for the truth, and nothing else`(
    bias: Double, failed: Int, holds: Bool
  ) throws {
    let mean = try meanRow { Self.fake(bias, failed: failed, replication: $2) }
    #expect(mean.holds == holds, "\(mean.detail)")
  }

  @Test func `an interval too wide to prove anything does not hold`() throws {
    let mean = try meanRow { Self.fake($2 == 0 ? 3 : 0.9, replication: $2) }
    #expect(!mean.holds)
    #expect(mean.detail.hasSuffix("too vague to prove anything"))
  }

  @Test func `replications are runs of one seed, told apart by number`() throws {
    let seen = Mutex<[String]>([])
    _ = try meanRow(replications: 3) { design, seed, replication in
      seen.withLock { $0.append("\(design.name) \(seed) \(replication)") }
      return Self.fake(1, replication: replication)
    }
    #expect(seen.withLock { $0.sorted() } == ["mm1-80 1 0", "mm1-80 1 1", "mm1-80 1 2"])
  }
}
