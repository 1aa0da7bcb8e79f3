/// Scores nodes by how much of some resources would be in use with the pod on them.
///
/// Source: `pkg/scheduler/framework/plugins/noderesources/resource_allocation.go`, v1.34.
struct ResourceScorer {
  /// One resource of a node with the pod on it.
  struct Use {
    var requested: Int64
    var allocatable: Int64
  }

  /// Where the amounts of a resource stand.
  private enum Kind {
    case milliCPU, memory, ephemeralStorage
    case scalar(String)

    init(_ name: String) {
      switch name {
      case ResourceName.cpu: self = .milliCPU
      case ResourceName.memory: self = .memory
      case ResourceName.ephemeralStorage: self = .ephemeralStorage
      default: self = .scalar(name)
      }
    }
  }

  /// The resources that count.
  let resources: [WeightedResource]
  /// Whether pods count with what they really ask for, rather than with the defaults for those
  /// that ask for nothing.
  let usesPlainRequests: Bool
  private let kinds: [Kind]

  init(resources: [WeightedResource], usesPlainRequests: Bool) {
    self.resources = resources
    self.usesPlainRequests = usesPlainRequests
    kinds = resources.map { Kind($0.name) }
  }

  /// What the pod adds to each resource.
  func requests(of pod: PodInfo) -> [Int64] {
    let totals = usesPlainRequests ? pod.requests : pod.scoringRequests
    return resources.map { totals.amount(of: $0.name) }
  }

  /// The use of the `index`-th resource of `node` by its pods and one that asks for `request`; nil
  /// when it does not count there.
  func use(of index: Int, on node: NodeInfo, adding request: Int64) -> Use? {
    // Fields are read one by one: taking whole totals out would copy their arrays.
    let allocatable: Int64
    let before: Int64
    switch kinds[index] {
    case .milliCPU:
      allocatable = node.allocatable.milliCPU
      before =
        usesPlainRequests ? node.requested.milliCPU : node.nonZeroRequested.milliCPU
    case .memory:
      allocatable = node.allocatable.memory
      before = usesPlainRequests ? node.requested.memory : node.nonZeroRequested.memory
    case .ephemeralStorage:
      allocatable = node.allocatable.ephemeralStorage
      before = node.requested.ephemeralStorage
    case .scalar(let name):
      // A pod that does not want the device does not mind how much of it is taken.
      if request == 0 { return nil }
      allocatable = node.allocatable.scalar(name) ?? 0
      before = node.requested.scalar(name) ?? 0
    }
    if allocatable == 0 { return nil }
    return Use(requested: before.addingClamped(request), allocatable: allocatable)
  }

  /// The weighted mean of what `points` gives for each resource that counts on `node`; 0 when none
  /// does. Whole points, cut down.
  func mean(
    on node: NodeInfo, requests: [Int64], points: (Use) -> Int64
  ) -> Int64 {
    var sum: Int64 = 0
    var weights: Int64 = 0
    for index in resources.indices {
      guard let use = use(of: index, on: node, adding: requests[index]) else { continue }
      sum += points(use) * resources[index].weight
      weights += resources[index].weight
    }
    return weights == 0 ? 0 : sum / weights
  }
}

extension ResourceScorer.Use {
  /// The share that is left, in points.
  var free: Int64 {
    requested > allocatable ? 0 : (allocatable - requested).scaled(by: 100, over: allocatable)
  }

  /// The share in use, in points; never more than all.
  var taken: Int64 { min(requested, allocatable).scaled(by: 100, over: allocatable) }
}
