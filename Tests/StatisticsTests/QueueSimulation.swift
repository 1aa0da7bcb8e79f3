import Randomness

/// Small queues simulated directly, as a check on the formulas; times in seconds.
enum QueueSimulation {
  /// Sojourn times of `count` requests at `servers` servers, first come first served, after a
  /// quarter more for warming up.
  static func firstCome(
    rate: Double, service: Distribution, servers: Int, count: Int, seed: UInt64
  ) -> (waits: [Double], sojourns: [Double]) {
    let streams = Streams(seed: seed)
    var arrivals = streams.stream("arrivals")
    var services = streams.stream("services")
    var free = [Double](repeating: 0, count: servers)
    var now = 0.0
    var waits: [Double] = []
    var sojourns: [Double] = []
    for number in 0..<(count + count / 4) {
      now += arrivals.exponential(mean: 1 / rate)
      var first = 0
      for server in 1..<max(1, servers) where free[server] < free[first] { first = server }
      let start = max(now, free[first])
      let work = service.sample(&services)
      free[first] = start + work
      guard number >= count / 4 else { continue }
      waits.append(start - now)
      sojourns.append(start + work - now)
    }
    return (waits, sojourns)
  }

  /// The mean sojourn time of `count` requests that share one server equally.
  static func sharing(
    rate: Double, service: Distribution, count: Int, seed: UInt64
  ) -> Double {
    let streams = Streams(seed: seed)
    var arrivals = streams.stream("arrivals")
    var services = streams.stream("services")
    var present: [(rest: Double, since: Double)] = []
    var now = 0.0
    var next = arrivals.exponential(mean: 1 / rate)
    var (done, sum) = (0, 0.0)
    while done < count {
      let least = present.map(\.rest).min()
      let end = least.map { now + $0 * Double(present.count) } ?? .infinity
      let step = min(next, end) - now
      if !present.isEmpty {
        let share = step / Double(present.count)
        for index in present.indices { present[index].rest -= share }
      }
      now += step
      if next <= end {
        present.append((service.sample(&services), now))
        next = now + arrivals.exponential(mean: 1 / rate)
      } else if let index = present.indices.min(by: { present[$0].rest < present[$1].rest }) {
        sum += now - present[index].since
        present.remove(at: index)
        done += 1
      }
    }
    return sum / Double(count)
  }
}
