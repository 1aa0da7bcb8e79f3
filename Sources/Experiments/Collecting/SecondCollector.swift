import ClusterSim
import ControllerRuntime
import KubeAPI
import Results
import Units

/// Looks at Services, pods and machines once a second.
struct SecondCollector {
  /// What one second showed.
  struct Sample {
    var running: Int
    var pending: Int
    var terminating: Int
    /// Ready endpoints by Service.
    var endpoints: [String: Int]
    /// Core-seconds used so far, by machine; only machines with power.
    var busy: [String: Double]
    /// Memory used, by machine.
    var memory: [String: Bytes]
    /// Share of memory used, the system's part included, by machine.
    var memoryShare: [String: Double]
    /// Whether all workers of some site were taken while requests waited for one.
    var areWorkersExhausted: Bool
    /// Whether a database had no connection left, now or when one was asked for.
    var areConnectionsExhausted: Bool
    /// What pods ask for, by machine.
    var requested: [String: (cpu: MilliCPU, memory: Bytes)]
  }

  private(set) var samples: [Sample] = []
  private var slices: [ObjectKey: (service: String, ready: Int)] = [:]
  private var known: Set<String> = []
  private var refusedBefore = 0

  /// Every Service that ever had an address to select pods by, sorted.
  var services: [String] { known.sorted() }

  /// Takes in a change of a Service.
  mutating func observe(_ service: Service, _ change: WatchEvent.Change) {
    if !service.spec.selector.isEmpty { known.insert(Self.name(service.key)) }
  }

  /// Takes in a change of a slice.
  mutating func observe(_ slice: EndpointSlice, _ change: WatchEvent.Change) {
    guard let service = slice.metadata.labels["kubernetes.io/service-name"] else { return }
    let key = ObjectKey(namespace: slice.metadata.namespace, name: service)
    let ready = slice.endpoints.filter(\.isReady).count
    slices[slice.key] = change == .deleted ? nil : (Self.name(key), ready)
  }

  /// The cluster is gone, and its endpoints with it.
  mutating func forgetSlices() { slices = [:] }

  /// The bare name in the default namespace, as people say it.
  private static func name(_ key: ObjectKey) -> String {
    key.namespace == "default" ? key.name : key.description
  }

  /// Looks now.
  mutating func sample(
    _ run: ClusterRun, pods: PodCollector, at now: Instant
  ) {
    let counts = pods.counts
    var endpoints: [String: Int] = [:]
    for entry in slices.values { endpoints[entry.service, default: 0] += entry.ready }
    var busy: [String: Double] = [:]
    var memory: [String: Bytes] = [:]
    var shares: [String: Double] = [:]
    var requested: [String: (cpu: MilliCPU, memory: Bytes)] = [:]
    for machine in run.machines where machine.isUp {
      busy[machine.name] = run.world.cpuSeconds(node: machine.worldIndex)
      memory[machine.name] = machine.memory.used
      let all = run.world.memory(node: machine.worldIndex)
      shares[machine.name] = Double(all.used.count) / Double(max(1, all.capacity.count))
      requested[machine.name] = pods.requested(on: machine.name)
    }
    let refused = run.world.refusedConnections
    defer { refusedBefore = refused }
    samples.append(
      Sample(
        running: counts.running, pending: counts.pending, terminating: counts.terminating,
        endpoints: endpoints, busy: busy, memory: memory, memoryShare: shares,
        areWorkersExhausted: run.world.areWorkersExhausted,
        areConnectionsExhausted: refused > refusedBefore || run.world.areConnectionsExhausted,
        requested: requested))
  }
}
