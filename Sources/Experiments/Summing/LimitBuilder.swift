import ClusterSim
import Results
import Units
import Workloads

/// Finds out what gave out first within the measured window.
struct LimitBuilder {
  /// The share of a node's CPU from which it counts as exhausted.
  static let busy = 0.95
  /// Events that tell of memory that ran out.
  private static let memoryReasons = ["OOMKilling", "Evicted"]

  private let series: TimeSeries
  private let samples: [SecondCollector.Sample]
  private let events: [EventRow]
  private let seconds: Range<Int>

  /// Looks at the seconds in `measured`.
  init(
    _ series: TimeSeries, _ collector: RunCollector, measured: Range<Int>
  ) {
    self.series = series
    samples = collector.seconds.samples
    events = collector.events.events
    seconds = measured.clamped(to: collector.seconds.samples.indices)
      .clamped(to: series.buckets.indices)
  }

  /// A row for each resource.
  var figures: LimitFigures {
    LimitFigures([
      row(.cpu) { second in
        series.buckets[second].nodeCPU.contains { $0.map { $0 >= Self.busy } ?? false }
      },
      row(.workers) { samples[$0].areWorkersExhausted },
      row(.connections) { samples[$0].areConnectionsExhausted },
      memory,
    ])
  }

  private func row(_ resource: LimitedResource, _ isExhausted: (Int) -> Bool) -> LimitRow {
    var row = LimitRow(resource)
    var begun: Int?
    for second in seconds {
      guard isExhausted(second) else {
        begun = nil
        continue
      }
      row.seconds += 1
      let from = begun ?? second
      begun = from
      if row.since == nil, second - from + 1 >= LimitFigures.lasting {
        row.since = .start + .seconds(Int64(from))
      }
    }
    return row
  }

  /// How far the objective was met.
  ///
  /// - Parameter meets: Whether a second met it.
  func objective(_ rows: [SecondRow], meets: (SecondRow) -> Bool) -> ObjectiveFigures {
    var figures = ObjectiveFigures()
    var missed = 0
    for second in seconds.clamped(to: rows.indices) {
      let row = rows[second]
      guard !meets(row) else {
        missed = 0
        figures.servedRequests += row.arrived - row.lostOfArrived
        continue
      }
      missed += 1
      guard missed == LimitFigures.lasting, figures.brokenSince == nil else { continue }
      let first = second + 1 - missed
      let sent = rows[first...second].reduce(0) { $0 + $1.arrived }
      figures.brokenSince = .start + .seconds(Int64(first))
      figures.rateAtBreak = Double(sent) / Double(missed)
    }
    return figures
  }

  private var memory: LimitRow {
    let found = events.filter { event in
      Self.memoryReasons.contains(event.reason)
        && seconds.contains(Int(event.at.nanoseconds / 1_000_000_000))
    }
    return LimitRow(
      .memory, since: found.map(\.at).min(),
      seconds: Set(found.map { $0.at.nanoseconds / 1_000_000_000 }).count)
  }
}
