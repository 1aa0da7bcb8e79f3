public import Units

/// One server and classes of requests, the first the most urgent: M/G/1 with priorities.
///
/// Source: A. Cobham, Operations Research 2(1), 1954, doi:10.1287/opre.2.1.70 (without
/// interruption); D. Gross et al., "Fundamentals of Queueing Theory", 4th edition, section 4.4
/// (preemptive resume).
public struct CobhamQueue: Hashable, Sendable {
  /// A class of requests.
  public struct Class: Hashable, Sendable {
    /// Arrivals a second.
    public let arrivals: Rate
    /// The mean service time.
    public let service: TimeSpan
    /// The service time's coefficient of variation.
    public let serviceCV: Double

    /// A class of this load.
    public init(arrivals: Rate, service: TimeSpan, serviceCV: Double) {
      self.arrivals = arrivals
      self.service = service
      self.serviceCV = serviceCV
    }

    /// The share of the server's time that it needs.
    public var load: Double { arrivals.perSecond * service.seconds }

    /// The mean rest of a service in progress, weighted with the time that it is in progress.
    var residual: Double { load * service.seconds * (1 + serviceCV * serviceCV) / 2 }
  }

  /// The classes, most urgent first.
  public let classes: [Class]

  /// The queue of these classes, most urgent first.
  ///
  /// - Throws: `StatisticsError.unstable` when offered work reaches capacity, and `outOfRange`
  ///   without a class or for a class without service time.
  public init(_ classes: [Class]) throws(StatisticsError) {
    try StatisticsError.require(!classes.isEmpty, "classes", 0, "1 or more")
    for one in classes {
      try StatisticsError.require(
        one.service > .zero, "mean service time", one.service.seconds, "above 0")
      try StatisticsError.require(one.serviceCV >= 0, "service cv", one.serviceCV, "0 or more")
    }
    self.classes = classes
    guard utilisation < 1 else { throw .unstable(utilisation: utilisation) }
  }

  /// The share of time in which the server works.
  public var utilisation: Double { load(of: classes.count) }

  /// The load of the `count` most urgent classes.
  private func load(of count: Int) -> Double {
    classes.prefix(count).reduce(0) { $0 + $1.load }
  }

  /// The mean time from arrival to departure of class `index`, when nobody is interrupted.
  public func meanSojourn(_ index: Int) -> TimeSpan {
    let rest = classes.reduce(0) { $0 + $1.residual }
    let wait = rest / (1 - load(of: index)) / (1 - load(of: index + 1))
    return TimeSpan(seconds: wait + classes[index].service.seconds)
  }

  /// The mean time from arrival to departure of class `index`, when the more urgent interrupt the
  /// less urgent, who go on later where they were.
  public func meanSojournPreemptive(_ index: Int) -> TimeSpan {
    let rest = classes.prefix(index + 1).reduce(0) { $0 + $1.residual }
    let before = 1 - load(of: index)
    let span = classes[index].service.seconds / before
    return TimeSpan(seconds: span + rest / before / (1 - load(of: index + 1)))
  }
}
