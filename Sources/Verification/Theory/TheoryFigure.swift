import Results
import Statistics
import Units

/// A figure of a run for which queueing theory has a closed form.
struct TheoryFigure: Sendable {
  /// The end of the row's name, such as `p95`.
  let name: String
  /// What theory says.
  let truth: Double
  /// The size that the interval's half-width is held against: a tenth of it, or the row proves
  /// nothing.
  let scale: Double
  /// The unit of `truth`, for the row's text.
  let unit: String
  /// The figure of one replication; nil when the run has none.
  let observe: @Sendable (RunResults) -> Double?

  /// The mean time in the system.
  static func mean(_ truth: TimeSpan) -> TheoryFigure {
    latency("mean", truth) { $0.mean }
  }

  /// The 95th percentile of the time in the system.
  static func p95(_ truth: TimeSpan) -> TheoryFigure { latency("p95", truth) { $0.p95 } }

  /// The 99th percentile of the time in the system.
  static func p99(_ truth: TimeSpan) -> TheoryFigure { latency("p99", truth) { $0.p99 } }

  private static func latency(
    _ name: String, _ truth: TimeSpan, _ figure: @escaping @Sendable (LatencyFigures) -> TimeSpan
  ) -> TheoryFigure {
    TheoryFigure(
      name: name, truth: truth.milliseconds, scale: truth.milliseconds, unit: "ms"
    ) { $0.run.latency.map { figure($0).milliseconds } }
  }

  /// The share of `servers` that work: from the number in flight at the end of each second, of
  /// whom no more than `servers` are in service.
  static func utilisation(_ truth: Double, servers: Int) -> TheoryFigure {
    TheoryFigure(name: "utilisation", truth: truth, scale: truth, unit: "") { results in
      results.meanOverWindow { Double(min($0.inFlight, servers)) }.map { $0 / Double(servers) }
    }
  }

  /// The share of the cores that work, as the nodes' own accounting has it.
  static func coreUtilisation(_ truth: Double, cores: Double) -> TheoryFigure {
    TheoryFigure(name: "utilisation", truth: truth, scale: truth, unit: "") { results in
      results.utilisation.cpuUsed.cores / cores
    }
  }

  /// Little's law: the mean number in flight, seen at the end of each second, less the product of
  /// arrivals a second, counted, and the mean time in the system, measured. `length` is the mean
  /// number in the system by theory, as the scale of what is left.
  static func little(length: Double) -> TheoryFigure {
    TheoryFigure(name: "little", truth: 0, scale: length, unit: "requests") { results in
      let window = results.measuredTo - results.measuredFrom
      guard let latency = results.run.latency, window > .zero,
        let inFlight = results.meanOverWindow({ Double($0.inFlight) })
      else { return nil }
      let arrivals = Double(results.run.arrived) / window.seconds
      return inFlight - arrivals * latency.mean.seconds
    }
  }
}

extension RunResults {
  /// The mean of a figure over the seconds that lie wholly in the measured window.
  fileprivate func meanOverWindow(_ figure: (TimeBucket) -> Double) -> Double? {
    var moments = Moments()
    for bucket in series.buckets
    where bucket.start >= measuredFrom && bucket.start + .seconds(1) <= measuredTo {
      moments.add(figure(bucket))
    }
    return moments.count == 0 ? nil : moments.mean
  }
}
