import KubeAPI

/// Node names by zone, listed zone by zone in turn, so that a search that stops early has seen all
/// zones alike.
///
/// Source: `pkg/scheduler/backend/cache/node_tree.go`, v1.34.
struct NodeTree {
  private var zones: [(key: String, nodes: [String])] = []

  /// What sets a node's zone apart from all others: region and zone; empty for neither.
  ///
  /// Source: `staging/src/k8s.io/component-helpers/node/topology/helpers.go`, v1.34.
  static func zoneKey(of node: Node) -> String {
    let labels = node.metadata.labels
    let region =
      labels["topology.kubernetes.io/region"] ?? labels["failure-domain.beta.kubernetes.io/region"]
    let zone =
      labels["topology.kubernetes.io/zone"] ?? labels["failure-domain.beta.kubernetes.io/zone"]
    let isNowhere = (region ?? "").isEmpty && (zone ?? "").isEmpty
    return isNowhere ? "" : "\(region ?? ""):\u{0}:\(zone ?? "")"
  }

  /// Adds a node at the end of its zone; a new zone comes last.
  mutating func add(_ node: Node) {
    let key = Self.zoneKey(of: node)
    if let place = zones.firstIndex(where: { $0.key == key }) {
      zones[place].nodes.append(node.metadata.name)
    } else {
      zones.append((key, [node.metadata.name]))
    }
  }

  /// Takes a node out, and its zone with the last one.
  mutating func remove(_ node: Node) {
    let key = Self.zoneKey(of: node)
    guard let place = zones.firstIndex(where: { $0.key == key }) else { return }
    zones[place].nodes.removeAll { $0 == node.metadata.name }
    if zones[place].nodes.isEmpty { zones.remove(at: place) }
  }

  /// All names: the first of each zone, then the second of each zone, and so on.
  /// - Complexity: O(*n*).
  func list() -> [String] {
    var names: [String] = []
    var depth = 0
    let deepest = zones.map(\.nodes.count).max() ?? 0
    while depth < deepest {
      for zone in zones where depth < zone.nodes.count { names.append(zone.nodes[depth]) }
      depth += 1
    }
    return names
  }
}
