import Network
import Randomness
import Testing
import Units
import Workloads

@Suite struct ClientTests {
  static func plain(_ seconds: Double, servers: Int? = nil) -> ServerParameters {
    .plain(PlainServerParameters(service: .deterministic(seconds), servers: servers))
  }

  @Test func `another client changes no arrival and no demand of the first`() {
    func arrivals(withOther: Bool) -> [(Int64, Int64)] {
      let fixture = Fixture(seed: 7)
      let server = PlainServerParameters(
        service: .lognormal(mean: 0.01, cv: 1), servers: nil)
      fixture.expose([fixture.start(.plain(server))])
      fixture.traceAll()
      if withOther {
        _ = fixture.client(.poisson(.constant(Rate(perSecond: 300))), name: "other")
      }
      let index = fixture.client(.poisson(.constant(Rate(perSecond: 50))), name: "first")
      fixture.run(to: 30)
      return fixture.world.ledger.takeTraced()
        .filter { $0.client == UInt16(index) && $0.outcome == .succeeded }
        .map { ($0.arrived.nanoseconds, $0.latency.nanoseconds) }
        .sorted { $0.0 < $1.0 }
    }
    let alone = arrivals(withOther: false)
    let together = arrivals(withOther: true)
    #expect(alone.count > 900)
    #expect(alone.map(\.0) == together.map(\.0))
    #expect(alone.map(\.1) == together.map(\.1))
  }

  @Test func `a rate that changes gives as many arrivals as its integral says`() {
    var counts: [Double] = []
    for replication in 0..<20 {
      let fixture = Fixture(seed: 3, replication: UInt64(replication))
      fixture.expose([fixture.start(Self.plain(0.001))])
      let rates = ArrivalRates(
        [
          ArrivalRates.Piece(
            length: .seconds(10), from: .zero, to: Rate(perSecond: 100)),
          ArrivalRates.Piece(
            length: .seconds(5), from: Rate(perSecond: 40), to: Rate(perSecond: 40)),
          ArrivalRates.Piece(
            length: .seconds(10), from: Rate(perSecond: 100), to: .zero),
        ], then: .zero)
      _ = fixture.client(.poisson(rates))
      fixture.run(to: 100)
      counts.append(Double(fixture.world.ledger.userTotals.arrived))
    }
    let result = interval(counts)
    // 10·100/2 + 5·40 + 10·100/2
    #expect(abs(result.mean - 1_200) < result.half)
    #expect(result.half < 60)
  }

  @Test func `arrivals follow the rate within a piece, not only in total`() {
    let fixture = Fixture(seed: 5)
    fixture.expose([fixture.start(Self.plain(0.001))])
    let ramp = ArrivalRates.Piece(
      length: .seconds(100), from: .zero, to: Rate(perSecond: 200))
    _ = fixture.client(.poisson(ArrivalRates([ramp], then: .zero)))
    fixture.run(to: 60)
    let half = Double(fixture.world.ledger.userTotals.arrived)
    fixture.run(to: 120)
    let all = Double(fixture.world.ledger.userTotals.arrived)
    // A quarter of the arrivals lies in the first half of a ramp from zero.
    #expect(abs(half / all - 0.25) < 0.02)
  }

  @Test func `closed-loop users wait for the answer and think`() {
    let fixture = Fixture()
    fixture.expose([fixture.start(Self.plain(0.5))])
    _ = fixture.client(.users(3, think: .deterministic(1.5)), start: .seconds(10))
    fixture.run(to: 30.9)
    // Each asks at 11.5, 13.5, … 29.5.
    #expect(fixture.world.ledger.userTotals.arrived == 30)
    #expect(fixture.world.ledger.userTotals.succeeded == 30)
  }

  @Test func `retries back off, count as one request, and only for the causes asked for`() {
    for causes in [RetryCauses.refused, RetryCauses.reset] {
      let fixture = Fixture()
      fixture.traceAll()
      _ = fixture.client(.constant(.constant(Rate(perSecond: 1))), start: .seconds(9)) {
        $0.stop = $0.start + .milliseconds(1_500)
        $0.retries = 3
        $0.backoff = .seconds(1)
        $0.retryCauses = causes
      }
      fixture.engine.at(.start + .seconds(12)) {
        fixture.expose([fixture.start(Self.plain(0.25))])
      }
      fixture.run(to: 30)
      let record = fixture.world.ledger.takeTraced()[0]
      if causes == .refused {
        // Tries at 10, 11, 13 (after 1 and 2 s); then the server listens.
        #expect(record.outcome == .succeeded)
        #expect(record.attempts == 3)
        #expect(record.stages.retry == 3_000_000_000)
        #expect(record.latency == .milliseconds(3_250))
      } else {
        #expect(record.cause == .noEndpoint)
        #expect(record.attempts == 1)
      }
      #expect(fixture.world.ledger.userTotals.arrived == 1)
      #expect(record.stages.total == record.latency.nanoseconds)
    }
  }

  @Test func `probers are in nobody's figures but their own`() {
    let fixture = Fixture()
    fixture.expose([fixture.start(Self.plain(0.01))])
    _ = fixture.client(.constant(.constant(Rate(perSecond: 1))), name: "prober") {
      $0.isProber = true
    }
    fixture.run(to: 20.5)
    #expect(fixture.world.ledger.figures().arrived == 0)
    var selection = RequestLedger.Selection()
    selection.isProbe = true
    #expect(fixture.world.ledger.figures(selection).succeeded == 10)
    let rows = fixture.world.ledger.rows(until: fixture.engine.now)
    #expect(rows.reduce(0) { $0 + $1.probesSucceeded } == 10)
    #expect(rows.reduce(0) { $0 + $1.arrived } == 0)
  }

  @Test func `a dead node makes connections time out until the balancer knows`() {
    let fixture = Fixture(nodes: 2)
    fixture.expose([fixture.start(Self.plain(0.01), on: 0)])
    fixture.traceAll()
    fixture.engine.at(.start + .seconds(5)) { fixture.world.setNodeUp(false, node: 1) }
    _ = fixture.client(.constant(.constant(Rate(perSecond: 10)))) {
      $0.stop = .start + .seconds(20)
      $0.connectTimeout = .seconds(2)
    }
    fixture.engine.at(.start + .milliseconds(15_050)) {
      fixture.world.setTarget(1, isHealthy: false, balancer: fixture.balancer)
    }
    fixture.run(to: 40)
    let records = fixture.world.ledger.takeTraced()
    let early = records.filter { $0.arrived.seconds < 13 }
    let late = records.filter { $0.arrived.seconds > 15.1 }
    let lost = early.filter { $0.cause == .connectTimeout }
    // Half of the connections are hashed to the dead node, and so are their SYNs' repetitions.
    #expect(lost.count > 7 && lost.count < 23)
    #expect(lost.allSatisfy { $0.latency == .seconds(2) })
    #expect(late.allSatisfy { $0.outcome == .succeeded })
    #expect(records.allSatisfy { $0.stages.total == $0.latency.nanoseconds })
    // Losses count in the second in which the lost request was sent, not when it was given up.
    let rows = fixture.world.ledger.rows(until: fixture.engine.now)
    for second in 0..<rows.count {
      let sent = records.filter { Int($0.arrived.seconds) == second }
      #expect(rows[second].lostOfArrived == sent.filter { $0.outcome != .succeeded }.count)
    }
  }

  @Test func `each node sends by the version of the endpoints that it has applied`() {
    let fixture = Fixture(nodes: 2)
    let old = fixture.start(Self.plain(0.001), on: 0, name: "old")
    let new = fixture.start(Self.plain(0.001), on: 1, name: "new")
    fixture.expose([old])
    fixture.traceAll()
    fixture.engine.at(.start + .seconds(20)) {
      let version = fixture.world.publish(service: fixture.service, pods: [new], port: 80)
      fixture.world.apply(service: fixture.service, version: version, node: 1)
    }
    _ = fixture.client(.poisson(.constant(Rate(perSecond: 100))))
    fixture.run(to: 40)
    let records = fixture.world.ledger.takeTraced()
    let before = records.filter { $0.arrived.seconds < 20 }
    let after = records.filter { $0.arrived.seconds > 20 }
    #expect(before.allSatisfy { $0.pod == old })
    let share = Double(after.filter { $0.pod == new }.count) / Double(after.count)
    #expect(abs(share - 0.5) < 0.05)
  }
}
