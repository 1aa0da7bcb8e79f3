import Documents

/// The JSON that an extender answered with, read as Go reads it: field names in any case, absent
/// and `null` alike, unknown fields passed over.
///
/// Source: `staging/src/k8s.io/kube-scheduler/extender/v1/types.go`, v1.34.
struct ExtenderReply {
  private let node: DocumentNode
  private let url: String

  init(_ node: DocumentNode, from url: String) {
    self.node = node
    self.url = url
  }

  /// The text of a field; nil when it is not there.
  func text(_ name: String) throws(ExtenderError) -> String? {
    guard let value = try field(name, of: node) else { return nil }
    return try text(value, name)
  }

  /// The names of the nodes that passed (ExtenderFilterResult).
  ///
  /// - Parameter namesCount: whether `NodeNames` counts, if it is there.
  func passedNodes(namesCount: Bool) throws(ExtenderError) -> [String] {
    if namesCount, let names = try field("NodeNames", of: node) {
      var found: [String] = []
      for item in try items(names, "NodeNames") { found.append(try text(item, "NodeNames")) }
      return found
    }
    guard let list = try field("Nodes", of: node), let all = try field("items", of: list) else {
      return []
    }
    var found: [String] = []
    for item in try items(all, "Nodes.items") {
      guard let metadata = try field("metadata", of: item) else { continue }
      found.append(try text(try field("name", of: metadata), "metadata.name"))
    }
    return found
  }

  /// Nodes with reasons (FailedNodesMap), sorted by name.
  func reasons(_ name: String) throws(ExtenderError) -> [(node: String, reason: String)] {
    guard let map = try field(name, of: node) else { return [] }
    var found: [(node: String, reason: String)] = []
    for entry in try entries(map, name) {
      found.append((entry.key, entry.value.isNull ? "" : try text(entry.value, name)))
    }
    return found.sorted { utf8Precedes($0.node, $1.node) }
  }

  /// Points of nodes (HostPriorityList).
  func priorities() throws(ExtenderError) -> [(node: String, score: Int64)] {
    if node.isNull { return [] }
    var found: [(node: String, score: Int64)] = []
    for item in try items(node, "the list of points") {
      let host = try text(try field("Host", of: item), "Host")
      let score = try field("Score", of: item)
      if let score { found.append((host, try integer(score, "Score"))) }
    }
    return found
  }

  /// Victims by node (ExtenderPreemptionResult), sorted by node.
  ///
  /// - Parameter podsOn: the pods of a node; nil where there is no such node.
  func victims(
    extender: String, podsOn: (String) -> [PodInfo]?
  ) throws(ExtenderError) -> [ExtenderVictims] {
    guard let map = try field("NodeNameToMetaVictims", of: node) else { return [] }
    var found: [ExtenderVictims] = []
    for entry in try entries(map, "NodeNameToMetaVictims") {
      guard let pods = podsOn(entry.key) else {
        throw ExtenderError(
          "extender \(extender) would push pods aside on node \"\(entry.key)\", which is not there")
      }
      var victims = ExtenderVictims(node: entry.key, pods: [], budgetViolations: 0)
      if let count = try field("NumPDBViolations", of: entry.value) {
        victims.budgetViolations = Int(try integer(count, "NumPDBViolations"))
      }
      for item in try items(try field("Pods", of: entry.value), "Pods") {
        let uid = try text(try field("UID", of: item), "UID")
        guard let pod = pods.first(where: { $0.identity == uid }) else {
          throw ExtenderError(
            "extender: \(extender) claims to preempt pod (UID: \(uid)) on node: \(entry.key), "
              + "but the pod is not found on that node")
        }
        victims.pods.append(pod)
      }
      found.append(victims)
    }
    return found.sorted { utf8Precedes($0.node, $1.node) }
  }

  // MARK: Parts of values

  private func wrong(_ name: String, _ node: DocumentNode, _ wanted: String) -> ExtenderError {
    ExtenderError("the answer from \(url) has \(name) = \(node.description), not \(wanted)")
  }

  private func entries(
    _ node: DocumentNode, _ name: String
  ) throws(ExtenderError) -> [DocumentNode.Entry] {
    guard case .mapping(let mapping) = node else { throw wrong(name, node, "a mapping") }
    return mapping.entries
  }

  private func items(
    _ node: DocumentNode?, _ name: String
  ) throws(ExtenderError) -> [DocumentNode] {
    guard let node, !node.isNull else { return [] }
    guard case .sequence(let list) = node else { throw wrong(name, node, "a list") }
    return list.items
  }

  /// The text, empty where there is nothing.
  private func text(_ node: DocumentNode?, _ name: String) throws(ExtenderError) -> String {
    guard let node, !node.isNull else { return "" }
    guard case .scalar(let scalar) = node, scalar.style == .quoted else {
      throw wrong(name, node, "a text")
    }
    return scalar.text
  }

  private func integer(_ node: DocumentNode, _ name: String) throws(ExtenderError) -> Int64 {
    guard case .scalar(let scalar) = node, scalar.style == .literal, let value = Int64(scalar.text)
    else { throw wrong(name, node, "a whole number") }
    return value
  }

  /// The value called `name`, else one that differs in case only; nil when it is absent or null.
  private func field(
    _ name: String, of node: DocumentNode
  ) throws(ExtenderError) -> DocumentNode? {
    if node.isNull { return nil }
    let all = try entries(node, "a value")
    let lower = name.lowercased()
    let entry =
      all.first { $0.key == name } ?? all.first { $0.key.lowercased() == lower }
    return entry.flatMap { $0.value.isNull ? nil : $0.value }
  }
}
