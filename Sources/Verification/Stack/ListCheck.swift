import ClusterSim
import Scenarios
import SchedulerLab
import Units

/// The blog's list of posts on one core: how long it takes when nobody else is there, and how many
/// a second the core can do.
///
/// The bounds are today's errors, rounded up: they claim no more than that they do not grow. The
/// machine's speed wandered by up to 1.5 times, NGINX (0.3 ms) is not in the scenario, and Django's
/// CPU time a request fell by 25 to 30 % towards saturation, which is not modelled.
package enum ListCheck {
  private static let file = "stack/list.yaml"
  private static let seed: UInt64 = 20_251_122

  /// A figure of the site, measured and simulated.
  private struct Figure {
    let name: String
    let experiment: String
    let connectionAge: Int
    let overrides: [String]
    /// Whether it is a rate; else a latency.
    let isRate: Bool
    let target: Double
  }

  private static let perRequest = "images.0.gunicorn.database.connections=per-request"

  private static let figures = [
    Figure(
      name: "list_latency", experiment: "A_base_closed1", connectionAge: 60, overrides: [],
      isRate: false, target: 0.05),
    Figure(
      name: "list_latency_connecting", experiment: "A_base_closed1", connectionAge: 0,
      overrides: [perRequest], isRate: false, target: 0.1),
    Figure(
      name: "list_capacity", experiment: "B_cpu_f1_cap", connectionAge: 60,
      overrides: ["clients.0.users=12"], isRate: true, target: 0.1),
    Figure(
      name: "list_capacity_connecting", experiment: "B_cpu_f2_cap", connectionAge: 0,
      overrides: ["clients.0.users=12", "images.0.gunicorn.workers=2", perRequest], isRate: true,
      target: 0.05),
  ]

  static func rows(_ context: VerificationContext, _ all: [RecordedRun]) throws -> [Agreement] {
    try figures.map { figure in
      context.progress("stack: \(figure.name)")
      let runs = all.filter {
        $0.experiment == figure.experiment && $0.connectionAge == figure.connectionAge
          && $0.endpoints == #"{"list": 1}"#
      }
      let real = median(runs.map { figure.isRate ? $0.throughput : $0.meanMilliseconds })
      let ours = try simulate(figure, context)
      let unit = figure.isRate ? "requests a second" : "ms"
      return Agreement(
        name: "stack_\(figure.name)", value: abs(ours - real) / real, unit: "relative",
        bound: .target(figure.target),
        detail: "measured \(AgreementTable.number(real)) (median of \(runs.count)), here "
          + "\(AgreementTable.number(ours)) \(unit)")
    }
  }

  private static func simulate(
    _ figure: Figure, _ context: VerificationContext
  ) throws -> Double {
    let design = try ScenarioLoader.load(
      path: context.scenarios + "/" + file, overrides: figure.overrides)
    let results = try context.run(design, seed, 0)
    guard let latency = results.run.latency, results.run.lost == 0 else { return .nan }
    let window = (results.measuredTo - results.measuredFrom).seconds
    return figure.isRate
      ? Double(results.run.succeeded) / window : latency.mean.milliseconds
  }

  /// The middle value, or the mean of the two in the middle.
  package static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    return 0.5 * (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2])
  }
}
