public import Units

/// Several equal servers and clients whose patience is exponential: M/M/c+M, or Erlang A.
///
/// Who waits longer than his patience leaves; who is served stays. Any load has a steady state.
/// Source: O. Garnett, A. Mandelbaum, M. Reiman, "Designing a call center with impatient
/// customers", Manufacturing & Service Operations Management 4(3), 2002,
/// doi:10.1287/msom.4.3.208.7753.
public struct ErlangAQueue: Hashable, Sendable {
  /// Arrivals a second.
  public let arrivals: Rate
  /// The mean service time.
  public let service: TimeSpan
  /// How many servers there are.
  public let servers: Int
  /// The mean patience.
  public let patience: TimeSpan
  private let chain: BirthDeathChain

  /// The queue of clients with this mean patience.
  ///
  /// - Throws: `StatisticsError.outOfRange` for no server, service time or patience.
  /// - Complexity: O(*n*) in the sizes that are at all likely.
  public init(
    arrivals: Rate, service: TimeSpan, servers: Int, patience: TimeSpan
  ) throws(StatisticsError) {
    try StatisticsError.requireStation(service: service, servers: servers)
    try StatisticsError.require(patience > .zero, "mean patience", patience.seconds, "above 0")
    self.arrivals = arrivals
    self.service = service
    self.servers = servers
    self.patience = patience
    var deaths: [Double] = []
    var ratio = 1.0
    // Beyond the servers each size is less likely than the one before as soon as deaths exceed
    // births; 1e-18 of the peak is beyond all digits.
    while ratio > 1e-18 || deaths.count < servers {
      let size = deaths.count + 1
      let waiting = Double(max(0, size - servers))
      let death = Double(min(size, servers)) / service.seconds + waiting / patience.seconds
      deaths.append(death)
      ratio = min(1, arrivals.perSecond / death) * (size > servers ? ratio : 1)
      guard deaths.count < 10_000_000 else { break }
    }
    chain = BirthDeathChain(
      births: Array(repeating: arrivals.perSecond, count: deaths.count), deaths: deaths)
  }

  /// The chance that an arrival finds all servers busy.
  public var waitingProbability: Double { chain.mean { $0 >= servers ? 1 : 0 } }

  /// The mean number that wait.
  public var meanWaiting: Double { chain.mean { Double(max(0, $0 - servers)) } }

  /// The mean number in the system.
  public var meanInSystem: Double { chain.meanSize }

  /// The chance that a client leaves unserved: those who leave a second over those who come.
  public var abandonmentProbability: Double {
    meanWaiting / patience.seconds / arrivals.perSecond
  }

  /// The share of time in which a server works.
  public var utilisation: Double { (meanInSystem - meanWaiting) / Double(servers) }

  /// The mean time from arrival to departure of those who are served.
  ///
  /// A client with *j* before it in the queue moves up a place at the rate of *c* services and *j*
  /// patiences, and leaves at the rate of its own; how long each place takes does not depend on
  /// which of these ends it.
  public var meanSojournOfServed: TimeSpan {
    let work = Double(servers) / service.seconds
    let leave = 1 / patience.seconds
    var waited = 0.0
    var served = 0.0
    var wait = 0.0
    for (size, probability) in chain.probabilities.enumerated() {
      guard size >= servers else {
        served += probability
        continue
      }
      let exit = work + Double(size - servers + 1) * leave
      wait += 1 / exit
      served += probability * work / exit
      waited += probability * work / exit * wait
    }
    return TimeSpan(seconds: waited / served + service.seconds)
  }
}
