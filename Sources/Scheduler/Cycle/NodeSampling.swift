/// How many nodes that can take a pod are enough to choose among.
///
/// Source: `pkg/scheduler/schedule_one.go` (numFeasibleNodesToFind), v1.34.
public enum NodeSampling: Hashable, Sendable {
  /// All nodes are looked at.
  case all
  /// This percentage of all nodes, but at least 100 nodes.
  case percentage(Int)
  /// 50 % less 1 % for each 125 nodes, at least 5 %, and at least 100 nodes: upstream's default.
  case adaptive

  static let leastNodes = 100
  static let leastPercentage = 5

  /// How many are enough in a cluster of `nodes`.
  public func enough(of nodes: Int) -> Int {
    if nodes < Self.leastNodes { return nodes }
    let percent: Int
    switch self {
    case .all: return nodes
    case .percentage(let given): percent = min(max(given, 0), 100)
    case .adaptive: percent = max(50 - nodes / 125, Self.leastPercentage)
    }
    return max(nodes * percent / 100, Self.leastNodes)
  }
}
