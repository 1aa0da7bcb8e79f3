internal import Randomness
public import Units

/// One server, evenly spaced arrivals, exponential service: D/M/1.
///
/// Source: D. Gross et al., "Fundamentals of Queueing Theory", 4th edition, section 5.3 (G/M/1).
public struct DM1Queue: Hashable, Sendable {
  /// Arrivals a second.
  public let arrivals: Rate
  /// The mean service time.
  public let service: TimeSpan
  /// The chance that an arrival must wait.
  public let waitingProbability: Double

  /// The queue that evenly spaced `arrivals` make.
  ///
  /// - Throws: `StatisticsError.unstable` when offered work reaches capacity, and `outOfRange` for
  ///   no service time or no arrivals.
  public init(arrivals: Rate, service: TimeSpan) throws(StatisticsError) {
    try StatisticsError.require(
      service > .zero, "mean service time", service.seconds, "above 0")
    try StatisticsError.require(
      arrivals.perSecond > 0, "arrivals", arrivals.perSecond, "above 0")
    let utilisation = arrivals.perSecond * service.seconds
    guard utilisation < 1 else { throw .unstable(utilisation: utilisation) }
    self.arrivals = arrivals
    self.service = service
    // The chance is the root below 1 of x = exp(-(1 - x) / utilisation), which iteration nears
    // from below.
    var root = 0.0
    for _ in 0..<100_000 {
      let next = Elementary.exp(-(1 - root) / utilisation)
      if abs(next - root) < 1e-16 { break }
      root = next
    }
    waitingProbability = root
  }

  /// The share of time in which the server works.
  public var utilisation: Double { arrivals.perSecond * service.seconds }

  /// The mean time from arrival to departure.
  public var meanSojourn: TimeSpan {
    TimeSpan(seconds: service.seconds / (1 - waitingProbability))
  }

  /// The mean number in the system over time.
  public var meanInSystem: Double { arrivals.perSecond * meanSojourn.seconds }

  /// The time from arrival to departure that a share `q` does not exceed; `q` from 0 to below 1.
  public func sojournQuantile(_ q: Double) -> TimeSpan {
    TimeSpan(seconds: -Elementary.log(1 - q) * meanSojourn.seconds)
  }
}
