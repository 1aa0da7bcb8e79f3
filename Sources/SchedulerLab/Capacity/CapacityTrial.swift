import KubeAPI
import Scheduler

/// Tries out whether pods fit on a cluster with more nodes.
struct CapacityTrial {
  /// What came of one trial.
  struct Outcome {
    /// How many pods found no node.
    var left = 0
    /// One of them, and why.
    var example = ""
    /// How many of the added nodes took no pod.
    var idle = 0
    /// The share of CPU and of memory that pods ask for, of all nodes.
    var cpuUse = 0.0
    var memoryUse = 0.0
  }

  private let pods: [Pod]
  private let cluster: ClusterInput
  private let rules: PlacementRules
  private let model: NodeModel
  /// What the pods ask for together, and what is free for them as things are.
  private let wanted: ResourceTotals
  private let free: ResourceTotals
  private let freePods: Int64

  /// Trials with `pods`, in the order in which they are placed.
  init(_ pods: [Pod], _ cluster: ClusterInput, _ rules: PlacementRules) {
    self.pods = pods
    self.cluster = cluster
    self.rules = rules
    model = NodeModel(cluster.nodes)
    var wanted = ResourceTotals()
    for pod in pods { wanted.add(PodInfo(pod).requests) }
    self.wanted = wanted
    (free, freePods) = Self.free(in: cluster)
  }

  /// In how many zones nodes stand.
  var zoneCount: Int { model.zoneCount }

  private static func free(in cluster: ClusterInput) -> (ResourceTotals, Int64) {
    var used: [String: ResourceTotals] = [:]
    var count: [String: Int64] = [:]
    for pod in cluster.bound {
      used[pod.spec.nodeName, default: ResourceTotals()].add(PodInfo(pod).requests)
      count[pod.spec.nodeName, default: 0] += 1
    }
    var free = ResourceTotals()
    var pods: Int64 = 0
    for node in cluster.nodes {
      let all = ResourceTotals(node.status.allocatable)
      let own = used[node.metadata.name] ?? ResourceTotals()
      var rest = ResourceTotals()
      rest.milliCPU = max(0, all.milliCPU - own.milliCPU)
      rest.memory = max(0, all.memory - own.memory)
      free.add(rest)
      let allowed = node.status.allocatable[ResourceName.pods] ?? 0
      pods += max(0, allowed - (count[node.metadata.name] ?? 0))
    }
    return (free, pods)
  }

  /// Fewer machines cannot do where CPU, memory and the number of pods are minded: where the search
  /// begins. At least 1, and at most `max`.
  func leastCount(of offer: MachineOffer, max most: Int) -> Int {
    func needed(_ wanted: Int64, _ free: Int64, _ each: Int64) -> Int {
      let missing = wanted.subtractingReportingOverflow(free).partialValue
      if missing <= 0 { return 1 }
      if each <= 0 { return most }
      return Int(clamping: (missing - 1) / each + 1)
    }
    let each = ResourceTotals(offer.allocatable)
    let count = max(
      needed(wanted.milliCPU, free.milliCPU, each.milliCPU),
      needed(wanted.memory, free.memory, each.memory),
      needed(Int64(pods.count), freePods, offer.allocatable[ResourceName.pods] ?? 0))
    return min(max(1, count), most)
  }

  /// Places all pods on the cluster with `count` machines more.
  func attempt(_ offer: MachineOffer?, _ count: Int) throws -> Outcome {
    let more = offer.map { model.nodes($0, count: count) } ?? []
    let engine = try cluster.engine(rules, adding: more)
    var outcome = Outcome()
    for pod in pods {
      let placement = engine.place(pod)
      guard placement.node == nil else { continue }
      if outcome.left == 0 { outcome.example = "\(pod.key): \(placement.message)" }
      outcome.left += 1
    }
    let added = Set(more.map(\.metadata.name))
    var (requested, all) = (ResourceTotals(), ResourceTotals())
    for node in engine.nodes {
      requested.add(node.requested)
      all.add(node.allocatable)
      if added.contains(node.name), node.pods.isEmpty { outcome.idle += 1 }
    }
    func share(_ part: Int64, _ whole: Int64) -> Double {
      whole > 0 ? Double(part) / Double(whole) : 0
    }
    outcome.cpuUse = share(requested.milliCPU, all.milliCPU)
    outcome.memoryUse = share(requested.memory, all.memory)
    return outcome
  }
}
