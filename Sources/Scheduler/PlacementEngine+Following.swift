import KubeAPI

/// Carrying out what was decided elsewhere: by a recording, or after room was made.
extension PlacementEngine {
  /// Puts a pod on a node whatever the filters say: it is counted there, and what it needs is set
  /// aside, such as the volumes that its claims would get on that node.
  public func settle(_ pod: Pod, on node: String) {
    let info = cache.kinds.info(pod)
    let state = CycleState()
    _ = verdict(on: info, of: pod, at: node, state)
    _ = cache.assume(info, on: node)
    _ = framework(for: pod)?.runReserve(info, on: node, state)
  }

  /// Whether all filters let `pod` onto the node called `node` as things are.
  public func fits(_ pod: Pod, on node: String) -> Bool {
    verdict(on: cache.kinds.info(pod), of: pod, at: node, CycleState())?.isSuccess == true
  }

  /// What the filters say of one node; nil for a node or a scheduler that there is not.
  private func verdict(
    on info: PodInfo, of pod: Pod, at node: String, _ state: CycleState
  ) -> Status? {
    guard let framework = framework(for: pod), let place = cache.node(node) else { return nil }
    let found = framework.runPreFilter(info, cache.nodes, state)
    guard found.status.isSuccess else { return found.status }
    let status = framework.tryFilters(info, on: place, state)
    guard status.isSuccess, let only = found.only, !only.contains(node) else { return status }
    return Status(.unschedulableAndUnresolvable, reasons: ["node(s) not named by the plugins"])
  }
}
