import SchedulerLab

extension VerificationSuite {
  /// Every decision of the recorded corpus against the real kube-scheduler v1.34.1: feasible nodes,
  /// reasons of rejection, points by plugin, best nodes and outcome.
  ///
  /// A category of which every decision needs only plugins that are built must agree wholly. In the
  /// others the row claims nothing but that it does not get worse.
  static let schedulerOracle = VerificationSuite(
    name: "scheduler",
    summary: "decisions of the scheduler against those of kube-scheduler v1.34.1",
    needs: OracleCategory.all.map(\.path)
  ) { context in
    var rows: [Agreement] = []
    for category in OracleCategory.all {
      context.progress("scheduler: \(category.name)")
      let tally = try OracleTally(category, in: context.truth)
      rows.append(tally.row(category))
    }
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
  fileprivate func row(_ category: OracleCategory) -> Agreement {
    let aspects = OracleDifference.Aspect.allCases
      .map { "\($0.rawValue) \(agreeing(in: $0))" }.joined(separator: ", ")
    let detail =
      category.isCovered
      ? "\(agreeing) of \(steps) decisions" + (differences.first.map { "; first: \($0)" } ?? "")
      : "no claim: \(agreeing) of \(steps) decisions; agreeing by aspect: \(aspects)"
    return .share(
      "scheduler_\(category.name)", agreeing, of: steps, unit: "share of decisions",
      floor: category.floor, detail: detail)
  }
}
