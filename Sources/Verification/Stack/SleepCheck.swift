import ClusterSim
import Scenarios

/// Runs of half a minute against a view that sleeps: could the simulation have produced them?
///
/// A recorded run is one draw of chance, so it is not held against a mean: the same half minute is
/// simulated 199 times, and the recorded figure must lie among the middle 98 % of the simulated
/// ones. It does so in 49 of 50 runs if the model is right; what the machine did besides (0.9 ms
/// and more in each request, and up to 7 % between repeats of one seed) comes on top.
package enum SleepCheck {
  private static let file = "stack/sleep.yaml"
  private static let replications = 199
  private static let seed: UInt64 = 20_251_122
  /// One Gunicorn with sync workers, by experiment, with the view's mean time.
  private static let experiments = ["B2_sleep_c1": 20, "B2_sleep_c2": 50]

  static func rows(_ context: VerificationContext, _ all: [RecordedRun]) throws -> [Agreement] {
    let runs = all.filter { experiments[$0.experiment] != nil }
    var simulated: [String: (means: [Double], p99s: [Double])] = [:]
    var means: [String] = []
    var p99s: [String] = []
    for run in runs {
      let load = "\(run.experiment) at \(AgreementTable.number(run.rate)) requests a second"
      context.progress("stack: \(load)")
      let figures = try simulated[load] ?? simulate(run, context)
      simulated[load] = figures
      if !isAmong(figures.means, run.meanMilliseconds) { means.append(run.id) }
      if !isAmong(figures.p99s, run.p99Milliseconds) { p99s.append(run.id) }
    }
    return [row("mean", runs.count, means), row("p99", runs.count, p99s)]
  }

  private static func row(_ name: String, _ count: Int, _ outside: [String]) -> Agreement {
    .share(
      "stack_sleep_\(name)", count - outside.count, of: count, unit: "share of runs", floor: 0.9,
      detail: "\(count - outside.count) of \(count) runs among the middle 98 % of 199 simulated"
        + (outside.isEmpty ? "" : "; outside: \(outside.joined(separator: ", "))"))
  }

  private static func simulate(
    _ run: RecordedRun, _ context: VerificationContext
  ) throws -> (means: [Double], p99s: [Double]) {
    let design = try ScenarioLoader.load(
      path: context.scenarios + "/" + file,
      overrides: [
        "clients.0.rate=\(run.rate)/s", "images.0.gunicorn.workers=\(run.workers)",
        "images.0.gunicorn.endpoints.sleep.cpu=exponential \(experiments[run.experiment] ?? 0)ms",
      ])
    var means: [Double] = []
    var p99s: [Double] = []
    for replication in 0..<replications {
      let results = try context.run(design, seed, UInt64(replication))
      guard let latency = results.run.latency else { continue }
      means.append(latency.mean.milliseconds)
      p99s.append(latency.p99.milliseconds)
    }
    return (means, p99s)
  }

  /// Whether neither fewer than 1 % of `samples` lie below `value`, nor above it.
  package static func isAmong(_ samples: [Double], _ value: Double) -> Bool {
    let below = samples.count { $0 < value }
    let above = samples.count { $0 > value }
    return 100 * min(below, above) >= samples.count
  }
}
