import Randomness
import Statistics
import Testing
import Units

struct QueueingFormulaTests {
  /// Steady state of a birth–death chain by its balance equations, cut off far out.
  func chain(load: Double, servers: Int) -> (waiting: Double, mean: Double) {
    var weights = [1.0]
    for state in 1..<4_000 {
      weights.append(weights[state - 1] * load / Double(min(state, servers)))
    }
    let total = weights.reduce(0, +)
    let waiting = weights[servers...].reduce(0, +) / total
    let mean = weights.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } / total
    return (waiting, mean)
  }

  @Test(arguments: [(0.5, 1), (0.9, 1), (3.2, 4), (7.6, 8), (18, 20), (0.1, 3)])
  func `M/M/c agrees with its balance equations`(load: Double, servers: Int) throws {
    let queue = try MMcQueue(
      arrivals: Rate(perSecond: load), service: .seconds(1), servers: servers)
    let (waiting, mean) = chain(load: load, servers: servers)
    #expect(abs(queue.waitingProbability - waiting) < 1e-9)
    #expect(abs(queue.meanInSystem - mean) < 1e-6)
    // Little's law: mean number = rate · mean time.
    #expect(abs(queue.meanSojourn.seconds * load - mean) < 1e-6)
  }

  @Test(arguments: [(0.5, 1), (3.2, 4), (3, 4), (7.6, 8)])
  func `the sojourn's tail is that of wait plus service`(load: Double, servers: Int) throws {
    let queue = try MMcQueue(
      arrivals: Rate(perSecond: load), service: .seconds(1), servers: servers)
    // P(T > t) = e^-t + the chance that service ends at s and the wait exceeds t - s, by Simpson.
    for t in [0.3, 1, 2.5, 6] {
      let drain = Double(servers) - load
      func inner(_ s: Double) -> Double {
        Elementary.exp(-s) * queue.waitingProbability * Elementary.exp(-drain * (t - s))
      }
      let steps = 2_000
      var sum = inner(0) + inner(t)
      for step in 1..<steps {
        sum += inner(t * Double(step) / Double(steps)) * (step % 2 == 1 ? 4 : 2)
      }
      let expected = Elementary.exp(-t) + sum * t / Double(steps) / 3
      let tail = queue.probability(sojournAbove: TimeSpan(seconds: t))
      #expect(abs(tail - expected) < 1e-9)
      let back = queue.sojournQuantile(1 - tail)
      #expect(abs(back.seconds - t) < 1e-6)
    }
  }

  @Test func `M/M/1 is M/M/c with one server`() throws {
    let one = try MM1Queue(arrivals: Rate(perSecond: 80), service: .milliseconds(10))
    let many = try MMcQueue(arrivals: Rate(perSecond: 80), service: .milliseconds(10), servers: 1)
    #expect(one.meanWait == .milliseconds(40))
    #expect(one.meanSojourn == .milliseconds(50))
    #expect(abs(one.meanInSystem - 4) < 1e-9)
    #expect(abs((many.meanWait - one.meanWait).nanoseconds) <= 1)
    for q in [0.1, 0.5, 0.99] {
      #expect(abs((many.sojournQuantile(q) - one.sojournQuantile(q)).nanoseconds) <= 2)
    }
    let total = (0..<200).reduce(0) { $0 + one.probability(inSystem: $1) }
    #expect(abs(total - 1) < 1e-12)
  }

  @Test func `waits hold their quantiles in a simulated M/M/4`() throws {
    let queue = try MMcQueue(arrivals: Rate(perSecond: 3.4), service: .seconds(1), servers: 4)
    var shares: [Double] = []
    var means: [Double] = []
    let limit = queue.waitQuantile(0.9)
    #expect(queue.waitQuantile(0.01) == .zero)
    for seed in UInt64(0)..<30 {
      let run = QueueSimulation.firstCome(
        rate: 3.4, service: .exponential(mean: 1), servers: 4, count: 8_000, seed: seed)
      shares.append(
        Double(run.waits.filter { $0 <= limit.seconds }.count) / Double(run.waits.count))
      means.append(run.waits.reduce(0, +) / Double(run.waits.count))
    }
    #expect(try ConfidenceInterval.mean(of: shares, level: 0.999).contains(0.9))
    #expect(
      try ConfidenceInterval.mean(of: means, level: 0.999).contains(queue.meanWait.seconds))
  }

  @Test(arguments: [(0.5, 1), (5, 5), (12, 8), (100, 110)])
  func `Erlang B is the share of the last term`(load: Double, servers: Int) throws {
    var (term, sum) = (1.0, 1.0)
    for server in 1...servers {
      term *= load / Double(server)
      sum += term
    }
    let lost = try Erlang.blockingProbability(load: load, servers: servers)
    #expect(abs(lost - term / sum) < 1e-12)
  }

  @Test(arguments: [
    Distribution.deterministic(1), .exponential(mean: 1), .gamma(mean: 1, cv: 0.5),
    .hyperexponential(mean: 1, cv: 1.7),
  ])
  func `M/G/1 agrees with a simulated queue`(service: Distribution) throws {
    let queue = try MG1Queue(arrivals: Rate(perSecond: 0.6), service: service)
    let means = (UInt64(0)..<30).map { seed in
      let run = QueueSimulation.firstCome(
        rate: 0.6, service: service, servers: 1, count: 10_000, seed: seed)
      return run.sojourns.reduce(0, +) / Double(run.sojourns.count)
    }
    #expect(
      try ConfidenceInterval.mean(of: means, level: 0.999).contains(queue.meanSojourn.seconds))
  }

  @Test(arguments: [Distribution.deterministic(1), .hyperexponential(mean: 1, cv: 2)])
  func `processor sharing does not care how service times vary`(service: Distribution) throws {
    let queue = try MG1Queue(arrivals: Rate(perSecond: 0.7), service: service)
    #expect(abs(queue.meanSojournSharing.seconds - 1 / 0.3) < 1e-8)
    #expect(abs(queue.meanInSystemSharing - 0.7 / 0.3) < 1e-8)
    let means = (UInt64(0)..<30).map { seed in
      QueueSimulation.sharing(rate: 0.7, service: service, count: 6_000, seed: seed)
    }
    #expect(
      try ConfidenceInterval.mean(of: means, level: 0.999)
        .contains(queue.meanSojournSharing.seconds))
  }

  @Test func `M/D/1 waits half as long as M/M/1`() throws {
    let fixed = try MG1Queue(arrivals: Rate(perSecond: 0.8), service: .seconds(1), serviceCV: 0)
    let random = try MM1Queue(arrivals: Rate(perSecond: 0.8), service: .seconds(1))
    #expect(abs(fixed.meanWait.seconds - random.meanWait.seconds / 2) < 1e-8)
    #expect(fixed.meanSojournSharing(of: .seconds(3)) == .seconds(15))
    let many = try MMcQueue(arrivals: Rate(perSecond: 0.8), service: .seconds(1), servers: 1)
    #expect(
      abs(many.meanWait(arrivalCV: 1, serviceCV: 0).seconds - fixed.meanWait.seconds) < 1e-8)
  }

  @Test func `a queue without a steady state is refused, with its utilisation`() {
    #expect(throws: StatisticsError.unstable(utilisation: 1)) {
      try MM1Queue(arrivals: Rate(perSecond: 1), service: .seconds(1))
    }
    #expect(throws: StatisticsError.unstable(utilisation: 1.25)) {
      try MMcQueue(arrivals: Rate(perSecond: 5), service: .seconds(1), servers: 4)
    }
    #expect(throws: StatisticsError.self) {
      try MMcQueue(arrivals: Rate(perSecond: 5), service: .seconds(1), servers: 0)
    }
    #expect(throws: StatisticsError.self) {
      try MG1Queue(arrivals: Rate(perSecond: 5), service: .zero, serviceCV: 1)
    }
    #expect(throws: StatisticsError.self) {
      try Erlang.blockingProbability(load: -1, servers: 2)
    }
  }
}
