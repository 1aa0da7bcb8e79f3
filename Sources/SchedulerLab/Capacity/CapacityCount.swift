import KubeAPI
import Scheduler

/// How many more pods of given kinds a cluster can take, and what stops them.
///
/// As cluster-capacity counts: pods are made one at a time, of each kind in turn, and placed by the
/// real scheduler until one finds no node. Nobody is pushed aside for them. Here the other kinds
/// then go on alone, to show what is left.
///
/// Source: kubernetes-sigs/cluster-capacity, `pkg/framework/simulator.go` and `report.go`.
public struct CapacityCount: Sendable {
  /// One kind of pod.
  public struct Kind: Sendable {
    /// Its namespace and name.
    public let name: String
    /// How many could be placed while all kinds had their turn.
    public internal(set) var fitted = 0
    /// How many more could be placed after another kind had found no node.
    public internal(set) var after = 0
    /// Why no more fit, as the pod's event says; empty while more may fit.
    public internal(set) var stop = ""
    /// The reasons of the nodes that cannot take another, each with how many nodes say so; the most
    /// frequent first.
    public internal(set) var reasons: [(reason: String, nodes: Int)] = []
  }

  /// One node, and how many pods of each kind it took.
  public struct NodeRow: Sendable {
    /// The node's name.
    public let node: String
    /// The pods it took, in the order of the kinds.
    public internal(set) var pods: [Int]
    /// What pods ask for of it in the end, and what they may have.
    public internal(set) var requested = ResourceTotals()
    /// What pods may have of it.
    public internal(set) var allocatable = ResourceTotals()
  }

  /// The most pods that are ever placed, so that the count ends where nothing limits it.
  public static let limitMax = 1_000_000

  /// The kinds, in the order given.
  public private(set) var kinds: [Kind]
  /// The nodes, in the cluster's order.
  public private(set) var nodes: [NodeRow] = []
  /// How many pods waited in the cluster, and were placed before.
  public private(set) var pendingPlaced = 0
  /// How many of those found no node.
  public private(set) var pendingLeft = 0
  /// Why no more pods were made, in cluster-capacity's words.
  public private(set) var stopReason = ""

  /// Counts how many pods like `templates` fit.
  ///
  /// - Parameter limit: The most that are placed; nil: ``limitMax``.
  /// - Parameter progress: Told now and then how many have been placed.
  /// - Throws: a profile that cannot be set up (`PluginError`).
  public init(
    _ templates: [Pod], in cluster: ClusterInput, rules: PlacementRules, limit: Int? = nil,
    progress: (Int) -> Void = { _ in }
  ) throws {
    let engine = try cluster.engine(rules)
    kinds = templates.map { Kind(name: "\($0.key.namespace)/\($0.templateName)") }
    nodes = cluster.nodes.map {
      NodeRow(node: $0.metadata.name, pods: Array(repeating: 0, count: templates.count))
    }
    for pod in Array(cluster.pending).queued {
      if engine.place(pod).node == nil { pendingLeft += 1 } else { pendingPlaced += 1 }
    }
    let admitted = templates.map(cluster.admitted)
    place(admitted, engine, limit: min(limit ?? Self.limitMax, Self.limitMax), progress)
    describeNodes(engine)
  }

  /// How many pods were placed in all.
  public var total: Int { kinds.reduce(0) { $0 + $1.fitted + $1.after } }

  private mutating func place(
    _ templates: [Pod], _ engine: PlacementEngine, limit: Int, _ progress: (Int) -> Void
  ) {
    let rows = Dictionary(
      nodes.enumerated().map { ($1.node, $0) }, uniquingKeysWith: { first, _ in first })
    var open = Array(templates.indices)
    var placed = 0
    var isTogether = true
    while !open.isEmpty {
      for kind in open {
        if placed == limit {
          if stopReason.isEmpty {
            stopReason = "LimitReached: Maximum number of pods simulated: \(limit)"
          }
          return
        }
        let pod = templates[kind].numbered(kinds[kind].fitted + kinds[kind].after)
        let placement = engine.place(pod)
        guard let node = placement.node else {
          close(kind, engine, pod, placement.message)
          open.removeAll { $0 == kind }
          isTogether = false
          break
        }
        placed += 1
        if isTogether { kinds[kind].fitted += 1 } else { kinds[kind].after += 1 }
        if let row = rows[node] { nodes[row].pods[kind] += 1 }
        if placed % 256 == 0 { progress(placed) }
      }
    }
  }

  private mutating func close(
    _ kind: Int, _ engine: PlacementEngine, _ pod: Pod, _ message: String
  ) {
    kinds[kind].stop = message
    if stopReason.isEmpty { stopReason = "Unschedulable: \(message)" }
    var counts: [String: Int] = [:]
    for (_, verdict) in engine.explain(pod, placing: false).nodes {
      guard case .rejected(let status, _) = verdict else { continue }
      for reason in status.reasons { counts[reason, default: 0] += 1 }
    }
    kinds[kind].reasons = counts.map { (reason: $0.key, nodes: $0.value) }
      .sorted { $0.nodes == $1.nodes ? $0.reason < $1.reason : $0.nodes > $1.nodes }
  }

  private mutating func describeNodes(_ engine: PlacementEngine) {
    let infos = Dictionary(
      engine.nodes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for place in nodes.indices {
      guard let info = infos[nodes[place].node] else { continue }
      nodes[place].requested = info.requested
      nodes[place].allocatable = info.allocatable
    }
  }
}
