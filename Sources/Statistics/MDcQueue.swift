internal import Randomness
public import Units

/// Several equal servers, random arrivals, constant service, one line: M/D/c.
///
/// Source: C. D. Crommelin, P.O. Electrical Engineers' Journal 25, 1932 (the number in the system:
/// what is there a service time later is all that waited and all that came); G. J. Franx,
/// Operations Research Letters 29(5), 2001, doi:10.1016/S0167-6377(01)00108-0 (the wait).
public struct MDcQueue: Hashable, Sendable {
  /// Arrivals a second.
  public let arrivals: Rate
  /// The service time.
  public let service: TimeSpan
  /// How many servers there are.
  public let servers: Int
  /// The chance of each number in the system, from 0.
  private let sizes: [Double]

  /// The queue at `servers` servers that take `service` each time.
  ///
  /// - Throws: `StatisticsError.unstable` when offered work reaches capacity, and `outOfRange` for
  ///   no server or no service time.
  /// - Complexity: O(*n*² *k*) in the sizes that are at all likely and the *k* steps to the steady
  ///   state, which grow as the square of 1/(1 - utilisation); fit for utilisations up to 0.95.
  public init(arrivals: Rate, service: TimeSpan, servers: Int) throws(StatisticsError) {
    try StatisticsError.requireStation(service: service, servers: servers)
    let load = arrivals.perSecond * service.seconds
    let utilisation = load / Double(servers)
    guard utilisation < 1 else { throw .unstable(utilisation: utilisation) }
    self.arrivals = arrivals
    self.service = service
    self.servers = servers
    sizes = MDcQueue.steadyState(load: load, servers: servers, utilisation: utilisation)
  }

  /// The chances of the numbers in the system, by letting the system run a service time at a time.
  private static func steadyState(
    load: Double, servers: Int, utilisation: Double
  ) -> [Double] {
    // The tail falls at least as fast as exp(-2 (1 - utilisation)) a request, so that what lies
    // beyond is under 1e-13.
    let limit = servers + Int((16 / (1 - utilisation)).rounded(.up)) + Int(10 * load.squareRoot())
    var coming = [Elementary.exp(-load)]
    for count in 1...limit { coming.append(coming[count - 1] * load / Double(count)) }
    var sizes = [Double](repeating: 0, count: limit + 1)
    sizes[0] = 1
    for _ in 0..<200_000 {
      var next = [Double](repeating: 0, count: limit + 1)
      for (size, chance) in sizes.enumerated() where chance > 1e-18 {
        let left = max(0, size - servers)
        for new in 0...(limit - left) {
          next[left + new] += chance * coming[new]
        }
      }
      let total = next.reduce(0, +)
      var change = 0.0
      for size in 0...limit {
        next[size] /= total
        change += abs(next[size] - sizes[size])
      }
      sizes = next
      if change < 1e-15 { break }
    }
    return sizes
  }

  /// The share of time in which a server works.
  public var utilisation: Double {
    arrivals.perSecond * service.seconds / Double(servers)
  }

  /// The mean number in the system.
  public var meanInSystem: Double {
    sizes.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
  }

  /// The mean time before service begins.
  public var meanWait: TimeSpan {
    TimeSpan(seconds: meanInSystem / arrivals.perSecond - service.seconds)
  }

  /// The mean time from arrival to departure.
  public var meanSojourn: TimeSpan { TimeSpan(seconds: meanInSystem / arrivals.perSecond) }

  /// The chance that the time before service is no longer than `span`.
  public func probability(waitAtMost span: TimeSpan) -> Double {
    span.nanoseconds < 0 ? 0 : waitShare(span.seconds)
  }

  private func waitShare(_ t: Double) -> Double {
    let step = Int(t / service.seconds) + 1
    let mean = arrivals.perSecond * (Double(step) * service.seconds - t)
    var waiting = sizes.prefix(servers).reduce(0, +)
    // The chance that no more than m wait, for m from 0.
    let atMost = (0..<(step * servers)).map { count -> Double in
      let size = servers + count
      if size < sizes.count { waiting += sizes[size] }
      return waiting
    }
    var term = Elementary.exp(-mean)
    var sum = 0.0
    for count in 0..<(step * servers) {
      sum += term * atMost[step * servers - 1 - count]
      term *= mean / Double(count + 1)
    }
    return min(1, sum)
  }

  /// The time from arrival to departure that a share `q` does not exceed; `q` from 0 to below 1.
  public func sojournQuantile(_ q: Double) -> TimeSpan {
    precondition(q >= 0 && q < 1, "a quantile lies from 0 to below 1, got \(q)")
    guard q > waitShare(0) else { return service }
    return Root.time(from: service.seconds) { waitShare($0) < q } + service
  }
}
