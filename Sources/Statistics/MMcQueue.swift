internal import Randomness
public import Units

/// Several equal servers, random arrivals, exponential service, one line: M/M/c, or Erlang C.
///
/// Source: D. Gross, J. F. Shortle, J. M. Thompson, C. M. Harris, "Fundamentals of Queueing
/// Theory", 4th edition, section 2.3.
public struct MMcQueue: Hashable, Sendable {
  /// Arrivals a second.
  public let arrivals: Rate
  /// The mean service time.
  public let service: TimeSpan
  /// How many servers there are.
  public let servers: Int
  /// The chance that an arrival finds all servers busy and must wait (Erlang's C formula).
  public let waitingProbability: Double

  /// The queue that `arrivals` make at `servers` servers of mean service time `service`.
  ///
  /// - Throws: `StatisticsError.unstable` when offered work reaches capacity, and `outOfRange` for
  ///   no server or no service time.
  /// - Complexity: O(*c*) in the servers.
  public init(
    arrivals: Rate, service: TimeSpan, servers: Int
  ) throws(StatisticsError) {
    try StatisticsError.requireStation(service: service, servers: servers)
    let load = arrivals.perSecond * service.seconds
    let utilisation = load / Double(servers)
    guard utilisation < 1 else { throw .unstable(utilisation: utilisation) }
    self.arrivals = arrivals
    self.service = service
    self.servers = servers
    let lost = try Erlang.blockingProbability(load: load, servers: servers)
    waitingProbability = lost / (1 - utilisation * (1 - lost))
  }

  /// The mean number of busy servers, in erlangs.
  public var load: Double { arrivals.perSecond * service.seconds }

  /// The share of time in which a server works.
  public var utilisation: Double { load / Double(servers) }

  /// The mean time before service begins.
  public var meanWait: TimeSpan { TimeSpan(seconds: waitingProbability / drainRate) }

  /// The mean time from arrival to departure.
  public var meanSojourn: TimeSpan { meanWait + service }

  /// The mean number in the system, waiting or in service.
  public var meanInSystem: Double { load + waitingProbability * utilisation / (1 - utilisation) }

  /// How fast a line of waiting requests gets shorter, a second.
  private var drainRate: Double { Double(servers) / service.seconds - arrivals.perSecond }

  /// The time before service that a share `q` does not exceed; zero while `q` need not wait.
  public func waitQuantile(_ q: Double) -> TimeSpan {
    guard 1 - q < waitingProbability else { return .zero }
    return TimeSpan(seconds: Elementary.log(waitingProbability / (1 - q)) / drainRate)
  }

  /// The chance that the time from arrival to departure exceeds `span`.
  public func probability(sojournAbove span: TimeSpan) -> Double {
    sojournTail(span.seconds)
  }

  private func sojournTail(_ t: Double) -> Double {
    let rate = 1 / service.seconds
    let spare = Double(servers - 1) - load
    let waited: Double
    if abs(spare) < 1e-9 {
      waited = rate * t
    } else {
      waited = (1 - Elementary.exp(-rate * spare * t)) / spare
    }
    return Elementary.exp(-rate * t) * (1 + waitingProbability * waited)
  }

  /// The time from arrival to departure that a share `q` does not exceed; `q` from 0 to below 1.
  public func sojournQuantile(_ q: Double) -> TimeSpan {
    precondition(q >= 0 && q < 1, "a quantile lies from 0 to below 1, got \(q)")
    return Root.time(from: service.seconds) { sojournTail($0) > 1 - q }
  }

  /// The mean wait when arrivals and service vary otherwise, by their coefficients of variation.
  ///
  /// The Allen–Cunneen approximation, exact for M/M/c and M/G/1; elsewhere within some ten per cent
  /// at utilisations above 0.5.
  /// Source: A. O. Allen, "Probability, Statistics, and Queueing Theory", 2nd edition, section 5.4.
  public func meanWait(arrivalCV: Double, serviceCV: Double) -> TimeSpan {
    meanWait.scaled(by: 0.5 * (arrivalCV * arrivalCV + serviceCV * serviceCV))
  }
}
