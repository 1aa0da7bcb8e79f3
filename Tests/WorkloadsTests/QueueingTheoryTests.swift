import Machines
import Randomness
import Testing
import Units
import Workloads

/// The models against closed forms, by replications of one long run each.
@Suite struct QueueingTheoryTests {
  struct Case: Sendable {
    var name: String
    var rate: Double
    var servers: Int?
    var service: Distribution
    var isCPUBound: Bool
    /// Mean time in system by theory, in seconds.
    var expected: Double
  }

  static let mean = 0.01

  static func erlangC(_ c: Int, _ a: Double) -> Double {
    var b = 1.0
    for k in 1...c { b = a * b / (Double(k) + a * b) }
    let rho = a / Double(c)
    return b / (1 - rho * (1 - b))
  }

  static func mmc(_ c: Int, rho: Double) -> Double {
    let a = rho * Double(c)
    return mean + erlangC(c, a) * mean / (Double(c) * (1 - rho))
  }

  static let cases: [Case] = [
    Case(
      name: "M/M/1 at 0.8", rate: 80, servers: 1, service: .exponential(mean: mean),
      isCPUBound: false, expected: mean / (1 - 0.8)),
    Case(
      name: "M/D/1 at 0.7", rate: 70, servers: 1, service: .deterministic(mean),
      isCPUBound: false, expected: mean * (1 + 0.7 / (2 * (1 - 0.7)))),
    Case(
      name: "M/M/8 at 0.8", rate: 640, servers: 8, service: .exponential(mean: mean),
      isCPUBound: false, expected: mmc(8, rho: 0.8)),
    Case(
      name: "M/G/1 processor sharing at 0.7, lognormal", rate: 70, servers: nil,
      service: .lognormal(mean: mean, cv: 2), isCPUBound: true, expected: mean / (1 - 0.7)),
    Case(
      name: "M/G/1 processor sharing at 0.5, constant", rate: 50, servers: nil,
      service: .deterministic(mean), isCPUBound: true, expected: mean / (1 - 0.5)),
  ]

  /// Mean latency after a warm-up, and the mean number in system from busy integrals.
  static func replicate(_ model: Case, _ replication: UInt64) -> (wait: Double, length: Double) {
    let fixture = Fixture(seed: 20_261_122, replication: replication)
    var server = PlainServerParameters(
      service: model.service, servers: model.servers, isCPUBound: model.isCPUBound)
    server.boot = .deterministic(TimeSpan.zero)
    fixture.expose([fixture.start(.plain(server))])
    _ = fixture.client(.poisson(.constant(Rate(perSecond: model.rate))), start: .seconds(1))
    let requests = 20_000.0
    let warm = 2_000 / model.rate
    fixture.run(to: 1 + warm)
    _ = fixture.world.ledger.beginPhase()
    var lengths = 0.0
    let end = warm + requests / model.rate
    for sample in 0..<2_000 {
      let time = 1 + warm + (end - warm) * (Double(sample) + 0.5) / 2_000
      fixture.engine.run(until: .start + TimeSpan(seconds: time), world: fixture.world)
      lengths += Double(fixture.world.requestsInFlight)
    }
    fixture.run(to: 1 + end)
    var selection = RequestLedger.Selection()
    selection.phases = 1..<2
    let figures = fixture.world.ledger.figures(selection)
    #expect(figures.failed == 0)
    return (figures.latencies.mean?.seconds ?? 0, lengths / 2_000)
  }

  @Test(arguments: cases.indices)
  func `the mean time in system is that of theory, and Little's law holds`(index: Int) {
    let model = Self.cases[index]
    let runs = (0..<20).map { Self.replicate(model, UInt64($0)) }
    let wait = interval(runs.map(\.wait))
    #expect(abs(wait.mean - model.expected) < wait.half, "\(model.name): \(wait)")
    #expect(wait.half < 0.1 * model.expected, "\(model.name) is too vague to prove: \(wait)")
    let length = interval(runs.map(\.length))
    let little = model.rate * model.expected
    #expect(abs(length.mean - little) < length.half, "\(model.name): L \(length), λW \(little)")
  }
}
