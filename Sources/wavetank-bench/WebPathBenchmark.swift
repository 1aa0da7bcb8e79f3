import EventKernel
import Machines
import Network
import Randomness
import Units
import Workloads

/// The full path of a web request: client with timeout, cloud balancer, node proxy, Gunicorn
/// worker, CPU shared by containers, one query over a kept connection, and an account of every
/// request.
enum WebPathBenchmark {
  /// Prints requests a core-second, and nanoseconds and events a request.
  static func run() {
    var best = Double.infinity
    var events = 0.0
    for _ in 0..<5 {
      let result = measure(nodes: 3, podsPerNode: 4, requests: 400_000)
      best = min(best, result.nanoseconds)
      events = result.events
    }
    report("web_path_requests_per_s", 1e9 / best, "1/s")
    report("web_path_ns", best, "ns")
    report("web_path_events_per_request", events, "events")
  }

  /// One short run, for counting instructions under callgrind.
  static func runOnce(requests: Int) {
    let result = measure(nodes: 3, podsPerNode: 4, requests: requests)
    report("web_path_once_ns", result.nanoseconds, "ns")
  }

  /// The same with a hundred times the nodes and four hundred times the pods.
  static func runWideOnce() {
    let result = measure(nodes: 300, podsPerNode: 16, requests: 60_000)
    report("web_path_wide_once_ns", result.nanoseconds, "ns")
  }

  /// CPU time a request, after everything has booted and every pod has served some requests.
  ///
  /// The rate is always what keeps three nodes busy to 60 %, so that sizes are compared and not
  /// rates.
  static func measure(
    nodes: Int, podsPerNode: Int, requests: Int
  ) -> (nanoseconds: Double, events: Double, residentBytes: Int) {
    let site = Site(nodes: nodes, podsPerNode: podsPerNode)
    let rate = Site.capacityOfNode * 3 * 0.6
    let warmUp = 20_000 + 10 * Double(nodes * podsPerNode)
    site.send(rate: rate)
    site.run(to: 20 + warmUp / rate)
    let start = processSeconds()
    let firstEvents = site.engine.executedCount
    let firstRequests = site.world.ledger.userTotals.arrived
    site.run(to: 20 + (warmUp + Double(requests)) / rate)
    let seconds = processSeconds() - start
    let totals = site.world.ledger.userTotals
    let done = Double(totals.arrived - firstRequests)
    if totals.failed + totals.timedOut > 0 || site.world.checkConservation() != nil {
      print("web path: \(totals.failed) failed, \(totals.timedOut) timed out of \(totals.arrived)")
    }
    let events = Double(site.engine.executedCount - firstEvents)
    return (seconds / done * 1e9, events / done, residentBytes())
  }
}

/// A cluster of the given size with the blog on it.
private final class Site {
  let engine = Engine()
  let world: RequestWorld
  let balancer: UInt32
  let view: UInt16
  /// Requests a second that the CPUs of a node can serve.
  static let capacityOfNode = 4 / 0.0029

  init(nodes: Int, podsPerNode: Int) {
    world = RequestWorld(engine: engine, streams: Streams(seed: 1))
    let web = world.addService()
    let database = world.addService()
    balancer = world.addLoadBalancer(service: web)
    view = world.endpoint(named: "detail")
    var gunicorn = GunicornParameters()
    gunicorn.workers = 4
    gunicorn.database.isPersistent = true
    gunicorn.needsMigration = false
    gunicorn.views = [
      DjangoView(
        endpoint: view, cpu: .lognormal(mean: TimeSpan.microseconds(2_100), cv: 0.2), queries: 1,
        queryCPU: .lognormal(mean: TimeSpan.microseconds(280), cv: 0.15))
    ]
    let server = world.addServer(.gunicorn(gunicorn))
    var postgres = PostgresParameters()
    postgres.maxConnections = 100_000
    // Else thousands of first connections at once would be all that is measured.
    postgres.connectCPU = .deterministic(TimeSpan.microseconds(100))
    let databaseServer = world.addServer(.postgres(postgres))
    var pods: [UInt32] = []
    for index in 0..<nodes {
      let node = world.addNode(zone: UInt32(index % 3), cores: 4)
      world.setTarget(node, isHealthy: true, balancer: balancer)
      for pod in 0..<podsPerNode {
        pods.append(
          world.addPod(
            name: "web-\(index)-\(pod)", node: node, weight: 102,
            version: world.version(named: "v1")))
      }
    }
    let store = world.addNode(zone: 0, cores: 3)
    let databasePod = world.addPod(
      name: "database", node: store, weight: 1_024, version: world.version(named: "postgres"))
    world.startServer(databaseServer, pod: databasePod)
    for pod in pods { world.startServer(server, pod: pod, databaseService: database) }
    let webVersion = world.publish(service: web, pods: pods, port: 8_000)
    let databaseVersion = world.publish(service: database, pods: [databasePod], port: 5_432)
    for node in 0...UInt32(nodes) {
      world.apply(service: web, version: webVersion, node: node)
      world.apply(service: database, version: databaseVersion, node: node)
    }
  }

  func send(rate: Double) {
    var client = ClientParameters(
      name: "users", target: .balancer(balancer),
      load: .poisson(.constant(Rate(perSecond: rate))), mix: [(view, 1)])
    client.start = .start + .seconds(20)
    client.retries = 2
    _ = world.addClient(client)
  }

  func run(to seconds: Double) {
    engine.run(until: .start + TimeSpan(seconds: seconds), world: world)
  }
}
