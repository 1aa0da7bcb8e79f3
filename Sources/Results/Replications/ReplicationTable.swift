/// `replications.csv`: one row a replication, one column a main figure.
public enum ReplicationTable {
  /// The columns after the number, for replications with these figures: those of the whole run,
  /// what each phase lost, downtime and cost.
  static func paths(_ table: FigureTable) -> [[String]] {
    let run = ["arrived", "succeeded", "failed", "timed_out", "in_flight", "lost", "availability"]
    let latency = ["mean", "p50", "p90", "p95", "p99", "p99_9", "max"]
    let phases = table.paths.filter { $0.count == 3 && $0[0] == "phases" && $0[2] == "lost" }
    let causes = table.paths.filter { $0.count == 3 && $0[0] == "run" && $0[1] == Self.causes }
    let rest = [
      ["downtime", "below_objective_seconds"], ["downtime", "longest_blackout_users_seconds"],
      ["downtime", "longest_blackout_prober_seconds"],
      ["utilisation", "total", "cpu_used_mean_cores"], ["cost", "total", "run_usd"],
      ["cost", "total", "month_usd"], ["simulated_seconds"],
    ]
    return run.map { ["run", $0] } + causes.sorted { $0[2] < $1[2] }
      + latency.map { ["run", "latency_ms", $0] } + phases + rest
  }

  private static let causes = "failures_by_cause"

  /// The table of `replications`; each column is named by its figure's path in `summary.json`.
  public static func csv(_ replications: Replications) -> CSVText {
    let table = replications.table
    let paths = paths(table)
    var csv = CSVText(columns: ["replication"] + paths.map(FigurePath.text) + ["verdict"])
    let columns = paths.map(table.values)
    for row in 0..<replications.count {
      csv.field(row)
      for column in columns { csv.field(column[row]) }
      csv.field(replications.verdicts[row].rawValue)
      csv.endRow()
    }
    return csv
  }
}
