/// Prefers nodes whose resources would be in use to like shares with the pod on them.
///
/// 100 points less the standard deviation of the shares (half their difference, of two). Pods that
/// ask for nothing are not scored, so that they do not all go to one node.
///
/// Source: `pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go`, v1.34.
final class NodeResourcesBalancedAllocation: PreScorePlugin, ScorePlugin, LocalPlugin {
  static let name = "NodeResourcesBalancedAllocation"
  let scale = PointScale.asGiven

  /// What the pod adds to each resource.
  private final class Prepared {
    let requests: [Int64]
    init(_ requests: [Int64]) { self.requests = requests }
  }

  private let scorer: ResourceScorer

  /// - Throws: no resource, or one with another weight than 1.
  init(_ arguments: BalancedAllocationArguments) throws(PluginError) {
    scorer = ResourceScorer(resources: arguments.resources, usesPlainRequests: true)
    if arguments.resources.isEmpty {
      throw PluginError(plugin: Self.name, "resources needs at least one entry")
    }
    for resource in arguments.resources where resource.weight != 1 {
      throw PluginError(
        plugin: Self.name, "the weight of \(resource.name) is \(resource.weight); 1 is right")
    }
  }

  func preScore(_ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState) -> Status {
    let requests = scorer.requests(of: pod)
    if requests.allSatisfy({ $0 == 0 }) { return .skip }
    state.write(Prepared(requests))
    return .success
  }

  func score(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Int64 {
    let requests = state.read(Prepared.self)?.requests ?? scorer.requests(of: pod)
    return points(node, requests)
  }

  func scoreAll(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState, into scores: inout [Int64]
  ) {
    let requests = state.read(Prepared.self)?.requests ?? scorer.requests(of: pod)
    for index in nodes.indices { scores[index] = points(nodes[index], requests) }
  }

  // Floating point in upstream's own order of steps: addition, division and square root are exact
  // to the last bit everywhere, so both cut the same value down.
  private func points(_ node: NodeInfo, _ requests: [Int64]) -> Int64 {
    if scorer.resources.count == 2 {
      guard let first = share(0, node, requests), let second = share(1, node, requests) else {
        return maxNodeScore
      }
      return Int64((1 - abs((first - second) / 2)) * 100)
    }
    let shares = scorer.resources.indices.compactMap { share($0, node, requests) }
    if shares.count < 2 { return maxNodeScore }
    if shares.count == 2 { return Int64((1 - abs((shares[0] - shares[1]) / 2)) * 100) }
    let mean = shares.reduce(0, +) / Double(shares.count)
    let squares = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return Int64((1 - (squares / Double(shares.count)).squareRoot()) * 100)
  }

  private func share(_ index: Int, _ node: NodeInfo, _ requests: [Int64]) -> Double? {
    guard let use = scorer.use(of: index, on: node, adding: requests[index]) else { return nil }
    return min(Double(use.requested) / Double(use.allocatable), 1)
  }
}
