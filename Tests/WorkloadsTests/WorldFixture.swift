import EventKernel
import Machines
import Network
import Randomness
import Units
import Workloads

/// A world with one Service, a balancer and as many nodes as a test wants.
final class Fixture {
  let engine = Engine()
  let world: RequestWorld
  let service: UInt32
  let balancer: UInt32
  let home: UInt16
  var nodes: [UInt32] = []
  var version: UInt32 = 0

  init(
    seed: UInt64 = 1, replication: UInt64 = 0, nodes count: Int = 1, cores: Double = 1,
    latencies: LatencyModel = .instantaneous
  ) {
    world = RequestWorld(
      engine: engine, streams: Streams(seed: seed, replication: replication),
      latencies: latencies)
    service = world.addService()
    balancer = world.addLoadBalancer(service: service)
    home = world.endpoint(named: "home")
    for _ in 0..<count {
      let node = world.addNode(zone: 0, cores: cores)
      nodes.append(node)
      world.setTarget(node, isHealthy: true, balancer: balancer)
    }
  }

  /// Starts a server in a new pod.
  func start(
    _ server: ServerParameters, on node: Int = 0, name: String = "pod", weight: Double = 1_024,
    database: UInt32? = nil, isMigrated: Bool = true
  ) -> UInt32 {
    let pod = world.addPod(
      name: name, node: nodes[node], weight: weight, version: world.version(named: "v1"))
    world.startServer(
      world.addServer(server), pod: pod, databaseService: database, isMigrated: isMigrated)
    return pod
  }

  /// Publishes `pods` behind the Service on all nodes at once.
  func expose(_ pods: [UInt32], port: UInt16 = 80) {
    version = world.publish(service: service, pods: pods, port: port)
    for node in nodes { world.apply(service: service, version: version, node: node) }
  }

  /// A client of the balancer that begins when servers have booted.
  func client(
    _ load: ClientLoad, name: String = "users", start: TimeSpan = .seconds(10),
    mix: [(endpoint: UInt16, weight: Double)]? = nil,
    change: (inout ClientParameters) -> Void = { _ in }
  ) -> UInt32 {
    var parameters = ClientParameters(
      name: name, target: .balancer(balancer), load: load, mix: mix ?? [(home, 1)])
    parameters.start = .start + start
    change(&parameters)
    return world.addClient(parameters)
  }

  func run(to seconds: Double) {
    engine.run(until: .start + TimeSpan(seconds: seconds), world: world)
    world.checkInvariants()
  }

  /// All records, for tests that look at single requests.
  func traceAll() { world.ledger.trace(every: 1) }
}

/// The 99.9 % two-sided interval of replication means: 20 of them, Student's t with 19 degrees of
/// freedom (3.883).
func interval(_ values: [Double]) -> (mean: Double, half: Double) {
  let n = Double(values.count)
  let mean = values.reduce(0, +) / n
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
  return (mean, 3.883 * (variance / n).squareRoot())
}
