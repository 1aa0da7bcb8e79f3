import Randomness
import Statistics
import Testing
import Units

/// Priorities and networks of queues.
struct NetworkFormulaTests {
  private typealias Class = CobhamQueue.Class

  @Test func `one class is Pollaczek and Khinchine's queue`() throws {
    let only = Class(arrivals: Rate(perSecond: 70), service: .milliseconds(10), serviceCV: 2)
    let queue = try CobhamQueue([only])
    let plain = try MG1Queue(
      arrivals: Rate(perSecond: 70), service: .milliseconds(10), serviceCV: 2)
    #expect(abs((queue.meanSojourn(0) - plain.meanSojourn).nanoseconds) <= 1)
    #expect(abs((queue.meanSojournPreemptive(0) - plain.meanSojourn).nanoseconds) <= 1)
  }

  /// Kleinrock's conservation law: order changes who waits, not the work that waits.
  @Test func `loads times waits add up to what they are without priorities`() throws {
    let classes = [
      Class(arrivals: Rate(perSecond: 20), service: .milliseconds(5), serviceCV: 1),
      Class(arrivals: Rate(perSecond: 30), service: .milliseconds(10), serviceCV: 0),
      Class(arrivals: Rate(perSecond: 8), service: .milliseconds(40), serviceCV: 1.5),
    ]
    let queue = try CobhamQueue(classes)
    let sum = classes.indices.reduce(0) { sum, place in
      let wait = queue.meanSojourn(place) - classes[place].service
      return sum + classes[place].load * wait.seconds
    }
    let rest = classes.reduce(0) { sum, one in
      let square = one.service.seconds * one.service.seconds * (1 + one.serviceCV * one.serviceCV)
      return sum + one.arrivals.perSecond * square / 2
    }
    #expect(abs(sum - queue.utilisation * rest / (1 - queue.utilisation)) < 1e-9)
  }

  @Test func `who interrupts does not know of the others`() throws {
    let gold = Class(arrivals: Rate(perSecond: 30), service: .milliseconds(10), serviceCV: 1)
    let lead = Class(arrivals: Rate(perSecond: 50), service: .milliseconds(10), serviceCV: 1)
    let queue = try CobhamQueue([gold, lead])
    let alone = try MM1Queue(arrivals: gold.arrivals, service: gold.service)
    #expect(abs((queue.meanSojournPreemptive(0) - alone.meanSojourn).nanoseconds) <= 1)
    // Alike in service, both together are M/M/1, whoever goes first.
    let both = try MM1Queue(arrivals: Rate(perSecond: 80), service: .milliseconds(10))
    let inside =
      30 * queue.meanSojournPreemptive(0).seconds + 50 * queue.meanSojournPreemptive(1).seconds
    #expect(abs(inside - both.meanInSystem) < 1e-6)
  }

  @Test func `a tandem is its stations in a row`() throws {
    let network = try JacksonNetwork([
      .init(arrivals: Rate(perSecond: 60), service: .milliseconds(10), next: [1: 1]),
      .init(service: .milliseconds(14)),
    ])
    let first = try MM1Queue(arrivals: Rate(perSecond: 60), service: .milliseconds(10))
    let second = try MM1Queue(arrivals: Rate(perSecond: 60), service: .milliseconds(14))
    let sum = first.meanSojourn + second.meanSojourn
    #expect(abs((network.meanSojourn - sum).nanoseconds) <= 2)
  }

  @Test func `feedback makes a station as busy as its visits`() throws {
    let network = try JacksonNetwork([
      .init(arrivals: Rate(perSecond: 40), service: .milliseconds(10), next: [0: 0.5])
    ])
    #expect(abs(network.queues[0].utilisation - 0.8) < 1e-9)
    // Two visits a request on average, each M/M/1 at load 0.8: 2 · 50 ms.
    #expect(abs(network.meanSojourn.milliseconds - 100) < 1e-5)
  }

  /// The example of a network with three stations in D. Gross et al., section 4.2: a call centre.
  /// 35 calls an hour, 55 % to a claims desk (3 servers, 20 min), the rest to services (7 servers,
  /// 30 min), of which 2 % and 1 % go over to the other desk.
  @Test func `flows of a call centre solve the traffic equations`() throws {
    let minute = 60.0
    let network = try JacksonNetwork([
      .init(
        arrivals: Rate(perSecond: 35 / 60 / minute), service: .seconds(30), servers: 1,
        next: [1: 0.55, 2: 0.45]),
      .init(service: .minutes(6), servers: 3, next: [2: 0.02]),
      .init(service: .minutes(20), servers: 7, next: [1: 0.01]),
    ])
    let hourly = network.queues.map { $0.arrivals.perSecond * 3_600 }
    #expect(abs(hourly[1] - (35 * 0.55 + 0.01 * hourly[2])) < 1e-6)
    #expect(abs(hourly[2] - (35 * 0.45 + 0.02 * hourly[1])) < 1e-6)
    #expect(abs(hourly[1] - 19.411) < 1e-3)
    #expect(abs(hourly[2] - 16.138) < 1e-3)
  }

  @Test func `requests that never leave are refused`() {
    #expect(throws: StatisticsError.self) {
      try JacksonNetwork([
        .init(arrivals: Rate(perSecond: 1), service: .seconds(1), next: [0: 1])
      ])
    }
  }

  @Test func `a sum of exponential times has the tail of its convolution`() throws {
    let sum = try ExponentialSum(means: [.milliseconds(500), .seconds(2)])
    #expect(abs(sum.mean.seconds - 2.5) < 1e-9)
    for t in [0.2, 1.0, 4.0] {
      // P(X + Y > t) = P(X > t) + the chance that X ends at s and Y exceeds t - s, by Simpson.
      func inner(_ s: Double) -> Double {
        2 * Elementary.exp(-2 * s) * Elementary.exp(-0.5 * (t - s))
      }
      let steps = 2_000
      var area = inner(0) + inner(t)
      for step in 1..<steps {
        area += inner(t * Double(step) / Double(steps)) * (step % 2 == 1 ? 4 : 2)
      }
      let expected = Elementary.exp(-2 * t) + area * t / Double(steps) / 3
      let tail = sum.probability(above: TimeSpan(seconds: t))
      #expect(abs(tail - expected) < 1e-9)
      #expect(abs(sum.quantile(1 - tail).seconds - t) < 1e-6)
    }
    #expect(throws: StatisticsError.self) {
      try ExponentialSum(means: [.seconds(1), .seconds(1)])
    }
  }
}
