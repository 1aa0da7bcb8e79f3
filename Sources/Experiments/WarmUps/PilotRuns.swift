import ClusterSim
import Results
import Statistics
import Units

/// Finds how much of the start of what is steady should be left out, where a scenario wants that
/// detected, by pilot replications without a cut.
///
/// The mean latency of each second is averaged over the pilots, and MSER-5 cuts the average: one
/// cut for all replications. A single run's series is noisy, and a cut chosen by the very numbers
/// that it keeps favours those that happen to agree; averaging first is Welch's advice and that of
/// the comparisons of such rules. Pilots are always the replications 0 to 4, so that a replication
/// is the same run alone and among however many.
/// Sources: P. D. Welch, "The statistical analysis of simulation results", in S. S. Lavenberg
/// (editor), "Computer Performance Modeling Handbook", 1983; K. Hoad, S. Robinson, R. Davies,
/// "Automating warm-up length estimation", Journal of the Operational Research Society 61(9),
/// 2010, doi:10.1057/jors.2009.87.
struct PilotRuns {
  /// How many replications are looked at: the least that the second source advises.
  private static let count: UInt64 = 5

  private let design: ClusterDesign
  private let seed: UInt64?

  init(_ design: ClusterDesign, seed: UInt64?) {
    self.design = design
    self.seed = seed
  }

  /// Whether anything is to be detected.
  static func areNeeded(by design: ClusterDesign) -> Bool {
    design.window?.warmUp == .detected || design.phases.contains { $0.warmUp == .detected }
  }

  /// The design with a fixed warm-up in the place of each that is detected, and a warning for each
  /// that could not be.
  ///
  /// - Parameter isCancelled: Asked now and then; true ends the pilots.
  func resolved(isCancelled: (() -> Bool)? = nil) throws -> Resolution {
    var pilots: [RunResults] = []
    for replication in 0..<Self.count {
      var options = RunOptions()
      options.seed = seed
      options.replication = replication
      options.explainsDecisions = false
      pilots.append(try Experiment.runAsItIs(design, options: options, isCancelled: isCancelled))
    }
    var resolution = Resolution(design: design)
    if design.window?.warmUp == .detected {
      let cut = resolution.note(Self.cut(pilots.map { Self.series($0, nil) }), of: nil)
      resolution.design.window?.warmUp = .fixed(cut)
    }
    for index in design.phases.indices where design.phases[index].warmUp == .detected {
      let name = design.phases[index].name
      let cut = resolution.note(Self.cut(pilots.map { Self.series($0, name) }), of: name)
      resolution.design.phases[index].warmUp = .fixed(cut)
    }
    return resolution
  }

  /// A design whose warm-ups are known.
  struct Resolution: Sendable {
    var design: ClusterDesign
    /// The phases whose warm-up was detected; nil for the window.
    var detected: [String?] = []
    var warnings: [String] = []

    /// Takes in the `cut` of a phase or of the window; what to leave out.
    mutating func note(_ cut: Int?, of phase: String?) -> TimeSpan {
      detected.append(phase)
      if let cut { return .seconds(Int64(cut)) }
      let place = phase.map { "phase \($0)" } ?? "the measured window"
      warnings.append(
        "no warm-up could be detected in \(place): MSER-5 needs 50 seconds, and a cut before "
          + "their half; nothing was left out, and means may lean towards the start")
      return .zero
    }

    /// Adds to `results` what is known of the warm-ups.
    func annotate(_ results: inout RunResults) {
      for index in results.warmUps.indices where detected.contains(results.warmUps[index].phase) {
        results.warmUps[index].isDetected = true
      }
      results.warnings = warnings + results.warnings
    }
  }

  /// The mean latency of each whole second of the window, or of a phase; nil in seconds without an
  /// answer.
  private static func series(_ results: RunResults, _ phase: String?) -> [Double?] {
    let found = results.phases.first { $0.name == phase }
    let from = phase == nil ? results.measuredFrom : found?.from ?? .start
    let to = phase == nil ? results.measuredTo : found?.to ?? .start
    let first = Int((from.nanoseconds + 999_999_999) / 1_000_000_000)
    let last = Int(to.nanoseconds / 1_000_000_000)
    let buckets = results.series.buckets
    return (first..<max(first, last)).clamped(to: buckets.indices)
      .map { buckets[$0].latencyMean?.milliseconds }
  }

  /// Seconds to cut of the average of `series`; nil when that cannot be told. Seconds are counted
  /// from the start of each; the shortest series ends the average. A second without an answer in
  /// any has the value of the one before.
  private static func cut(_ series: [[Double?]]) -> Int? {
    let length = series.map(\.count).min() ?? 0
    var average: [Double] = []
    for second in 0..<length {
      let values = series.compactMap { $0[second] }
      let mean = values.isEmpty ? average.last : values.reduce(0, +) / Double(values.count)
      guard let mean else { continue }
      average.append(mean)
    }
    // Seconds before the first answer, which have no latency, are start-up as well.
    return Warmup.mser5(average).map { $0 + (length - average.count) }
  }
}
