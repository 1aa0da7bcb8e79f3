import Network
import Randomness
import Testing
import Units
import Workloads

@Suite struct GunicornTests {
  /// One view of a fixed CPU time, no overheads, so that times can be told by hand.
  static func site(
    _ fixture: Fixture, workers: Int = 1, cpu: TimeSpan = .milliseconds(100)
  ) -> GunicornParameters {
    var site = GunicornParameters()
    site.workers = workers
    site.port = 80
    site.overheadBefore = .zero
    site.overheadAfter = .zero
    site.views = [DjangoView(endpoint: fixture.home, cpu: .deterministic(cpu))]
    return site
  }

  static func burst(_ fixture: Fixture, _ count: Int, at start: TimeSpan, every: TimeSpan) {
    for index in 0..<count {
      _ = fixture.client(
        .constant(.constant(Rate(perSecond: 1))), name: "user-\(index)",
        start: start - .seconds(1) + TimeSpan(nanoseconds: every.nanoseconds * Int64(index))
      ) {
        $0.stop = $0.start + .milliseconds(1_500)
        $0.timeout = .seconds(100)
        $0.connectTimeout = .seconds(100)
      }
    }
  }

  @Test func `it refuses until it listens and serves when workers have booted`() {
    let fixture = Fixture()
    var probes: [(Double, Bool)] = []
    let pod = fixture.start(.gunicorn(Self.site(fixture)))
    func probe(at seconds: Double, _ request: ProbeRequest) {
      fixture.engine.at(.start + TimeSpan(seconds: seconds)) {
        fixture.world.probe(pod: pod, port: 80, request, timeout: .seconds(1), from: 0) {
          probes.append((fixture.engine.now.seconds, $0))
        }
      }
    }
    probe(at: 0.05, .tcp)
    probe(at: 0.2, .tcp)
    probe(at: 0.2, .http(endpoint: fixture.home))
    fixture.run(to: 5)
    #expect(probes.map(\.1) == [false, true, true])
    #expect(probes[0].0 == 0.05)
    #expect(probes[1].0 == 0.2)
    // 0.13 s and 0.31 s of boot, then 0.1 s of service.
    #expect(probes[2].0 > 0.45 && probes[2].0 < 0.65)
    #expect(fixture.world.ledger.figures().arrived == 0)
  }

  @Test func `requests queue in the backlog, first come first served, by worker`() {
    let fixture = Fixture(cores: 2)
    fixture.expose([fixture.start(.gunicorn(Self.site(fixture, workers: 2)))])
    fixture.traceAll()
    Self.burst(fixture, 4, at: .seconds(10), every: .milliseconds(1))
    fixture.run(to: 20)
    let records = fixture.world.ledger.takeTraced()
    #expect(records.map { $0.latency.milliseconds } == [100, 100, 198, 198])
    #expect(records.map { $0.stages.backlog } == [0, 0, 98_000_000, 98_000_000])
    #expect(records.allSatisfy { $0.stages.total == $0.latency.nanoseconds })
  }

  @Test func `on SIGTERM the request in hand finishes and the backlog is reset when it has`() {
    let fixture = Fixture()
    let pod = fixture.start(.gunicorn(Self.site(fixture, cpu: .seconds(2))))
    fixture.expose([pod])
    fixture.traceAll()
    Self.burst(fixture, 5, at: .seconds(10), every: .milliseconds(20))
    var exited = 0.0
    fixture.engine.at(.start + .milliseconds(10_500)) {
      fixture.world.stopServer(pod: pod) { exited = fixture.engine.now.seconds }
    }
    // After the socket has closed, newcomers are refused.
    Self.burst(fixture, 1, at: .milliseconds(12_200), every: .zero)
    fixture.run(to: 20)
    let records = fixture.world.ledger.takeTraced()
    #expect(records.map(\.outcome) == [.succeeded] + Array(repeating: .failed, count: 5))
    let reset = Array(repeating: FailureCause.backlogReset, count: 4)
    #expect(records.map(\.cause) == [.none] + reset + [.refused])
    #expect(records.prefix(5).allSatisfy { $0.ended.seconds == 12 })
    #expect(exited >= 12.4 && exited <= 12.9)
    #expect(!fixture.world.isRunning(pod: pod))
  }

  @Test func `what is in hand after the graceful timeout is lost`() {
    let fixture = Fixture()
    var site = Self.site(fixture, cpu: .seconds(20))
    site.gracefulTimeout = .seconds(2)
    let pod = fixture.start(.gunicorn(site))
    fixture.expose([pod])
    fixture.traceAll()
    Self.burst(fixture, 1, at: .seconds(10), every: .zero)
    var exited = 0.0
    fixture.engine.at(.start + .seconds(11)) {
      fixture.world.stopServer(pod: pod) { exited = fixture.engine.now.seconds }
    }
    fixture.run(to: 40)
    let record = fixture.world.ledger.takeTraced()[0]
    #expect(record.cause == .reset)
    #expect(record.ended.seconds == 13)
    #expect(exited >= 13.4 && exited <= 13.9)
  }

  @Test func `a worker that takes too long is killed and the request behind it served later`() {
    let fixture = Fixture()
    var site = Self.site(fixture)
    let slow = fixture.world.endpoint(named: "slow")
    site.views.append(DjangoView(endpoint: slow, cpu: .deterministic(TimeSpan.seconds(60))))
    fixture.expose([fixture.start(.gunicorn(site))])
    fixture.traceAll()
    _ = fixture.client(
      .constant(.constant(Rate(perSecond: 1))), name: "slow", start: .milliseconds(9_300),
      mix: [(slow, 1)]
    ) {
      $0.stop = $0.start + .milliseconds(1_500)
      $0.timeout = .seconds(100)
    }
    Self.burst(fixture, 1, at: .seconds(11), every: .zero)
    fixture.run(to: 60)
    let records = fixture.world.ledger.takeTraced()
    #expect(records.map(\.cause) == [.workerTimeout, .none])
    #expect(records[0].status == 500)
    // Arrived at 10.3 s, late at 40.3 s, seen at the master's tick at 41 s.
    #expect(records[0].ended.seconds == 41)
    #expect(records[1].latency.seconds > 33.5 && records[1].latency.seconds < 34.5)
  }

  @Test func `a full backlog drops the SYN, which comes again after a second and after three`() {
    let fixture = Fixture()
    var site = Self.site(fixture, cpu: .milliseconds(800))
    site.backlog = 2
    fixture.expose([fixture.start(.gunicorn(site))])
    fixture.traceAll()
    // One in service, three in the backlog (Linux takes one more than it says), two dropped.
    Self.burst(fixture, 6, at: .seconds(10), every: .milliseconds(1))
    fixture.run(to: 30)
    let records = fixture.world.ledger.takeTraced().sorted { $0.number < $1.number }
    #expect(records.allSatisfy { $0.outcome == .succeeded })
    #expect(records.prefix(4).allSatisfy { $0.stages.connect == 0 })
    #expect(records[4].stages.connect == 1_000_000_000)
    #expect(records[5].stages.connect == 3_000_000_000)
  }

  @Test func `a killed worker loses its request only, and another comes in its place`() {
    let fixture = Fixture(cores: 2)
    let pod = fixture.start(.gunicorn(Self.site(fixture, cpu: .seconds(1))))
    fixture.expose([pod])
    fixture.traceAll()
    Self.burst(fixture, 3, at: .seconds(10), every: .milliseconds(1))
    fixture.engine.at(.start + .milliseconds(10_500)) {
      #expect(fixture.world.killWorkers(pod: pod, count: 1) == 1)
    }
    fixture.run(to: 30)
    let records = fixture.world.ledger.takeTraced()
    #expect(records.map(\.cause) == [.reset, .none, .none])
    #expect(records[1].ended.seconds > 11.9 && records[1].ended.seconds < 12.5)
    #expect(fixture.world.workerCounts(pod: pod) == (idle: 1, busy: 0, all: 1))
  }

  @Test func `an abandoned request keeps its worker until it is done`() {
    let fixture = Fixture()
    fixture.expose([fixture.start(.gunicorn(Self.site(fixture, cpu: .seconds(5))))])
    fixture.traceAll()
    _ = fixture.client(
      .constant(.constant(Rate(perSecond: 1))), name: "hasty", start: .seconds(9)
    ) {
      $0.stop = $0.start + .milliseconds(1_500)
      $0.timeout = .seconds(1)
    }
    Self.burst(fixture, 1, at: .milliseconds(10_500), every: .zero)
    fixture.run(to: 30)
    let records = fixture.world.ledger.takeTraced()
    #expect(records.map(\.outcome) == [.timedOut, .succeeded])
    #expect(records[0].stages.total == 1_000_000_000)
    #expect(records[1].stages.backlog == 4_500_000_000)
  }

  @Test func `an unknown endpoint gets a 404`() {
    let fixture = Fixture()
    fixture.expose([fixture.start(.gunicorn(Self.site(fixture)))])
    fixture.traceAll()
    let other = fixture.world.endpoint(named: "nothing")
    _ = fixture.client(
      .constant(.constant(Rate(perSecond: 1))), start: .seconds(9), mix: [(other, 1)]
    ) { $0.stop = $0.start + .milliseconds(1_500) }
    fixture.run(to: 20)
    #expect(fixture.world.ledger.takeTraced().map(\.status) == [404])
  }
}
