import Results
import Statistics
import Units

/// A figure of a run for which queueing theory has a closed form, or a bound on either side.
struct TheoryFigure: Sendable {
  /// The end of the row's name, such as `p95`.
  let name: String
  /// What theory says: a point, or where the figure must lie.
  let truth: ClosedRange<Double>
  /// The size that the interval's half-width is held against: a tenth of it, or the row proves
  /// nothing.
  let scale: Double
  /// The unit of `truth`, for the row's text.
  let unit: String
  /// The figure of one replication; nil when the run has none.
  let observe: @Sendable (RunResults) -> Double?

  /// A figure that theory knows exactly; its own size is the scale unless another is given.
  init(
    _ name: String, _ truth: Double, scale: Double? = nil, unit: String = "",
    observe: @escaping @Sendable (RunResults) -> Double?
  ) {
    self.name = name
    self.truth = truth...truth
    self.scale = scale ?? truth
    self.unit = unit
    self.observe = observe
  }

  /// A figure that theory bounds.
  init(
    _ name: String, within truth: ClosedRange<Double>, unit: String = "",
    observe: @escaping @Sendable (RunResults) -> Double?
  ) {
    self.name = name
    self.truth = truth
    scale = truth.upperBound
    self.unit = unit
    self.observe = observe
  }

  /// How far a mean lies from the truth; zero inside its bounds.
  func distance(of mean: Double) -> Double {
    mean < truth.lowerBound ? mean - truth.lowerBound : max(0, mean - truth.upperBound)
  }
}

extension TheoryFigure {
  // MARK: Times

  /// The mean time in the system.
  static func mean(_ truth: TimeSpan) -> TheoryFigure { latency("mean", truth) { $0.mean } }

  /// The median of the time in the system.
  static func p50(_ truth: TimeSpan) -> TheoryFigure { latency("p50", truth) { $0.p50 } }

  /// The 90th percentile of the time in the system.
  static func p90(_ truth: TimeSpan) -> TheoryFigure { latency("p90", truth) { $0.p90 } }

  /// The 95th percentile of the time in the system.
  static func p95(_ truth: TimeSpan) -> TheoryFigure { latency("p95", truth) { $0.p95 } }

  /// The 99th percentile of the time in the system.
  static func p99(_ truth: TimeSpan) -> TheoryFigure { latency("p99", truth) { $0.p99 } }

  private static func latency(
    _ name: String, _ truth: TimeSpan, _ figure: @escaping @Sendable (LatencyFigures) -> TimeSpan
  ) -> TheoryFigure {
    TheoryFigure(name, truth.milliseconds, unit: "ms") {
      $0.run.latency.map { figure($0).milliseconds }
    }
  }

  /// The mean time in the system of the requests for one endpoint.
  static func mean(_ truth: TimeSpan, endpoint: String) -> TheoryFigure {
    TheoryFigure("\(endpoint)_mean", truth.milliseconds, unit: "ms") { results in
      results.endpoints.first { $0.name == endpoint }?.figures.latency?.mean.milliseconds
    }
  }

  /// The mean time in the system, of which only bounds are known.
  static func meanBetween(_ least: TimeSpan, _ most: TimeSpan) -> TheoryFigure {
    TheoryFigure("mean", within: least.milliseconds...most.milliseconds, unit: "ms") {
      $0.run.latency?.mean.milliseconds
    }
  }

  // MARK: Counts

  /// The share of requests that are turned away or give up.
  static func lost(_ truth: Double) -> TheoryFigure {
    TheoryFigure("lost", truth, unit: "of requests") { results in
      let ended = results.run.succeeded + results.run.lost
      return ended == 0 ? nil : Double(results.run.lost) / Double(ended)
    }
  }

  /// Requests served a second.
  static func throughput(_ truth: Double) -> TheoryFigure {
    TheoryFigure("throughput", truth, unit: "/s") { results in
      let window = results.measuredTo - results.measuredFrom
      return window > .zero ? Double(results.run.succeeded) / window.seconds : nil
    }
  }

  /// The mean number in the system, seen at the end of each second.
  static func inSystem(_ truth: Double) -> TheoryFigure {
    TheoryFigure("in_system", truth, unit: "requests") { results in
      results.overWindow { Double($0.inFlight) }?.mean
    }
  }

  /// The variance of the number in the system, seen at the end of each second.
  static func inSystemVariance(_ truth: Double) -> TheoryFigure {
    TheoryFigure("in_system_variance", truth, unit: "requests²") { results in
      results.overWindow { Double($0.inFlight) }?.variance
    }
  }

  /// The share of `servers` that work: from the number in flight at the end of each second, of
  /// whom no more than `servers` are in service.
  static func utilisation(_ truth: Double, servers: Int) -> TheoryFigure {
    TheoryFigure("utilisation", truth) { results in
      results.overWindow { Double(min($0.inFlight, servers)) }.map { $0.mean / Double(servers) }
    }
  }

  /// The share of the cores that work, as the nodes' own accounting has it.
  static func coreUtilisation(_ truth: Double, cores: Double) -> TheoryFigure {
    TheoryFigure("utilisation", truth) { $0.utilisation.cpuUsed.cores / cores }
  }

  /// The cores that a container uses which always has work: its limit and no more, but for the
  /// rounding of the account to a thousandth of a core.
  static func coresUsed(atMost limit: Double) -> TheoryFigure {
    TheoryFigure("cores", within: (limit * 0.99)...(limit + 0.001), unit: "cores") {
      $0.utilisation.cpuUsed.cores
    }
  }

  /// Little's law: the mean number in flight, seen at the end of each second, less the product of
  /// arrivals a second, counted, and the mean time in the system, measured. `length` is the mean
  /// number in the system by theory, as the scale of what is left.
  static func little(length: Double) -> TheoryFigure {
    TheoryFigure("little", 0, scale: length, unit: "requests") { results in
      let window = results.measuredTo - results.measuredFrom
      guard let latency = results.run.latency, window > .zero,
        let inFlight = results.overWindow({ Double($0.inFlight) })
      else { return nil }
      let arrivals = Double(results.run.arrived) / window.seconds
      return inFlight.mean - arrivals * latency.mean.seconds
    }
  }
}

extension RunResults {
  /// The moments of a figure over the seconds that lie wholly in the measured window.
  fileprivate func overWindow(_ figure: (TimeBucket) -> Double) -> Moments? {
    var moments = Moments()
    for bucket in series.buckets
    where bucket.start >= measuredFrom && bucket.start + .seconds(1) <= measuredTo {
      moments.add(figure(bucket))
    }
    return moments.count == 0 ? nil : moments
  }
}
