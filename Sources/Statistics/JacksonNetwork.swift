internal import Randomness
public import Units

/// Stations that pass requests on at random: an open Jackson network.
///
/// Each station is M/M/c by itself, with what comes from outside and from the others.
/// Source: J. R. Jackson, Operations Research 5(4), 1957, doi:10.1287/opre.5.4.518.
public struct JacksonNetwork: Hashable, Sendable {
  /// A station of the network.
  public struct Station: Hashable, Sendable {
    /// Arrivals from outside, a second.
    public let arrivals: Rate
    /// The mean service time.
    public let service: TimeSpan
    /// How many servers there are.
    public let servers: Int
    /// The share of those served that goes to each station, by index; the rest leaves.
    public let next: [Int: Double]

    /// A station.
    public init(
      arrivals: Rate = .zero, service: TimeSpan, servers: Int = 1, next: [Int: Double] = [:]
    ) {
      self.arrivals = arrivals
      self.service = service
      self.servers = servers
      self.next = next
    }
  }

  /// The stations, each with all that comes to it.
  public let queues: [MMcQueue]
  /// Arrivals from outside, a second.
  public let arrivals: Double

  /// The network of these stations.
  ///
  /// - Throws: `StatisticsError.unstable` when a station gets more than it can serve, and
  ///   `numerical` when requests never leave.
  /// - Complexity: O(*n*³) in the stations.
  public init(_ stations: [Station]) throws(StatisticsError) {
    let flows = try JacksonNetwork.flows(stations)
    var queues: [MMcQueue] = []
    for (station, flow) in zip(stations, flows) {
      queues.append(
        try MMcQueue(
          arrivals: Rate(perSecond: flow), service: station.service, servers: station.servers))
    }
    self.queues = queues
    arrivals = stations.reduce(0) { $0 + $1.arrivals.perSecond }
  }

  /// What comes to each station a second: what enters there and what the others send, by Gaussian
  /// elimination with the largest pivot.
  private static func flows(_ stations: [Station]) throws(StatisticsError) -> [Double] {
    let count = stations.count
    var rows = stations.indices.map { place in
      (0..<count).map { other in
        (other == place ? 1.0 : 0) - (stations[other].next[place] ?? 0)
      } + [stations[place].arrivals.perSecond]
    }
    for column in 0..<count {
      let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      guard abs(rows[pivot][column]) > 1e-12 else {
        throw .numerical("requests never leave the network")
      }
      rows.swapAt(column, pivot)
      for row in 0..<count where row != column {
        let factor = rows[row][column] / rows[column][column]
        if factor == 0 { continue }
        for place in column...count { rows[row][place] -= factor * rows[column][place] }
      }
    }
    return (0..<count).map { rows[$0][count] / rows[$0][$0] }
  }

  /// The mean number in the network.
  public var meanInSystem: Double { queues.reduce(0) { $0 + $1.meanInSystem } }

  /// The mean time from entering the network to leaving it.
  public var meanSojourn: TimeSpan { TimeSpan(seconds: meanInSystem / arrivals) }
}

/// The time that one after the other of some exponential times takes, all of different means: the
/// time through M/M/1 stations in a row.
///
/// Times at successive single-server stations are independent. Source: E. Reich, Annals of
/// Mathematical Statistics 28(3), 1957, doi:10.1214/aoms/1177706889.
public struct ExponentialSum: Hashable, Sendable {
  private let rates: [Double]

  /// The sum of exponential times of these means, no two of them alike.
  ///
  /// - Throws: `StatisticsError.outOfRange` for none, for a mean of zero, or for two alike.
  public init(means: [TimeSpan]) throws(StatisticsError) {
    try StatisticsError.require(!means.isEmpty, "means", 0, "1 or more")
    for (place, mean) in means.enumerated() {
      try StatisticsError.require(mean > .zero, "mean", mean.seconds, "above 0")
      try StatisticsError.require(
        !means[..<place].contains(mean), "mean", mean.seconds, "unlike the others")
    }
    rates = means.map { 1 / $0.seconds }
  }

  /// The mean.
  public var mean: TimeSpan { TimeSpan(seconds: rates.reduce(0) { $0 + 1 / $1 }) }

  /// The chance that the sum exceeds `span`.
  public func probability(above span: TimeSpan) -> Double { tail(span.seconds) }

  private func tail(_ t: Double) -> Double {
    rates.reduce(0) { sum, rate in
      let factor = rates.reduce(1) { $1 == rate ? $0 : $0 * $1 / ($1 - rate) }
      return sum + factor * Elementary.exp(-rate * t)
    }
  }

  /// The time that a share `q` does not exceed; `q` from 0 to below 1.
  public func quantile(_ q: Double) -> TimeSpan {
    precondition(q >= 0 && q < 1, "a quantile lies from 0 to below 1, got \(q)")
    return Root.time(from: mean.seconds) { tail($0) > 1 - q }
  }
}
