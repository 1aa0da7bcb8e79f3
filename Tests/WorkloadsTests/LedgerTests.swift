import Randomness
import Testing
import Units
import Workloads

@Suite struct LedgerTests {
  @Test func `figures are kept by phase of arrival, client, endpoint and version`() {
    let fixture = Fixture()
    let world = fixture.world
    let list = world.endpoint(named: "list")
    let server = PlainServerParameters(service: .deterministic(0.1), servers: nil)
    let old = fixture.start(.plain(server), name: "old")
    let new = world.addPod(
      name: "new", node: 0, weight: 2, version: world.version(named: "v2"))
    world.startServer(world.addServer(.plain(server)), pod: new)
    fixture.expose([old])
    fixture.engine.at(.start + .seconds(20)) {
      _ = world.ledger.beginPhase()
      fixture.expose([new])
    }
    let rate = ArrivalRates.constant(Rate(perSecond: 10))
    _ = fixture.client(
      .constant(rate), name: "a", start: .milliseconds(9_905), mix: [(fixture.home, 1)])
    _ = fixture.client(.constant(rate), name: "b", start: .milliseconds(9_905), mix: [(list, 1)])
    fixture.run(to: 30)
    func select(_ change: (inout RequestLedger.Selection) -> Void) -> LedgerFigures {
      var selection = RequestLedger.Selection()
      change(&selection)
      return world.ledger.figures(selection)
    }
    #expect(select { _ in }.arrived == 400)
    #expect(select { $0.phases = 0..<1 }.arrived == 200)
    // The last of the first phase arrived at 19.905 s and ended in the second.
    #expect(select { $0.phases = 0..<1 }.succeeded == 200)
    #expect(select { $0.phases = 1..<2 }.inFlight == 2)
    #expect(select { $0.client = 0 }.arrived == 200)
    #expect(select { $0.endpoint = list }.succeeded == 199)
    #expect(select { $0.version = world.version(named: "v1") }.succeeded == 200)
    #expect(select { $0.version = world.version(named: "v2") }.succeeded == 198)
    let p99 = select { _ in }.latencies.quantile(0.99)?.milliseconds ?? 0
    #expect(abs(p99 - 100) < 0.1)
    #expect(select { _ in }.latencies.mean == .milliseconds(100))
    #expect(select { _ in }.stages.cpu == 398 * 100_000_000)
    let answers = world.ledger.answersByVersion(until: fixture.engine.now)
    #expect(answers.filter { $0.version == world.version(named: "v2") }.map(\.second).min() == 20)
    #expect(answers.reduce(0) { $0 + $1.count } == 398)
  }

  @Test func `each second tells what arrived, ended and was under way`() {
    let fixture = Fixture()
    fixture.expose([
      fixture.start(.plain(PlainServerParameters(service: .deterministic(1.5), servers: nil)))
    ])
    _ = fixture.client(
      .constant(.constant(Rate(perSecond: 1))), start: .milliseconds(9_250)
    ) { $0.stop = .start + .seconds(13) }
    fixture.run(to: 15)
    let rows = fixture.world.ledger.rows(until: fixture.engine.now)
    #expect(rows.count == 15)
    #expect(rows.map(\.arrived) == Array(repeating: 0, count: 10) + [1, 1, 1, 0, 0])
    #expect(rows.map(\.succeeded) == Array(repeating: 0, count: 11) + [1, 1, 1, 0])
    #expect(rows.map(\.inFlight) == Array(repeating: 0, count: 10) + [1, 1, 1, 0, 0])
    #expect(rows[11].latencyMax == 1_500_000_000)
    #expect(abs(rows[11].latencyP50 - 1_500_000_000) < 2_000_000)
  }

  @Test func `a blackout lasts from the first lost arrival to the next good answer`() {
    let fixture = Fixture()
    let server = PlainServerParameters(service: .deterministic(0.05), servers: nil)
    let pod = fixture.start(.plain(server))
    fixture.expose([pod])
    _ = fixture.client(.constant(.constant(Rate(perSecond: 2))), start: .seconds(9))
    _ = fixture.client(.constant(.constant(Rate(perSecond: 1))), name: "prober") {
      $0.isProber = true
    }
    fixture.engine.at(.start + .milliseconds(15_250)) { fixture.world.killServer(pod: pod) }
    fixture.engine.at(.start + .milliseconds(18_150)) {
      fixture.world.startServer(fixture.world.addServer(.plain(server)), pod: pod)
    }
    fixture.run(to: 30)
    let longest = fixture.world.ledger.longestBlackouts(until: fixture.engine.now)
    // Users lose 15.5 … 18 and succeed at 18.55; the prober loses 16, 17, 18 and succeeds at 19.05.
    #expect(longest.users == .milliseconds(3_050))
    #expect(longest.probers == .milliseconds(3_050))
    fixture.world.ledger.restartBlackouts(at: fixture.engine.now)
    #expect(fixture.world.ledger.longestBlackouts(until: fixture.engine.now).users == .zero)
  }
}
