import Cloud
import KubeAPI
import Units

/// Machines on which the pods of a stack find room: the cheapest that do.
struct PoolGuess {
  /// The machine type.
  let machine: String
  /// How many.
  let count: Int
  /// Labels that pods ask of their nodes.
  let labels: [(key: String, value: String)]
  /// Completes "guess: … because".
  let reason: String

  /// The share of a machine that pods may ask for; the rest is to spare, for what every node runs.
  private static let usable = 0.9
  private static let countMax = 1_000

  init(_ stack: FoundStack, provider: String) {
    let pods = stack.groups.flatMap { group -> [Request] in
      Array(repeating: Request(group.spec), count: min(group.replicas, 20_000))
    }.sorted { ($0.cpu, $0.memory) > ($1.cpu, $1.memory) }
    labels = Self.labels(stack)
    let types = Catalogue.builtIn[provider]?.machineTypes ?? []
    var best: (type: Catalogue.MachineType, count: Int, price: Int64)?
    // Machines that share a core are too slow for a first look.
    for type in types where type.cpu.millicores >= 1_000 {
      guard let count = Self.machines(type, for: pods), count <= Self.countMax else { continue }
      let price = type.pricePerHour.nanodollars * Int64(count)
      if price < best?.price ?? .max { best = (type, count, price) }
    }
    // As floating-point numbers: absurd requests must not overflow a sentence.
    let cpu = pods.reduce(0.0) { $0 + Double($1.cpu) } / 1_000
    let memory = pods.reduce(0.0) { $0 + Double($1.memory) } / 1_048_576
    let asked = "all pods together ask for \(Self.short(cpu)) CPU and \(Self.short(memory)) MiB"
    machine = best?.type.name ?? types.last?.name ?? "e2-standard-2"
    count = best?.count ?? Self.countMax
    reason = best == nil ? "\(asked), more than any fits" : "\(asked); the cheapest that fits"
  }

  private static func short(_ number: Double) -> String {
    number < 1e9 ? "\((number * 100).rounded() / 100)" : "very much"
  }

  /// What a pod asks for; a little where it asks for nothing.
  private struct Request {
    let cpu: Int64
    let memory: Int64

    init(_ spec: PodSpec) {
      let running = spec.containers.map(\.resources.requests)
      let starting = spec.initContainers.map(\.resources.requests)
      // Quantities go to the end of their range; a sum beyond it is no smaller than the end.
      func sum(_ amounts: [Int64]) -> Int64 {
        amounts.reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
      }
      cpu = max(
        sum(running.map(\.cpu.millicores)), starting.map(\.cpu.millicores).max() ?? 0, 50)
      memory = max(
        sum(running.map(\.memory.count)), starting.map(\.memory.count).max() ?? 0, 64 << 20)
    }
  }

  /// How many machines of `type` take all pods, the largest first into the first with room; nil
  /// when the largest fits none.
  private static func machines(_ type: Catalogue.MachineType, for pods: [Request]) -> Int? {
    let cpu = Int64(Double(type.cpu.millicores) * usable)
    let memory = Int64(Double(type.memory.count) * usable)
    var rooms: [(cpu: Int64, memory: Int64, pods: Int)] = []
    for pod in pods {
      guard pod.cpu <= cpu, pod.memory <= memory else { return nil }
      let place = rooms.firstIndex { room in
        room.cpu >= pod.cpu && room.memory >= pod.memory && room.pods < 100
      }
      if let place {
        rooms[place].cpu -= pod.cpu
        rooms[place].memory -= pod.memory
        rooms[place].pods += 1
      } else {
        rooms.append((cpu - pod.cpu, memory - pod.memory, 1))
        guard rooms.count <= countMax else { return nil }
      }
    }
    return max(1, rooms.count)
  }

  /// The labels of all node selectors; of two values for one label the first counts.
  private static func labels(_ stack: FoundStack) -> [(key: String, value: String)] {
    var labels: [(key: String, value: String)] = []
    for group in stack.groups {
      for (key, value) in group.spec.nodeSelector.entries
      where !labels.contains(where: { $0.key == key }) {
        labels.append((key, value))
      }
    }
    return labels.filter { !$0.key.hasPrefix("kubernetes.io/") }
  }
}
