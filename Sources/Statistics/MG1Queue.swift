public import Randomness
public import Units

/// One server, random arrivals, any service time: M/G/1, with two ways to serve.
///
/// Source: D. Gross, J. F. Shortle, J. M. Thompson, C. M. Harris, "Fundamentals of Queueing
/// Theory", 4th edition, section 5.1 (Pollaczek–Khinchine); L. Kleinrock, "Queueing Systems",
/// volume 2, section 4.4 (processor sharing).
public struct MG1Queue: Hashable, Sendable {
  /// Arrivals a second.
  public let arrivals: Rate
  /// The mean service time.
  public let service: TimeSpan
  /// The service time's coefficient of variation; 0 for M/D/1, 1 for M/M/1.
  public let serviceCV: Double

  /// The queue that `arrivals` make at a server with this mean and variation of service times.
  ///
  /// - Throws: `StatisticsError.unstable` when offered work reaches capacity, and `outOfRange` for
  ///   no service time or a negative variation.
  public init(
    arrivals: Rate, service: TimeSpan, serviceCV: Double
  ) throws(StatisticsError) {
    try StatisticsError.require(
      service > .zero, "mean service time", service.seconds, "above 0")
    try StatisticsError.require(serviceCV >= 0, "service cv", serviceCV, "0 or more")
    let utilisation = arrivals.perSecond * service.seconds
    guard utilisation < 1 else { throw .unstable(utilisation: utilisation) }
    self.arrivals = arrivals
    self.service = service
    self.serviceCV = serviceCV
  }

  /// The queue whose service times, in seconds, follow `service`.
  ///
  /// - Throws: `StatisticsError` as the other initialiser.
  public init(arrivals: Rate, service: Distribution) throws(StatisticsError) {
    try self.init(arrivals: arrivals, service: service.meanSpan, serviceCV: service.cv)
  }

  /// The share of time in which the server works.
  public var utilisation: Double { arrivals.perSecond * service.seconds }

  /// The mean time before service, first come first served; the longest span there is when the
  /// variation of service times is infinite.
  public var meanWait: TimeSpan {
    let spread = 0.5 * (1 + serviceCV * serviceCV)
    return TimeSpan(
      seconds: service.seconds * spread * utilisation / (1 - utilisation))
  }

  /// The mean time from arrival to departure, first come first served.
  public var meanSojourn: TimeSpan {
    TimeSpan(seconds: meanWait.seconds + service.seconds)
  }

  /// The mean number in the system, first come first served.
  public var meanInSystem: Double { arrivals.perSecond * meanSojourn.seconds }

  /// The mean time from arrival to departure when all present share the server equally; it depends
  /// on the service time's mean only.
  public var meanSojournSharing: TimeSpan {
    TimeSpan(seconds: service.seconds / (1 - utilisation))
  }

  /// The mean time from arrival to departure of a request that needs `work`, sharing equally.
  public func meanSojournSharing(of work: TimeSpan) -> TimeSpan {
    TimeSpan(seconds: work.seconds / (1 - utilisation))
  }

  /// The mean number in the system, sharing equally.
  public var meanInSystemSharing: Double { utilisation / (1 - utilisation) }
}
