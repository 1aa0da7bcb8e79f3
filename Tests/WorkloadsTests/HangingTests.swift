import Randomness
import Testing
import Units
import Workloads

/// Servers that are stopped where they are, and links that fail under standing connections.
@Suite struct HangingTests {
  @Test func `a hung Gunicorn keeps connections and answers when it goes on`() {
    let fixture = Fixture()
    let pod = fixture.start(.gunicorn(GunicornTests.site(fixture)))
    fixture.expose([pod])
    fixture.traceAll()
    GunicornTests.burst(fixture, 3, at: .seconds(10), every: .milliseconds(20))
    fixture.engine.at(.start + .milliseconds(10_050)) { fixture.world.setHung(true, pod: pod) }
    fixture.engine.at(.start + .milliseconds(15_050)) {
      fixture.world.checkInvariants()
      #expect(fixture.world.backlogCount(pod: pod) == 2)
      fixture.world.setHung(false, pod: pod)
    }
    fixture.run(to: 20)
    fixture.world.checkInvariants()
    let latencies = fixture.world.ledger.takeTraced().map { $0.latency.milliseconds.rounded() }
    // Five seconds more for the one in hand; the two in the backlog follow it.
    #expect(latencies == [5_100, 5_180, 5_260])
  }

  @Test func `a plain server's time goes on while it hangs, its answers do not`() {
    let fixture = Fixture()
    let service = Distribution.deterministic(TimeSpan.milliseconds(200))
    let pod = fixture.start(.plain(PlainServerParameters(service: service)))
    fixture.expose([pod])
    fixture.traceAll()
    GunicornTests.burst(fixture, 2, at: .seconds(10), every: .milliseconds(20))
    fixture.engine.at(.start + .milliseconds(10_100)) { fixture.world.setHung(true, pod: pod) }
    fixture.engine.at(.start + .milliseconds(12_000)) { fixture.world.setHung(false, pod: pod) }
    fixture.run(to: 20)
    let ends = fixture.world.ledger.takeTraced().map { $0.ended.seconds }
    #expect(ends == [12, 12.2])
  }

  @Test func `killing a hung server resets what it held, and a new one is not hung`() {
    let fixture = Fixture()
    let server = fixture.world.addServer(.gunicorn(GunicornTests.site(fixture)))
    let pod = fixture.start(.gunicorn(GunicornTests.site(fixture)))
    fixture.expose([pod])
    fixture.traceAll()
    GunicornTests.burst(fixture, 3, at: .seconds(10), every: .milliseconds(20))
    fixture.engine.at(.start + .milliseconds(10_050)) { fixture.world.setHung(true, pod: pod) }
    fixture.engine.at(.start + .seconds(11)) {
      fixture.world.killServer(pod: pod)
      #expect(!fixture.world.isHung(pod: pod))
      fixture.world.startServer(server, pod: pod)
    }
    GunicornTests.burst(fixture, 1, at: .seconds(20), every: .zero)
    fixture.run(to: 30)
    fixture.world.checkInvariants()
    let records = fixture.world.ledger.takeTraced()
    #expect(records.prefix(3).allSatisfy { $0.cause == .reset })
    #expect(records.last?.cause == FailureCause.none)
  }

  @Test func `an answer that a cut link swallows is sent again until it passes`() {
    let fixture = Fixture(nodes: 2)
    let service = Distribution.deterministic(TimeSpan.milliseconds(200))
    let pod = fixture.start(.plain(PlainServerParameters(service: service)), on: 1)
    fixture.expose([pod])
    fixture.traceAll()
    GunicornTests.burst(fixture, 1, at: .seconds(10), every: .zero)
    fixture.engine.at(.start + .milliseconds(10_100)) { fixture.world.setNodeCut(true, node: 1) }
    fixture.engine.at(.start + .milliseconds(11_000)) { fixture.world.setNodeCut(false, node: 1) }
    fixture.run(to: 20)
    let records = fixture.world.ledger.takeTraced()
    // Ready at 10.2 s, sent again after 0.2, 0.4 and 0.8 s.
    #expect(records.map { ($0.ended.seconds * 10).rounded() / 10 } == [11.6])
    #expect(records.map(\.cause) == [FailureCause.none])
  }

  @Test func `a probe under way when its machine dies is over when its patience is`() {
    let fixture = Fixture()
    let service = Distribution.deterministic(TimeSpan.seconds(2))
    let pod = fixture.start(.plain(PlainServerParameters(service: service)))
    var answers: [(at: Double, isGood: Bool)] = []
    fixture.engine.at(.start + .seconds(5)) {
      fixture.world.probe(
        pod: pod, port: 80, .http(endpoint: fixture.home), timeout: .seconds(3), from: 0
      ) { answers.append((fixture.engine.now.seconds, $0)) }
    }
    fixture.engine.at(.start + .seconds(6)) { fixture.world.setNodeUp(false, node: 0) }
    fixture.run(to: 100)
    #expect(answers.map(\.at) == [8] && answers.map(\.isGood) == [false])
    #expect(fixture.world.leak(patience: .seconds(60)) == nil)
  }
}
