internal import Randomness
public import Units

/// One server, random arrivals, exponential service, first come first served: M/M/1.
///
/// Steady-state figures to hold a simulation against.
/// Source: D. Gross, J. F. Shortle, J. M. Thompson, C. M. Harris, "Fundamentals of Queueing
/// Theory", 4th edition, section 2.2.
public struct MM1Queue: Hashable, Sendable {
  /// Arrivals a second.
  public let arrivals: Rate
  /// The mean service time.
  public let service: TimeSpan

  /// The queue that `arrivals` make at a server of mean service time `service`.
  ///
  /// - Throws: `StatisticsError.unstable` when offered work reaches capacity, and `outOfRange` for
  ///   no service time.
  public init(arrivals: Rate, service: TimeSpan) throws(StatisticsError) {
    try StatisticsError.require(
      service > .zero, "mean service time", service.seconds, "above 0")
    let utilisation = arrivals.perSecond * service.seconds
    guard utilisation < 1 else { throw .unstable(utilisation: utilisation) }
    self.arrivals = arrivals
    self.service = service
  }

  /// The share of time in which the server works.
  public var utilisation: Double { arrivals.perSecond * service.seconds }

  /// The mean time before service begins.
  public var meanWait: TimeSpan {
    TimeSpan(seconds: service.seconds * utilisation / (1 - utilisation))
  }

  /// The mean time from arrival to departure.
  public var meanSojourn: TimeSpan { TimeSpan(seconds: service.seconds / (1 - utilisation)) }

  /// The mean number in the system, waiting or in service.
  public var meanInSystem: Double { utilisation / (1 - utilisation) }

  /// The time from arrival to departure that a share `q` does not exceed; `q` from 0 to below 1.
  public func sojournQuantile(_ q: Double) -> TimeSpan {
    TimeSpan(seconds: -Elementary.log(1 - q) * service.seconds / (1 - utilisation))
  }

  /// The chance of `count` in the system.
  public func probability(inSystem count: Int) -> Double {
    count < 0 ? 0 : (1 - utilisation) * Elementary.pow(utilisation, Double(count))
  }
}
