import Foundation
import Scheduler
import SchedulerLab
import Testing

/// What the real scheduler did, beside the package; may be absent.
private let truth = TruthFolder(
  path: URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("../shared").standardizedFileURL.path)

/// Holds every decision against the real kube-scheduler v1.34.1's.
struct OracleTests {
  @Test(
    .enabled(if: truth.has("oracle/scheduler/FORMAT.md")), arguments: OracleCategory.all)
  func `decisions are the real scheduler's`(category: OracleCategory) throws {
    let tally = try OracleTally(category, in: truth)
    #expect(tally.differences == [], "\(category.name)")
    #expect(tally.agreeing == tally.steps)
    #expect(Double(tally.agreeing) >= category.floor * Double(tally.steps))
    #expect(tally.steps > 0)
  }

  /// Without a plugin its cases must differ: the comparison can fail.
  @Test(.enabled(if: truth.has("oracle/scheduler/spread.json")))
  func `a decision that a missing plugin would change is told`() throws {
    guard let category = OracleCategory.all.first(where: { $0.name == "spread" }) else { return }
    var profile = Profile.standard
    profile.plugins.removeAll { $0.name == "PodTopologySpread" }
    let tally = try OracleTally(category, in: truth, profile: profile)
    #expect(tally.agreeing < tally.steps)
    #expect(tally.agreeing(in: .scores) < tally.steps)
    #expect(tally.agreeing(in: .feasible) < tally.steps)
  }

  @Test(.enabled(if: truth.missing(of: ProductionTrace.files) == nil))
  func `every production pod goes where the real scheduler put it`() throws {
    let (lines, differing) = try ProductionTrace(in: truth).differences()
    #expect(lines == ProductionTrace.podCount)
    #expect(differing.prefix(5) == [])
  }
}
