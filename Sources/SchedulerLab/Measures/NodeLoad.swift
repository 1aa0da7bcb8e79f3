import KubeAPI
import Scheduler

/// A node with what the pods on it ask for, for measures of a placement.
public struct NodeLoad: Sendable {
  /// The node's name.
  public let name: String
  /// Its zone; empty when it is in none.
  public let zone: String
  /// What it has to give.
  public let allocatable: ResourceTotals
  /// How many pods it takes.
  public let allowedPods: Int
  /// What its pods ask for.
  public private(set) var requested = ResourceTotals()
  /// How many pods it has.
  public private(set) var pods = 0

  /// `node` without a pod.
  public init(_ node: Node) {
    name = node.metadata.name
    zone = node.metadata.labels["topology.kubernetes.io/zone"] ?? ""
    allocatable = ResourceTotals(node.status.allocatable)
    allowedPods = Int(node.status.allocatable[ResourceName.pods] ?? 0)
  }

  /// The node as the scheduler counts it.
  public init(_ info: NodeInfo) {
    self.init(info.node)
    requested = info.requested
    pods = info.pods.count
  }

  /// Counts a pod that asks for `requests`.
  public mutating func add(_ requests: ResourceTotals) {
    requested.add(requests)
    pods += 1
  }

  /// What is left of the resource called `name`; never below zero.
  public func free(_ name: String) -> Int64 {
    max(0, allocatable.amount(of: name) - requested.amount(of: name))
  }

  /// The share of the resource called `name` that is asked for; nil when the node has none.
  public func share(_ name: String) -> Double? {
    let capacity = allocatable.amount(of: name)
    return capacity > 0 ? Double(requested.amount(of: name)) / Double(capacity) : nil
  }

  /// Whether a pod that asks for `requests` fits beside what is here, as far as resources go.
  public func takes(_ requests: ResourceTotals) -> Bool {
    if pods >= allowedPods { return false }
    if requests.milliCPU > 0, requests.milliCPU > free(ResourceName.cpu) { return false }
    if requests.memory > 0, requests.memory > free(ResourceName.memory) { return false }
    if requests.ephemeralStorage > 0,
      requests.ephemeralStorage > free(ResourceName.ephemeralStorage)
    { return false }
    return zip(requests.scalarNames, requests.scalarAmounts).allSatisfy { $1 <= free($0) }
  }
}

/// Pods that ask for the same, and how many of them there are.
public struct PodShape: Sendable {
  /// What each of them asks for.
  public let requests: ResourceTotals
  /// How many there are.
  public let count: Int

  /// So many pods that ask for `requests`.
  public init(_ requests: ResourceTotals, count: Int) {
    self.requests = requests
    self.count = count
  }

  /// The shapes of pods that ask for these amounts, in the order in which they first come.
  /// - Complexity: O(*n*).
  public static func shapes(of requests: some Sequence<ResourceTotals>) -> [PodShape] {
    var places: [ResourceTotals: Int] = [:]
    var found: [(requests: ResourceTotals, count: Int)] = []
    for one in requests {
      if let place = places[one] {
        found[place].count += 1
      } else {
        places[one] = found.count
        found.append((one, 1))
      }
    }
    return found.map { PodShape($0.requests, count: $0.count) }
  }
}
