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
    /// What pods ask for, by machine.
    var requested: [String: (cpu: MilliCPU, memory: Bytes)]
  }

  private(set) var samples: [Sample] = []
  private var slices: [ObjectKey: (service: String, ready: Int)] = [:]
  private var known: Set<String> = []

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
    var requested: [String: (cpu: MilliCPU, memory: Bytes)] = [:]
    for machine in run.machines where machine.isUp {
      busy[machine.name] = run.world.cpuSeconds(node: machine.worldIndex)
      memory[machine.name] = machine.memory.used
      requested[machine.name] = pods.requested(on: machine.name)
    }
    samples.append(
      Sample(
        running: counts.running, pending: counts.pending, terminating: counts.terminating,
        endpoints: endpoints, busy: busy, memory: memory, requested: requested))
  }
}
