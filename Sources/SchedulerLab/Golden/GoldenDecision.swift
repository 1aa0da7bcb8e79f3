import Randomness
import Scheduler
import Units

/// One decision of a golden trace: which node won, and what was said of the others.
///
/// Of a small cluster everything is kept. Of a large one the winner and the next best are kept in
/// full, and of all nodes digests by plugin and group of nodes, so that a trace stays small and a
/// change of any verdict on any node is seen all the same.
public struct GoldenDecision: Hashable, Sendable {
  /// What was said of a node.
  public enum Verdict: Hashable, Sendable {
    /// A plugin turned it down.
    case refused(by: String, reason: String)
    /// It can take the pod: its weighted points by each plugin, nil where one has nothing to say.
    case fits([Int64?])
  }

  /// A node with what was said of it.
  public struct Node: Hashable, Sendable {
    /// The node's name.
    public var name: String
    /// What was said.
    public var verdict: Verdict
  }

  /// The most nodes of which everything is kept.
  public static let wholeMax = 100
  /// How many nodes are kept of larger clusters: the winner and the next best.
  public static let bestKept = 16
  /// In how many groups, by name, the nodes of larger clusters are digested.
  public static let groupCount = 16

  /// The pod, as namespace and name.
  public var pod: String
  /// When it was decided; nil where no time passes.
  public var time: Instant?
  /// Which try it was, from 1; 0 for a pod that is held back before any node is looked at.
  public var attempt: Int
  /// The node that won; nil for none.
  public var chosen: String?
  /// How many nodes can take the pod.
  public var feasible: Int
  /// How many of them have the most points.
  public var best: Int
  /// The most points; nil when none were needed.
  public var total: Int64?
  /// Why no node won; empty when one did.
  public var message: String
  /// The node where room is made; empty for none.
  public var nominated: String
  /// The pods that have to go there.
  public var victims: [String]
  /// The plugins that give points, in the order of the points.
  public var scorePlugins: [String]
  /// The nodes that are kept, sorted by name.
  public var nodes: [Node]
  /// Whether all nodes are kept.
  public var isWhole: Bool
  /// Digests by plugin of all nodes, one for each group; empty when all nodes are kept.
  public var digests: [Digest]

  /// What a plugin says of all nodes, in short.
  public struct Digest: Hashable, Sendable {
    /// A plugin that gives points; empty for the refusals of all plugins.
    public var plugin: String
    /// One number for each group of nodes, as hexadecimal digits.
    public var groups: [String]
  }

  /// The decision in short; everything said of up to `wholeMax` nodes.
  public init(
    _ decision: SchedulingDecision, isTimed: Bool, wholeMax: Int = GoldenDecision.wholeMax
  ) {
    pod = decision.pod.description
    time = isTimed ? decision.time : nil
    attempt = decision.attempt
    chosen = decision.chosen
    message = decision.message
    nominated = decision.preemption?.nominated ?? ""
    victims = (decision.preemption?.victims ?? []).map(\.description)
    scorePlugins = decision.scorePlugins
    var totals: [Int64] = []
    var all: [Node] = []
    for (name, verdict) in decision.nodes {
      all.append(Node(name: name, verdict: Verdict(verdict)))
      if case .fits(let points, _) = verdict { totals.append(points ?? 0) }
    }
    feasible = totals.count
    total = decision.mostPoints
    best = totals.count { $0 == totals.max() }
    isWhole = all.count <= wholeMax
    nodes = isWhole ? all : Self.bestNodes(all, chosen: decision.chosen)
    digests = isWhole ? [] : Self.digests(all, decision.scorePlugins)
  }

  init(pod: String, scorePlugins: [String]) {
    self.pod = pod
    self.scorePlugins = scorePlugins
    (attempt, feasible, best, message, nominated) = (1, 0, 0, "", "")
    (victims, nodes, digests, isWhole) = ([], [], [], true)
  }

  /// The winner and the next best, sorted by name.
  private static func bestNodes(_ all: [Node], chosen: String?) -> [Node] {
    let fitting = all.enumerated().compactMap { place, node -> (place: Int, sum: Int64)? in
      guard case .fits(let points) = node.verdict else { return nil }
      let sum = node.name == chosen ? .max : points.reduce(0) { $0 + ($1 ?? 0) }
      return (place, sum)
    }
    let first = fitting.sorted { ($1.sum, $0.place) < ($0.sum, $1.place) }.prefix(bestKept)
    return first.map(\.place).sorted().map { all[$0] }
  }

  /// Digests of what is said of `nodes`, which are all nodes sorted by name.
  static func digests(_ nodes: [Node], _ plugins: [String]) -> [Digest] {
    let refusals = groups(nodes) { node, hash in
      guard case .refused(let plugin, let reason) = node.verdict else { return }
      hash.absorb(node.name)
      hash.absorb(plugin)
      hash.absorb(reason)
    }
    return [Digest(plugin: "", groups: refusals)]
      + plugins.enumerated().map { place, plugin in
        let points = groups(nodes) { node, hash in
          guard case .fits(let points) = node.verdict, let own = points[place] else { return }
          hash.absorb(node.name)
          hash.absorb(UInt64(bitPattern: own))
        }
        return Digest(plugin: plugin, groups: points)
      }
  }

  private static func groups(
    _ nodes: [Node], _ absorb: (Node, inout StableHash) -> Void
  ) -> [String] {
    (0..<groupCount).map { group in
      var hash = StableHash()
      for node in nodes[range(of: group, nodes.count)] { absorb(node, &hash) }
      let digits = String(hash.first >> 32, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }
  }

  /// The places of a group's nodes among `count` nodes sorted by name.
  static func range(of group: Int, _ count: Int) -> Range<Int> {
    (group * count / groupCount)..<((group + 1) * count / groupCount)
  }

  /// The sum of a node's points; nil where it was turned down or not scored.
  static func sum(_ verdict: Verdict) -> Int64? {
    guard case .fits(let points) = verdict else { return nil }
    let given = points.compactMap { $0 }
    return given.isEmpty ? nil : given.reduce(0, +)
  }
}

extension GoldenDecision.Verdict {
  init(_ verdict: SchedulingDecision.Verdict) {
    switch verdict {
    case .rejected(let status, _): self = .refused(by: status.plugin, reason: status.message)
    case .fits(_, let points): self = .fits(points)
    }
  }
}

extension SchedulingDecision {
  /// The most points of a node; nil when none were needed.
  fileprivate var mostPoints: Int64? {
    nodes.compactMap { node in
      if case .fits(let total, _) = node.verdict { total } else { nil }
    }.max()
  }
}
