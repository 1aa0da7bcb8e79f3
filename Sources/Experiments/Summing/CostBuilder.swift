import ClusterSim
import Cloud
import Results
import Units

/// The meter's lines as the bill of a report.
///
/// A month's cost is that of 730 hours at the mean size over the time in which anything cost
/// anything, so that the minutes before a cluster is made do not make it cheaper.
struct CostBuilder {
  private let lines: [CostMeter.Line]
  private let now: Instant

  init(_ run: ClusterRun) {
    lines = run.meter.lines
    now = run.clock.now
  }

  /// The bill.
  var figures: CostFigures {
    CostFigures(
      nodes: item { $0.category == .machine || $0.category == .bootDisk || $0.category == .disk },
      clusterFee: item { $0.category == .cluster },
      loadBalancers: item { $0.category == .loadBalancer })
  }

  /// What the lines that `counts` chooses cost.
  func item(where counts: (CostMeter.Line) -> Bool) -> CostItem {
    let sum = lines.filter(counts).reduce(Dollars.zero) { $0 + $1.cost(at: now) }
    let month = sum.dollars * 730 * 3_600 / max(1, paidSpan.seconds)
    return CostItem(run: sum, month: Dollars(month))
  }

  /// From the first thing that cost anything to the last.
  private var paidSpan: TimeSpan {
    let from = lines.map(\.from).min() ?? .start
    let until = lines.map { $0.until ?? now }.max() ?? now
    return until - from
  }
}
