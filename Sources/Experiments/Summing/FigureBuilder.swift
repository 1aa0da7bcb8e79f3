import Results
import Statistics
import Units
import Workloads

/// Turns the ledger's counts and histograms into the figures of reports.
struct FigureBuilder {
  private let ledger: RequestLedger

  /// Reads from `ledger`.
  init(_ ledger: RequestLedger) { self.ledger = ledger }

  /// The figures of the requests that `selection` chooses.
  func figures(_ selection: RequestLedger.Selection) -> RequestFigures {
    Self.figures(ledger.figures(selection))
  }

  static func figures(_ counts: LedgerFigures) -> RequestFigures {
    RequestFigures(
      arrived: counts.arrived, succeeded: counts.succeeded, failed: counts.failed,
      timedOut: counts.timedOut, inFlight: counts.inFlight,
      failuresByCause: causes(counts.causes), latency: latency(counts.latencies),
      timeSpent: meanStages(counts))
  }

  private static func causes(_ counts: [Int]) -> [CauseCount] {
    FailureCause.allCases
      .filter { counts[Int($0.rawValue)] > 0 }
      .map { CauseCount($0.label, counts[Int($0.rawValue)]) }
      .sorted { $0.cause < $1.cause }
  }

  private static func latency(_ histogram: LatencyHistogram) -> LatencyFigures? {
    guard let mean = histogram.mean, let p50 = histogram.quantile(0.5),
      let p90 = histogram.quantile(0.9), let p95 = histogram.quantile(0.95),
      let p99 = histogram.quantile(0.99), let p999 = histogram.quantile(0.999),
      let longest = histogram.maximum
    else { return nil }
    return LatencyFigures(
      mean: mean, p50: p50, p90: p90, p95: p95, p99: p99, p99_9: p999, max: longest,
      sampleCount: Int(histogram.count))
  }

  private static func meanStages(_ counts: LedgerFigures) -> StageTimes? {
    guard counts.succeeded > 0 else { return nil }
    let number = Int64(counts.succeeded)
    var mean = StageTimes()
    for stage in RequestStage.allCases {
      mean[stage] = TimeSpan(nanoseconds: counts.stages[stage] / number)
    }
    return mean
  }
}

extension StageSpans {
  /// The nanoseconds spent in `stage`.
  subscript(stage: RequestStage) -> Int64 {
    switch stage {
    case .network: network
    case .connect: connect
    case .backlog: backlog
    case .cpu: cpu
    case .cpuContention: cpuContention
    case .cpuThrottled: cpuThrottled
    case .database: database
    case .databaseConnect: databaseConnect
    case .retry: retry
    }
  }

  /// The spans as reports hold them.
  var times: StageTimes {
    var times = StageTimes()
    for stage in RequestStage.allCases { times[stage] = TimeSpan(nanoseconds: self[stage]) }
    return times
  }
}
