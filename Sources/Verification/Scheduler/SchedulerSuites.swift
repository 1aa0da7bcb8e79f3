import SchedulerLab

extension VerificationSuite {
  /// Every decision of the recorded corpus against the real kube-scheduler v1.34.1: feasible nodes,
  /// reasons of rejection, points by plugin, best nodes, preemption and outcome. Every category
  /// must agree wholly; the last row takes all of them together.
  static let schedulerOracle = VerificationSuite(
    name: "scheduler",
    summary: "decisions of the scheduler against those of kube-scheduler v1.34.1",
    needs: OracleCategory.all.map(\.path)
  ) { context in
    var all = OracleTally()
    var rows: [Agreement] = []
    for category in OracleCategory.all {
      context.progress("scheduler: \(category.name)")
      let tally = try OracleTally(category, in: context.truth)
      rows.append(tally.row(category))
      all.merge(tally)
    }
    rows.append(
      .share(
        "scheduler_all", all.agreeing, of: all.steps, unit: "share of decisions", floor: 1,
        detail: all.detail))
    return rows
  }

  /// A production cluster's pods against where kube-scheduler v1.34.1 puts them.
  static let productionTrace = VerificationSuite(
    name: "openb",
    summary: "1,067 pods of a production cluster against kube-scheduler v1.34.1's placements",
    needs: ProductionTrace.files
  ) { context in
    context.progress("openb: placing 1,067 pods")
    let (lines, differing) = try ProductionTrace(in: context.truth).differences()
    let agreeing = lines - differing.count
    return [
      .share(
        "openb_placements", agreeing, of: max(lines, ProductionTrace.podCount),
        unit: "share of pods", floor: 1,
        detail: "\(agreeing) of \(lines) pods on the same node, with as many feasible nodes, as "
          + "many best ones and the same points" + (differing.first.map { "; first: \($0)" } ?? ""))
    ]
  }
}

extension OracleTally {
  /// How many agree, and where they do not, by aspect.
  fileprivate var detail: String {
    let text = "\(agreeing) of \(steps) decisions"
    guard let first = differences.first else { return text }
    let aspects = OracleDifference.Aspect.allCases
      .map { "\($0.rawValue) \(agreeing(in: $0))" }.joined(separator: ", ")
    return "\(text); agreeing by aspect: \(aspects); first: \(first)"
  }

  fileprivate func row(_ category: OracleCategory) -> Agreement {
    .share(
      "scheduler_\(category.name)", agreeing, of: steps, unit: "share of decisions",
      floor: category.floor, detail: detail)
  }
}
