import Network
import Randomness
import Testing
import Units
import Workloads

/// A site, its database, and a client that asks once a tenth of a second.
@Suite struct DatabaseTests {
  final class Blog {
    let fixture: Fixture
    let database: UInt32
    let service: UInt32
    let pod: UInt32

    init(
      isPersistent: Bool = true, isMigrated: Bool = true, maxConnections: Int = 100,
      workers: Int = 2, findsDatabase: Bool = true, queries: Int = 2
    ) {
      fixture = Fixture(nodes: 2, cores: 4)
      service = fixture.world.addService()
      var postgres = PostgresParameters()
      postgres.maxConnections = maxConnections
      postgres.connectCPU = .deterministic(TimeSpan.milliseconds(6))
      database = fixture.start(
        .postgres(postgres), on: 1, name: "database", isMigrated: isMigrated)
      var site = GunicornTests.site(fixture, workers: workers)
      site.database.isPersistent = isPersistent
      site.database.connectCPU = .deterministic(TimeSpan.milliseconds(3))
      site.views = [
        DjangoView(
          endpoint: fixture.home, cpu: .deterministic(TimeSpan.milliseconds(10)), queries: queries,
          queryCPU: .deterministic(TimeSpan.milliseconds(2)))
      ]
      pod = fixture.start(
        .gunicorn(site), name: "web", database: findsDatabase ? service : nil)
      fixture.expose([pod])
      publish([database])
      fixture.traceAll()
    }

    func publish(_ pods: [UInt32]) {
      let version = fixture.world.publish(service: service, pods: pods, port: 5_432)
      for node in fixture.nodes {
        fixture.world.apply(service: service, version: version, node: node)
      }
    }

    func ask(from start: Double, to stop: Double, name: String = "users", rate: Double = 10) {
      _ = fixture.client(
        .constant(.constant(Rate(perSecond: rate))), name: name,
        start: TimeSpan(seconds: start - 1 / rate)
      ) { $0.stop = .start + TimeSpan(seconds: stop) }
    }

    func at(_ seconds: Double, _ action: @escaping () -> Void) {
      fixture.engine.at(.start + TimeSpan(seconds: seconds), action)
    }

    func causes(to seconds: Double) -> [FailureCause] {
      fixture.run(to: seconds)
      return fixture.world.ledger.takeTraced().map(\.cause)
    }
  }

  @Test func `a kept connection is made once, another one for each request`() {
    for isPersistent in [true, false] {
      let blog = Blog(isPersistent: isPersistent, workers: 1)
      blog.ask(from: 10, to: 10.95)
      blog.fixture.run(to: 12)
      let records = blog.fixture.world.ledger.takeTraced()
      #expect(records.count == 10)
      let spans = records.map { $0.stages.databaseConnect }
      #expect(spans == (isPersistent ? [9_000_000] + Array(repeating: 0, count: 9)
        : Array(repeating: 9_000_000, count: 10)))
      #expect(records.allSatisfy { $0.stages.database == 4_000_000 })
      #expect(records.allSatisfy { $0.stages.cpu == 10_000_000 })
      #expect(records.allSatisfy { $0.stages.total == $0.latency.nanoseconds })
      #expect(blog.fixture.world.connectionCount(database: blog.database) == (isPersistent ? 1 : 0))
    }
  }

  @Test func `without an address every view that asks the database answers 500`() {
    let blog = Blog(findsDatabase: false)
    blog.ask(from: 10, to: 10.25)
    #expect(blog.causes(to: 12) == Array(repeating: .noDatabaseAddress, count: 3))
  }

  @Test func `views answer 500 until migrate has run, and the command opens its own connection`() {
    let blog = Blog(isMigrated: false)
    var result: CommandResult?
    blog.ask(from: 10, to: 10.25)
    blog.at(11) {
      blog.fixture.world.runManagementCommand(
        pod: blog.pod, cpu: .seconds(1), queries: 50, queryCPU: .milliseconds(5)
      ) {
        result = $0
        if let pod = $0.database { blog.fixture.world.setMigrated(true, database: pod) }
      }
    }
    blog.at(12.1) {
      #expect(blog.fixture.world.connectionCount(database: blog.database) == 2)
    }
    blog.ask(from: 14, to: 14.25, name: "later")
    let causes = blog.causes(to: 16)
    #expect(causes == Array(repeating: .notMigrated, count: 3) + Array(repeating: .none, count: 3))
    #expect(result?.cause == FailureCause.none)
    #expect(result?.database == blog.database)
    #expect(blog.fixture.world.connectionCount(database: blog.database) == 1)
  }

  @Test func `a full database refuses and the site answers 500`() {
    let blog = Blog(maxConnections: 1, workers: 2, queries: 50)
    blog.ask(from: 10, to: 10.02, rate: 100)
    let causes = blog.causes(to: 12)
    #expect(causes.sorted { $0.rawValue < $1.rawValue }.first == FailureCause.none)
    #expect(causes.contains(.databaseFull))
  }

  @Test func `a killed database fails what asks it, and the site recovers when it is back`() {
    let blog = Blog(workers: 1, queries: 40)
    blog.ask(from: 10, to: 10.05)
    blog.at(10.06) { blog.fixture.world.killServer(pod: blog.database) }
    blog.ask(from: 10.5, to: 10.55, name: "while down")
    blog.at(11) {
      let server = blog.fixture.world.addServer(.postgres(PostgresParameters()))
      blog.fixture.world.startServer(server, pod: blog.database, isMigrated: true)
    }
    blog.ask(from: 14, to: 14.05, name: "after")
    #expect(blog.causes(to: 16) == [.databaseLost, .databaseRefused, .none])
  }

  @Test func `a stale kept connection fails once and is then replaced`() {
    let blog = Blog(workers: 1)
    blog.ask(from: 10, to: 10.05)
    blog.at(11) {
      blog.fixture.world.killServer(pod: blog.database)
      let server = blog.fixture.world.addServer(.postgres(PostgresParameters()))
      blog.fixture.world.startServer(server, pod: blog.database, isMigrated: true)
    }
    blog.ask(from: 14, to: 14.15, name: "after")
    #expect(blog.causes(to: 16) == [.none, .databaseLost, .none])
  }

  @Test func `no endpoint of the database means refused, a dead machine means a time-out`() {
    let blog = Blog(isPersistent: false, workers: 1)
    blog.at(9) { blog.publish([]) }
    blog.ask(from: 10, to: 10.05)
    blog.at(11) {
      blog.publish([blog.database])
      let node = blog.fixture.nodes[1]
      blog.fixture.world.setNodeUp(false, node: node)
      blog.fixture.world.setTarget(node, isHealthy: false, balancer: blog.fixture.balancer)
    }
    blog.ask(from: 12, to: 12.05, name: "dead")
    blog.fixture.run(to: 60)
    let records = blog.fixture.world.ledger.takeTraced()
    #expect(records.map(\.cause) == [.databaseRefused, .clientTimeout])
    #expect(blog.fixture.world.workerCounts(pod: blog.pod).busy == 0)
  }

  @Test func `a worker killed while the database works leaves its connection until then`() {
    let blog = Blog(workers: 1, queries: 1)
    var slow = GunicornTests.site(blog.fixture, workers: 1)
    slow.views = [
      DjangoView(
        endpoint: blog.fixture.home, cpu: .deterministic(TimeSpan.milliseconds(1)), queries: 1,
        queryCPU: .deterministic(TimeSpan.seconds(2)))
    ]
    let pod = blog.fixture.start(.gunicorn(slow), name: "slow", database: blog.service)
    blog.fixture.expose([pod])
    blog.ask(from: 10, to: 10.05)
    blog.at(10.5) { blog.fixture.world.killWorkers(pod: pod, count: 1) }
    var counts: [Int] = []
    for time in [10.6, 12.5] {
      blog.at(time) {
        counts.append(blog.fixture.world.connectionCount(database: blog.database))
      }
    }
    #expect(blog.causes(to: 16) == [.reset])
    #expect(counts == [1, 0])
  }
}
