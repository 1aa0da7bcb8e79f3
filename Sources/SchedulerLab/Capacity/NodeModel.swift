import KubeAPI

/// What further nodes of a cluster would look like: as those that it has, but for size and name.
///
/// They get every label and taint that all nodes have alike (those of the control plane left out),
/// and stand in the cluster's zones in turn, first in the zone with the fewest nodes.
public struct NodeModel: Sendable {
  private struct Zone {
    /// The labels that say where it is.
    let labels: StringMap
    var nodes: Int
  }

  private static let zoneLabels = [
    "topology.kubernetes.io/zone", "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
  ]
  private static let typeLabels = [
    "node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type",
  ]
  private static let hostLabel = "kubernetes.io/hostname"
  private static let controlPlane = [
    "node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master",
  ]

  private var labels: StringMap = [:]
  private var taints: [Taint] = []
  private var zones: [Zone] = []
  private let names: Set<String>

  /// What `nodes` have in common.
  public init(_ nodes: [Node]) {
    names = Set(nodes.map(\.metadata.name))
    let workers = nodes.filter { node in
      !Self.controlPlane.contains { node.metadata.labels[$0] != nil }
    }
    let alike = workers.isEmpty ? nodes : workers
    let own = Set(Self.zoneLabels + Self.typeLabels + [Self.hostLabel])
    for (key, value) in alike.first?.metadata.labels.entries ?? [] where !own.contains(key) {
      if alike.allSatisfy({ $0.metadata.labels[key] == value }) { labels[key] = value }
    }
    taints = (alike.first?.spec.taints ?? []).filter { taint in
      // What the control plane says of a node's health is no property of its kind.
      !taint.key.hasPrefix("node.kubernetes.io/")
        && alike.allSatisfy { $0.spec.taints.contains(taint) }
    }
    for node in alike { count(node) }
    zones.sort { a, b in
      a.nodes == b.nodes
        ? a.labels.values.lexicographicallyPrecedes(b.labels.values) : a.nodes < b.nodes
    }
  }

  private mutating func count(_ node: Node) {
    let labels = StringMap(
      Self.zoneLabels.compactMap { key in node.metadata.labels[key].map { (key, $0) } })
    if let place = zones.firstIndex(where: { $0.labels == labels }) {
      zones[place].nodes += 1
    } else {
      zones.append(Zone(labels: labels, nodes: 1))
    }
  }

  /// How many zones there are to stand in; 1 where nothing is said of zones.
  public var zoneCount: Int { max(1, zones.count) }

  /// `count` machines of one kind as nodes, ready for pods.
  public func nodes(_ offer: MachineOffer, count: Int) -> [Node] {
    var filled = zones
    return (1...max(1, count)).prefix(count).map { number in
      let name = freeName("new-\(offer.name)-\(number)")
      var meta = ObjectMeta(name: name, labels: labels)
      meta.labels[Self.hostLabel] = name
      meta.labels[Self.typeLabels[0]] = offer.name
      // The emptiest zone is next; of equally empty ones the first.
      if let least = filled.indices.min(by: { filled[$0].nodes < filled[$1].nodes }) {
        for (key, value) in filled[least].labels.entries { meta.labels[key] = value }
        filled[least].nodes += 1
      }
      var node = Node(metadata: meta)
      node.spec.taints = taints
      node.status.capacity = offer.capacity
      node.status.allocatable = offer.allocatable
      return node
    }
  }

  private func freeName(_ wanted: String) -> String {
    var name = wanted
    while names.contains(name) { name += "-x" }
    return name
  }
}
