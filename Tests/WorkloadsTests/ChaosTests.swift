import Network
import Randomness
import Testing
import Units
import Workloads

/// Everything that can go wrong, at random, with the account and all links checked all the time.
@Suite struct ChaosTests {
  struct Outcome: Equatable {
    var trace: UInt64
    var arrived: Int
    var succeeded: Int
    var failed: Int
    var timedOut: Int
  }

  static func run(seed: Int) -> Outcome {
    let fixture = Fixture(seed: UInt64(seed), nodes: 4, cores: 2, latencies: LatencyModel())
    fixture.engine.startTrace()
    fixture.traceAll()
    var stream = Streams(seed: UInt64(seed)).stream("chaos")
    let world = fixture.world
    let databaseService = world.addService()
    let database = fixture.start(.postgres(PostgresParameters()), on: 3, name: "database")
    let version = world.publish(service: databaseService, pods: [database], port: 5_432)
    for node in fixture.nodes {
      world.apply(service: databaseService, version: version, node: node)
    }
    var site = GunicornParameters()
    site.port = 80
    site.workers = 3
    site.backlog = 20
    site.workerTimeout = .seconds(2)
    site.gracefulTimeout = .seconds(2)
    site.database.isPersistent = seed % 2 == 0
    site.views = [
      DjangoView(
        endpoint: fixture.home, cpu: .lognormal(mean: 0.02, cv: 2), queries: 2,
        queryCPU: .exponential(mean: 0.002), commits: true)
    ]
    let server = world.addServer(.gunicorn(site))
    var pods: [UInt32] = []
    var places = Streams(seed: UInt64(seed)).stream("places")
    func add() {
      let pod = world.addPod(
        name: "pod-\(pods.count)", node: places.uniform(below: 3), weight: 102, version: 0)
      world.startServer(server, pod: pod, databaseService: databaseService)
      pods.append(pod)
      fixture.expose(Array(pods.suffix(5)))
    }
    for _ in 0..<4 { add() }
    _ = fixture.client(.poisson(.constant(Rate(perSecond: 150))), name: "open", start: .zero) {
      $0.retries = 2
      $0.timeout = .seconds(3)
      $0.connectTimeout = .seconds(2)
      $0.retryCauses = [.refused, .reset, .timeout, .serverError]
    }
    _ = fixture.client(.users(30, think: .exponential(mean: 0.5)), name: "closed", start: .zero)
    var time = 0.0
    for _ in 0..<150 {
      time += stream.exponential(mean: 0.4)
      fixture.run(to: time)
      disturb(fixture, &stream, pods, database: database, add: add)
      world.checkInvariants()
      #expect(world.checkConservation() == nil)
    }
    for node in fixture.nodes {
      world.setNodeUp(true, node: node)
      world.setNodeCut(false, node: node)
    }
    fixture.run(to: time + 5)
    for record in world.ledger.takeTraced() {
      #expect(record.stages.total == record.latency.nanoseconds, "\(record)")
    }
    let totals = world.ledger.userTotals
    return Outcome(
      trace: fixture.engine.traceHash, arrived: totals.arrived, succeeded: totals.succeeded,
      failed: totals.failed, timedOut: totals.timedOut)
  }

  static func disturb(
    _ fixture: Fixture, _ stream: inout RandomStream, _ pods: [UInt32], database: UInt32,
    add: () -> Void
  ) {
    let world = fixture.world
    let pod = pods[Int(stream.uniform(below: UInt32(pods.count)))]
    let node = stream.uniform(below: 3)
    switch stream.uniform(below: 10) {
    case 0: world.killWorkers(pod: pod, count: 1)
    case 1: world.killServer(pod: pod)
    case 2: world.stopServer(pod: pod) {}
    case 3: world.removePod(pod)
    case 4: world.setNodeUp(false, node: node)
    case 5: world.setNodeUp(true, node: node)
    case 6: world.setNodeCut(stream.bernoulli(0.3), node: node)
    case 7: world.killServer(pod: database)
    case 8:
      if !world.isRunning(pod: database) {
        let server = world.addServer(.postgres(PostgresParameters()))
        world.startServer(server, pod: database, isMigrated: true)
      }
    default:
      world.runManagementCommand(
        pod: pod, cpu: .milliseconds(300), queries: 3, queryCPU: .milliseconds(2)
      ) { _ in }
      world.probe(
        pod: pod, port: 80, .http(endpoint: fixture.home), timeout: .seconds(1), from: node
      ) { _ in }
    }
    add()
  }

  @Test(arguments: 1...12)
  func `whatever goes wrong, every request ends once and its time adds up`(seed: Int) {
    let outcome = Self.run(seed: seed)
    #expect(outcome.arrived > 5_000)
    #expect(outcome.succeeded > 100)
    #expect(outcome.failed > 100)
  }

  @Test func `equal seeds give equal runs, event by event`() {
    #expect(Self.run(seed: 99) == Self.run(seed: 99))
  }
}
