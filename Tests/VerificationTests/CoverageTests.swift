import ClusterSim
import Randomness
import Results
import Scenarios
import Testing
import Units
import Verification

/// The counting of intervals, and that wrong intervals would be found out.
struct CoverageTests {
  private var context: VerificationContext {
    VerificationContext(scenarios: Place.root + "/scenarios", truth: "")
  }

  @Test func `every scenario is as long as the rule says, and no longer`() throws {
    for model in try CoverageModel.all() {
      let design = try ScenarioLoader.load(path: context.scenarios + "/" + model.file)
      #expect(design.name == model.name)
      guard case .at(let start) = design.clients[0].start, let window = design.window,
        case .at(let from) = window.from, case .at(let until)? = window.until
      else {
        Issue.record("\(model.name) says its times as moments")
        continue
      }
      let relaxation = model.relaxation.seconds
      let lead = (from - start).seconds - CoverageRule.warmUp * relaxation
      let measured = max(CoverageRule.measured * relaxation, CoverageRule.requests / model.rate)
      let length = (until - from).seconds - measured
      #expect(lead >= 0 && lead <= 10, "\(model.name) warms up \(lead) s longer")
      #expect(length >= 0 && length <= 10, "\(model.name) measures \(length) s longer")
    }
  }

  @Test func `four thousand experiments are made at night`() throws {
    #expect(try CoverageModel.all().reduce(0) { $0 + $1.experimentsThorough } == 4_000)
  }

  /// Rows of M/M/1 at load 0.5, whose mean is 20 ms, from replications whose mean is normal about
  /// the truth with a deviation of 1 ms, plus `bias` milliseconds, plus what all replications of a
  /// seed share, with a deviation of `common` milliseconds.
  private func rows(bias: Double = 0, common: Double = 0, failed: Int = 0) throws -> [Agreement] {
    var context = context
    context.run = { _, seed, replication in
      var own = Streams(seed: seed, replication: replication).stream("own")
      var all = Streams(seed: seed).stream("shared")
      let mean = 20 + bias + own.normal() + common * all.normal()
      var results = RunResults(scenario: "", seed: seed, version: "", simulated: .minutes(1))
      func span(_ factor: Double) -> TimeSpan { TimeSpan(seconds: mean * factor / 1_000) }
      results.run = RequestFigures(
        arrived: 1_000, succeeded: 1_000 - failed, failed: failed,
        latency: LatencyFigures(
          mean: span(1), p50: span(0.693_147), p90: span(2.302_585), p95: span(2.995_732),
          p99: span(4.605_170), p99_9: span(6.9), max: span(8), sampleCount: 1_000))
      return results
    }
    let model = try #require(try CoverageModel.all().first)
    return try CoverageCheck(model, experiments: 400, figures: 12).rows(context)
  }

  @Test func `right intervals hold the truth as often as they say`() throws {
    let rows = try rows()
    #expect(rows.map(\.name) == [
      "coverage_mm1-50_mean", "coverage_mm1-50_p95", "coverage_mm1-50_p99",
    ])
    for row in rows { #expect(row.holds, "\(row.value): \(row.detail)") }
    #expect(rows[0].detail.hasPrefix("nominal 95 %, observed 9"))
    #expect(rows[0].detail.contains("of 400 intervals hold 20 ms"))
  }

  @Test(arguments: [(0.3, 0.0, 0), (-0.3, 0, 0), (0, 0.5, 0), (0, 0, 1)])
  func `biased and too narrow intervals and lost requests are found out`(
    bias: Double, common: Double, failed: Int
  ) throws {
    for row in try rows(bias: bias, common: common, failed: failed) {
      #expect(!row.holds, "\(row.value): \(row.detail)")
    }
  }

  @Test func `replications of a real scenario are counted`() throws {
    let model = try #require(try CoverageModel.all().first)
    let rows = try CoverageCheck(model, experiments: 2, figures: 12)
      .rows(context, overrides: ["window.until=2m30s", "end.at=3m"])
    #expect(rows.count == 3)
    for row in rows { #expect(row.detail.contains("of 2 intervals"), "\(row.detail)") }
  }
}
