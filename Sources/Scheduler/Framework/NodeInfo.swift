import KubeAPI

/// A node with the pods on it, added up.
///
/// A class, so that thousands of nodes are walked for each pod without copying; only the cache
/// changes one, and `copy()` gives a plugin one of its own to try things on. Checks of exclusive
/// access are off: they were a fifth of a search's time, and no change of a node calls out to code
/// that could read it halfway.
///
/// Source: `pkg/scheduler/framework/types.go` (NodeInfo), v1.34.
public final class NodeInfo {
  /// The node's name.
  public let name: String
  /// The node.
  @exclusivity(unchecked)
  public private(set) var node: Node
  /// Whether it is cordoned.
  @exclusivity(unchecked)
  public private(set) var isUnschedulable: Bool
  /// The taints that keep pods away that do not tolerate them.
  @exclusivity(unchecked)
  public private(set) var hardTaints: [Taint]
  /// The taints that pods rather keep away from.
  @exclusivity(unchecked)
  public private(set) var softTaints: [Taint]
  /// What pods may have of it.
  @exclusivity(unchecked)
  public private(set) var allocatable: ResourceTotals
  /// How many pods it takes.
  @exclusivity(unchecked)
  public private(set) var allowedPods: Int64
  /// What its pods ask for, assumed pods included.
  @exclusivity(unchecked)
  public private(set) var requested = ResourceTotals()
  /// What its pods count as in scores.
  @exclusivity(unchecked)
  public private(set) var nonZeroRequested = ResourceTotals()
  /// Its pods, in the order in which they came.
  @exclusivity(unchecked)
  public private(set) var pods: [PodInfo] = []
  /// Those of its pods that require or prefer something of the pods around them.
  @exclusivity(unchecked)
  public private(set) var podsWithTerms: [PodInfo] = []
  /// The ports that its pods take, each once: as upstream, one that two pods have come by counts as
  /// free when the first of them goes.
  @exclusivity(unchecked)
  public private(set) var usedPorts: [HostPort] = []
  /// The images on its disk, by normalised name.
  @exclusivity(unchecked)
  var images: [String: ImageState] = [:]

  /// Its place in the order of the cache that it belongs to.
  @exclusivity(unchecked)
  var row: Int32 = -1

  /// A node without pods.
  public init(_ node: Node) {
    self.node = node
    name = node.metadata.name
    isUnschedulable = node.spec.isUnschedulable
    hardTaints = node.spec.taints.filter { $0.effect != .preferNoSchedule }
    softTaints = node.spec.taints.filter { $0.effect == .preferNoSchedule }
    allocatable = ResourceTotals(node.status.allocatable)
    allowedPods = node.status.allocatable[ResourceName.pods] ?? 0
  }

  /// The same node and pods, to be changed apart.
  public func copy() -> NodeInfo {
    let other = NodeInfo(node)
    other.requested = requested
    other.nonZeroRequested = nonZeroRequested
    other.pods = pods
    other.podsWithTerms = podsWithTerms
    other.usedPorts = usedPorts
    other.images = images
    return other
  }

  /// Counts `pod` as one that runs here.
  public func add(_ pod: PodInfo) {
    pods.append(pod)
    if !pod.terms.isEmpty { podsWithTerms.append(pod) }
    requested.add(pod.requests)
    nonZeroRequested.add(pod.nonZeroRequests)
    for port in pod.hostPorts where !usedPorts.contains(port) { usedPorts.append(port) }
  }

  /// Counts the pod of `pod`'s identity no longer.
  /// - Returns: whether it was here.
  /// - Complexity: O(*n*) in the node's pods.
  @discardableResult
  public func remove(_ pod: PodInfo) -> Bool {
    let identity = pod.identity
    let place = pods.firstIndex { $0 === pod } ?? pods.firstIndex { $0.identity == identity }
    guard let place else { return false }
    let counted = pods.remove(at: place)
    if !counted.terms.isEmpty { podsWithTerms.removeAll { $0 === counted } }
    if requested.isSaturated || nonZeroRequested.isSaturated {
      addUpAnew()
    } else {
      requested.subtract(counted.requests)
      nonZeroRequested.subtract(counted.nonZeroRequests)
    }
    for port in counted.hostPorts {
      if let place = usedPorts.firstIndex(of: port) { usedPorts.remove(at: place) }
    }
    checkInvariants()
    return true
  }

  /// A sum that has stopped at its limit cannot be taken back from.
  private func addUpAnew() {
    requested = ResourceTotals()
    nonZeroRequested = ResourceTotals()
    for pod in pods {
      requested.add(pod.requests)
      nonZeroRequested.add(pod.nonZeroRequests)
    }
  }

  /// Replaces the node's own description.
  func set(_ node: Node) {
    precondition(node.metadata.name == name, "\(name) cannot become \(node.metadata.name)")
    self.node = node
    isUnschedulable = node.spec.isUnschedulable
    hardTaints = node.spec.taints.filter { $0.effect != .preferNoSchedule }
    softTaints = node.spec.taints.filter { $0.effect == .preferNoSchedule }
    allocatable = ResourceTotals(node.status.allocatable)
    allowedPods = node.status.allocatable[ResourceName.pods] ?? 0
  }

  #if INTERNAL_CHECKS
    private func checkInvariants() {
      var sum = ResourceTotals()
      for pod in pods { sum.add(pod.requests) }
      precondition(
        sum.milliCPU == requested.milliCPU && sum.memory == requested.memory,
        "node \(name) counts \(requested) for pods that ask for \(sum)")
    }
  #else
    private func checkInvariants() {}
  #endif
}

/// An image that at least one node has: the same object for all nodes that have it.
///
/// Source: `pkg/scheduler/backend/cache/cache.go` (imageState), v1.34.
final class ImageState {
  /// Its size in bytes, as the node that brought it first reported it.
  let size: Int64
  /// On how many nodes it is.
  var nodeCount: Int

  init(size: Int64) {
    self.size = size
    nodeCount = 0
  }
}
