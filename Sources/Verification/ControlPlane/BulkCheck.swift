import SchedulerLab
import Statistics
import Units

/// Five hundred pods at once: slow start in growing batches, and then the client's 20 calls a
/// second.
enum BulkCheck {
  static let trace = "s8a_rc_500"
  /// Relative deviation that is allowed: the recording machine was busy with 500 pods.
  private static let tolerance = 0.1

  static func rows(_ truth: TruthFolder) throws -> [Agreement] {
    let recorded = try RecordedTrace(trace, in: truth)
    let replayed = try TraceReplay(recorded, seed: TraceCheck.seed).run()
    let made = ("is made", "500_pods_created")
    let ended = ("is told to end", "450_pods_deleted")
    return try [made, ended].map { what, name in
      let step = "a pod of app \(what)"
      let real = recorded.steps.filter { $0.what == step }.map(\.at)
      let ours = replayed.filter { $0.what == step }.map(\.at)
      return try row(name, real, ours)
    }
  }

  /// The greatest distance of the *k*-th pod's time, as a share of the time that all take.
  private static func row(
    _ name: String, _ real: [TimeSpan], _ ours: [TimeSpan]
  ) throws -> Agreement {
    guard let from = real.first, let to = real.last, real.count == ours.count,
      let start = ours.first, let end = ours.last
    else {
      return Agreement(
        name: "trace_\(name)", value: .nan, unit: "relative", bound: .target(tolerance),
        detail: "recorded \(real.count) pods, here \(ours.count)")
    }
    let whole = (to - from).seconds
    let worst = zip(real, ours).map { abs((($0 - from) - ($1 - start)).seconds) }.max() ?? 0
    return Agreement(
      name: "trace_\(name)", value: worst / whole, unit: "relative", bound: .target(tolerance),
      detail: "recorded \(AgreementTable.number(whole)) s, here "
        + "\(AgreementTable.number((end - start).seconds)) s; the worst of all pods is "
        + "\(AgreementTable.number(worst)) s off")
  }
}
