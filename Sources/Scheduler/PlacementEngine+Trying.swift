import KubeAPI

/// Trying things out on a cluster whose pods are placed.
extension PlacementEngine {
  /// What `body` finds while the node of the name of `node` is as `node` says; afterwards it is as
  /// it was. `node` must keep its zone, which says when it is looked at.
  public func trying<Value>(_ node: Node, _ body: () -> Value) -> Value {
    guard let before = cache.node(node.metadata.name)?.node else { return body() }
    cache.add(node)
    defer { cache.add(before) }
    return body()
  }

  /// Counts the pod called `key` on `node` no longer, such as one that has to go for another.
  public func remove(_ key: ObjectKey, from node: String) {
    guard let pod = cache.node(node)?.pods.first(where: { $0.key == key }) else { return }
    cache.remove(pod)
  }

  /// The taints that keep pods off some node, cordons among them, each once, sorted.
  public var taints: [Taint] {
    var found: Set<Taint> = []
    for node in cache.nodes {
      found.formUnion(node.hardTaints)
      if node.isUnschedulable { found.insert(NodeUnschedulable.taint) }
    }
    return found.sorted { a, b in
      (a.key, a.value, a.effect.rawValue) < (b.key, b.value, b.effect.rawValue)
    }
  }

  /// What `pod` asks for in all.
  public func requests(of pod: Pod) -> ResourceTotals { PodInfo(pod).requests }
}

extension SchedulingDecision {
  /// Why nodes cannot take the pod, each reason with their number; without such reasons, what was
  /// said before any node was looked at.
  public var reasons: [Diagnosis.Reason] {
    var counts: [String: Int] = [:]
    for (_, verdict) in nodes {
      guard case .rejected(let status, _) = verdict else { continue }
      for reason in status.reasons { counts[reason, default: 0] += 1 }
    }
    if counts.isEmpty, !message.isEmpty { return [Diagnosis.Reason(text: message, nodes: 0)] }
    return Diagnosis.Reason.list(counts)
  }
}
