/// Why no node can take a pod.
///
/// Source: `pkg/scheduler/framework/types.go` (Diagnosis, FitError), v1.34.
public struct Diagnosis: Sendable {
  /// A node that was looked at, with what the first plugin said that turned it down.
  public struct Refusal: Sendable {
    /// The node.
    public let node: String
    /// The plugin's verdict.
    public let status: Status
  }

  /// How many nodes the cluster has.
  public var nodeCount: Int
  /// The nodes that a filter turned down, in the order of the walk.
  /// - Complexity: O(*n*) where they were remembered rather than asked for.
  public internal(set) var refusals: [Refusal] {
    get { (brief?.written ?? []) + listed }
    set {
      brief = nil
      listed = newValue
    }
  }
  private var listed: [Refusal] = []
  /// Refusals that were not written out; they come before the others.
  private(set) var brief: BriefRefusals?
  /// What holds for all nodes without a refusal of their own; nil when all were looked at.
  public internal(set) var otherNodes: Status?
  /// The plugins that named the only nodes to look at, sorted; empty for all nodes.
  public internal(set) var narrowedBy: [String] = []
  /// The plugins that turned the pod down, sorted.
  public internal(set) var unschedulablePlugins: [String] = []
  /// The plugins that wait for something outside, sorted.
  public internal(set) var pendingPlugins: [String] = []
  /// What a PreFilter plugin said that refused the pod as a whole; empty for none.
  public internal(set) var preFilterMessage = ""
  /// What the PostFilter plugins said; empty for nothing.
  public internal(set) var postFilterMessage = ""

  /// Nothing said yet, of a cluster of `nodeCount` nodes.
  public init(nodeCount: Int) { self.nodeCount = nodeCount }

  /// All nodes turned down, as remembered.
  init(_ brief: BriefRefusals) {
    nodeCount = brief.count
    self.brief = brief
    for (status, _) in brief.counts { note(pluginOf: status) }
  }

  /// How many nodes a filter turned down.
  var refusalCount: Int { (brief?.count ?? 0) + listed.count }

  /// What was said of `node`; nil for a node that was not looked at.
  /// - Complexity: O(*n*) in the refusals.
  public func status(of node: String) -> Status? {
    refusals.first { $0.node == node }?.status ?? otherNodes
  }

  mutating func note(pluginOf status: Status) {
    guard !status.plugin.isEmpty else { return }
    switch status.code {
    case .pending: pendingPlugins.insertSorted(status.plugin)
    case .unschedulable, .unschedulableAndUnresolvable:
      unschedulablePlugins.insertSorted(status.plugin)
    default: break
    }
  }

  /// Puts `written` in the place of all refusals so far.
  mutating func replaceRefusals(by written: [Refusal]) {
    brief = nil
    listed = written
  }

  mutating func refuse(_ node: String, _ status: Status) {
    listed.append(Refusal(node: node, status: status))
    note(pluginOf: status)
  }

  /// A reason and the number of nodes of which it was given.
  public struct Reason: Hashable, Sendable {
    /// The reason, as the plugin gave it.
    public let text: String
    /// How many nodes it holds for; 0 for what was said before any node was looked at.
    public let nodes: Int

    /// A reason that holds for so many nodes.
    public init(text: String, nodes: Int) {
      self.text = text
      self.nodes = nodes
    }
  }

  /// Why nodes cannot take the pod: the commonest reason first, equally common ones by their text.
  public var reasons: [Reason] {
    if !preFilterMessage.isEmpty { return [Reason(text: preFilterMessage, nodes: nodeCount)] }
    return Reason.list(counts)
  }

  private var counts: [String: Int] {
    var counts: [String: Int] = [:]
    for (status, count) in brief?.counts ?? [] {
      for reason in status.reasons { counts[reason, default: 0] += count }
    }
    for refusal in listed {
      for reason in refusal.status.reasons { counts[reason, default: 0] += 1 }
    }
    if let otherNodes, refusalCount < nodeCount {
      for reason in otherNodes.reasons {
        counts[reason, default: 0] += nodeCount - refusalCount
      }
    }
    return counts
  }

  /// The text of the pod's FailedScheduling event: `0/3 nodes are available: 3 Insufficient cpu.`
  public var message: String {
    var text = "0/\(nodeCount) nodes are available:"
    if !preFilterMessage.isEmpty {
      text += " \(preFilterMessage)."
    } else {
      // Sorted as text, as upstream does: "10 …" stands before "2 …".
      let parts = counts.map { "\($0.value) \($0.key)" }.sorted { utf8Precedes($0, $1) }
      if !parts.isEmpty { text += " \(parts.joined(separator: ", "))." }
    }
    return postFilterMessage.isEmpty ? text : text + " \(postFilterMessage)"
  }
}

extension Diagnosis.Reason {
  /// Counted reasons, the commonest first.
  static func list(_ counts: [String: Int]) -> [Self] {
    counts.map { Self(text: $0.key, nodes: $0.value) }.sorted { a, b in
      a.nodes == b.nodes ? utf8Precedes(a.text, b.text) : a.nodes > b.nodes
    }
  }
}

/// Whether `a` sorts before `b` byte by byte, as Go compares strings.
func utf8Precedes(_ a: String, _ b: String) -> Bool {
  a.utf8.lexicographicallyPrecedes(b.utf8)
}

extension [String] {
  mutating func insertSorted(_ name: String) {
    if contains(name) { return }
    insert(name, at: firstIndex { $0 > name } ?? count)
  }
}
