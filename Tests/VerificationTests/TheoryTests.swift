import ClusterSim
import Results
import Testing
import Units
import Verification

/// Queueing theory through scenario files, and that a wrong simulation would be found out.
struct TheoryTests {
  /// Ten measured minutes instead of thirty, and fewer of them; enough for intervals below a tenth.
  static let short = ["window.until=13m", "end.at=14m"]
  static let replications = 30

  private var context: VerificationContext {
    VerificationContext(scenarios: Place.root + "/scenarios", truth: "")
  }

  @Test(arguments: 0..<4)
  func `the scenario's figures are theory's`(index: Int) throws {
    let model = try TheoryModel.all()[index]
    let rows = try TheoryCheck(model, replications: 60).rows(context, overrides: Self.short)
    #expect(rows.count >= 3)
    for row in rows { #expect(row.holds, "\(row.name) is \(row.value): \(row.detail)") }
  }

  @Test(arguments: [
    "images.0.plain.service=exponential 10.5ms", "clients.0.rate=84/s",
    "images.0.plain.service=10ms",
  ])
  func `a service or an arrival that is off by a little breaks the row`(mistake: String) throws {
    let model = try TheoryModel.all()[0]
    let rows = try TheoryCheck(model, replications: Self.replications)
      .rows(context, overrides: Self.short + [mistake])
    let mean = try #require(rows.first { $0.name == "theory_mm1_mean" })
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
    let rows = try TheoryCheck(try TheoryModel.all()[0], replications: replications).rows(context)
    return try #require(rows.first { $0.name == "theory_mm1_mean" })
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
    var seen: [String] = []
    _ = try meanRow(replications: 3) { design, seed, replication in
      seen.append("\(design.name) \(seed == TheoryCheck.seed) \(replication)")
      return Self.fake(1, replication: replication)
    }
    #expect(seen == ["mm1 true 0", "mm1 true 1", "mm1 true 2"])
  }
}
