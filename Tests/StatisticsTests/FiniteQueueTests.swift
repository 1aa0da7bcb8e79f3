import Randomness
import Statistics
import Testing
import Units

/// Queues with little room, little patience, few users, and those of constant times.
struct FiniteQueueTests {
  @Test(arguments: [(0.5, 4), (0.9, 9), (1.0, 5), (1.5, 3)])
  func `M/M/1/K has its geometric chances`(load: Double, places: Int) throws {
    let queue = try MMcKQueue(
      arrivals: Rate(perSecond: load), service: .seconds(1), servers: 1, waiting: places - 1)
    let power = Elementary.pow(load, Double(places))
    let full =
      load == 1 ? 1 / Double(places + 1) : (1 - load) * power / (1 - power * load)
    #expect(abs(queue.blockingProbability - full) < 1e-12)
    #expect(abs(queue.utilisation - load * (1 - full)) < 1e-12)
  }

  /// An inspection station of three stalls with room for four more cars, a car a minute, six
  /// minutes each: example 2.5 of D. Gross et al., "Fundamentals of Queueing Theory".
  @Test func `a published M/M/3/7 is met`() throws {
    let queue = try MMcKQueue(
      arrivals: Rate(perSecond: 1 / 60.0), service: .minutes(6), servers: 3, waiting: 4)
    #expect(abs(queue.meanInSystem - 6.06) < 0.006)
    #expect(abs(queue.meanSojourn.seconds / 60 - 12.3) < 0.06)
    #expect(abs(60 * queue.blockingProbability - 30.3) < 0.06)
  }

  @Test(arguments: [(3.0, 4), (12.0, 8)])
  func `without a waiting room it is Erlang's loss system, with a large one his queue`(
    load: Double, servers: Int
  ) throws {
    let lossy = try MMcKQueue(
      arrivals: Rate(perSecond: load), service: .seconds(1), servers: servers, waiting: 0)
    let lost = try Erlang.blockingProbability(load: load, servers: servers)
    #expect(abs(lossy.blockingProbability - lost) < 1e-12)
    guard load < Double(servers) else { return }
    let wide = try MMcKQueue(
      arrivals: Rate(perSecond: load), service: .seconds(1), servers: servers, waiting: 2_000)
    let endless = try MMcQueue(
      arrivals: Rate(perSecond: load), service: .seconds(1), servers: servers)
    #expect(abs(wide.meanInSystem - endless.meanInSystem) < 1e-9)
  }

  /// Patience as long as service makes every client leave at one rate, waiting or not: M/M/∞.
  @Test(arguments: [(3.0, 4), (9.0, 5), (40.0, 30)])
  func `with patience like service the number is Poisson`(load: Double, servers: Int) throws {
    let queue = try ErlangAQueue(
      arrivals: Rate(perSecond: load), service: .seconds(1), servers: servers,
      patience: .seconds(1))
    #expect(abs(queue.meanInSystem - load) < 1e-9)
    var (chance, below) = (Elementary.exp(-load), 0.0)
    var waiting = 0.0
    for size in 0..<400 {
      if size < servers { below += chance }
      waiting += Double(max(0, size - servers)) * chance
      chance *= load / Double(size + 1)
    }
    #expect(abs(queue.waitingProbability - (1 - below)) < 1e-9)
    #expect(abs(queue.meanWaiting - waiting) < 1e-9)
    #expect(abs(queue.abandonmentProbability - waiting / load) < 1e-9)
  }

  @Test func `endless patience is Erlang C, and none is Erlang B`() throws {
    let patient = try ErlangAQueue(
      arrivals: Rate(perSecond: 3.2), service: .seconds(1), servers: 4, patience: .hours(300_000))
    let endless = try MMcQueue(arrivals: Rate(perSecond: 3.2), service: .seconds(1), servers: 4)
    #expect(abs(patient.meanSojournOfServed.seconds - endless.meanSojourn.seconds) < 1e-6)
    #expect(abs(patient.waitingProbability - endless.waitingProbability) < 1e-6)
    let hasty = try ErlangAQueue(
      arrivals: Rate(perSecond: 3.2), service: .seconds(1), servers: 4,
      patience: TimeSpan(nanoseconds: 10))
    let lost = try Erlang.blockingProbability(load: 3.2, servers: 4)
    #expect(abs(hasty.abandonmentProbability - lost) < 1e-6)
    #expect(abs(hasty.meanSojournOfServed.seconds - 1) < 1e-6)
  }

  @Test func `waits of those served and of those who leave add up to all waits`() throws {
    let queue = try ErlangAQueue(
      arrivals: Rate(perSecond: 5), service: .seconds(1), servers: 4, patience: .seconds(2))
    // Simulated directly: patience is drawn, and who would wait longer is not there.
    var streams = (Streams(seed: 1).stream("a"), Streams(seed: 1).stream("b"))
    var means: [Double] = []
    for _ in 0..<30 {
      var free = [Double](repeating: 0, count: 4)
      var (now, sum, served) = (0.0, 0.0, 0.0)
      for number in 0..<20_000 {
        now += streams.0.exponential(mean: 0.2)
        let patience = streams.1.exponential(mean: 2)
        let service = streams.1.exponential(mean: 1)
        let first = free.indices.min { free[$0] < free[$1] } ?? 0
        let start = max(now, free[first])
        guard start - now <= patience else { continue }
        free[first] = start + service
        if number > 1_000 { (sum, served) = (sum + start + service - now, served + 1) }
      }
      means.append(sum / served)
    }
    #expect(
      try ConfidenceInterval.mean(of: means, level: 0.999)
        .contains(queue.meanSojournOfServed.seconds))
  }

  /// Mean value analysis: a request finds what one user fewer would have there.
  @Test(arguments: [(1, 10.0), (5, 10.0), (20, 9.0), (60, 40.0)])
  func `few users agree with mean value analysis`(users: Int, think: Double) throws {
    let queue = try ClosedQueue(
      users: users, think: TimeSpan(seconds: think), service: .seconds(1), servers: 1)
    var (inside, sojourn, flow) = (0.0, 0.0, 0.0)
    for count in 1...users {
      sojourn = 1 + inside
      flow = Double(count) / (think + sojourn)
      inside = flow * sojourn
    }
    #expect(abs(queue.meanSojourn.seconds - sojourn) < 1e-8)
    #expect(abs(queue.throughput - flow) < 1e-9)
    #expect(abs(queue.meanInSystem - inside) < 1e-8)
  }

  @Test func `as many servers as users never wait`() throws {
    let queue = try ClosedQueue(users: 6, think: .seconds(9), service: .seconds(1), servers: 6)
    #expect(abs(queue.meanSojourn.seconds - 1) < 1e-9)
    #expect(abs(queue.throughput - 0.6) < 1e-9)
  }

  /// The root for load 0.5 is -W(-2 exp(-2))/2, with Lambert's function.
  @Test func `D/M/1 at load 0.5 waits with chance 0.2032`() throws {
    let queue = try DM1Queue(arrivals: Rate(perSecond: 0.5), service: .seconds(1))
    #expect(abs(queue.waitingProbability - 0.203187869979980) < 1e-12)
    #expect(abs(queue.meanSojourn.seconds - 1 / (1 - 0.203187869979980)) < 1e-8)
    #expect(abs(queue.sojournQuantile(1 - 1 / 2.718281828459045).seconds
      - queue.meanSojourn.seconds) < 1e-6)
  }
}

/// M/D/c, whose steady state is found by running it.
struct ConstantServiceTests {
  /// Crommelin's series for the mean wait, in services.
  static func crommelin(load: Double, servers: Int) -> Double {
    var wait = 0.0
    // The logarithm of the factorial of `count`.
    var (count, factorial) = (0, 0.0)
    for step in 1..<2_500 {
      let mean = Double(step) * load
      while count < step * servers {
        count += 1
        factorial += Elementary.log(Double(count))
      }
      let exact = Elementary.exp(Double(count) * Elementary.log(mean) - mean - factorial)
      var (term, beyond, next) = (exact, 0.0, count)
      while term > 1e-20 {
        next += 1
        term *= mean / Double(next)
        beyond += term
      }
      wait += exact + beyond - Double(servers) / load * beyond
    }
    return wait
  }

  @Test(arguments: [(0.8, 1), (0.5, 1), (1.6, 2), (3.2, 4), (13, 16)])
  func `the mean wait is that of Crommelin's series`(load: Double, servers: Int) throws {
    let queue = try MDcQueue(
      arrivals: Rate(perSecond: load), service: .seconds(1), servers: servers)
    #expect(abs(queue.meanWait.seconds - Self.crommelin(load: load, servers: servers)) < 1e-8)
  }

  @Test func `one server is Pollaczek and Khinchine's`() throws {
    let queue = try MDcQueue(arrivals: Rate(perSecond: 0.8), service: .seconds(1), servers: 1)
    let plain = try MG1Queue(arrivals: Rate(perSecond: 0.8), service: .seconds(1), serviceCV: 0)
    #expect(abs(queue.meanWait.seconds - plain.meanWait.seconds) < 1e-8)
    #expect(abs(queue.probability(waitAtMost: .zero) - 0.2) < 1e-9)
  }

  /// Erlang's sum for one server, whose terms alternate.
  @Test(arguments: [0.4, 1.0, 2.3, 5.5])
  func `the wait at one server has Erlang's distribution`(t: Double) throws {
    let load = 0.7
    let queue = try MDcQueue(arrivals: Rate(perSecond: load), service: .seconds(1), servers: 1)
    var sum = 0.0
    for count in 0...Int(t) {
      let past = load * (t - Double(count))
      var factorial = 1.0
      for number in 1..<max(2, count + 1) { factorial *= Double(number) }
      let power = (0..<count).reduce(1.0) { product, _ in product * -past }
      sum += power / factorial * Elementary.exp(past)
    }
    let share = queue.probability(waitAtMost: TimeSpan(seconds: t))
    #expect(abs(share - (1 - load) * sum) < 1e-9)
  }

  @Test func `quantiles hold in a simulated M/D/4`() throws {
    let queue = try MDcQueue(arrivals: Rate(perSecond: 3.4), service: .seconds(1), servers: 4)
    let limit = queue.sojournQuantile(0.95)
    let shares = (UInt64(0)..<30).map { seed in
      let run = QueueSimulation.firstCome(
        rate: 3.4, service: .deterministic(1), servers: 4, count: 8_000, seed: seed)
      return Double(run.sojourns.filter { $0 <= limit.seconds }.count) / 8_000
    }
    #expect(try ConfidenceInterval.mean(of: shares, level: 0.999).contains(0.95))
    #expect(queue.sojournQuantile(0.1) == .seconds(1))
  }
}
