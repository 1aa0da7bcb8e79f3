import KubeAPI

/// Keeps a pod off nodes that lack what it asks for, and prefers those with the most (or, as
/// configured, the least) left.
///
/// Source: `pkg/scheduler/framework/plugins/noderesources/fit.go`, `least_allocated.go`,
/// `most_allocated.go` and `requested_to_capacity_ratio.go`, v1.34.
final class NodeResourcesFit: FilterPlugin, PreScorePlugin, ScorePlugin, LocalPlugin,
  EventfulPlugin
{
  static let name = "NodeResourcesFit"
  let scale = PointScale.asGiven
  /// What users see of a node that takes no more pods.
  static let tooManyPods = "Too many pods"
  /// What users see of a resource that does not suffice.
  static func reason(_ resource: String) -> String { "Insufficient \(resource)" }

  /// What the pod adds to each scored resource.
  private final class Prepared {
    let requests: [Int64]
    init(_ requests: [Int64]) { self.requests = requests }
  }

  private let ignored: [String]
  private let ignoredGroups: [String]
  private let strategy: ScoringStrategy
  private let scorer: ResourceScorer

  /// - Throws: a strategy without resources or with a curve that does not rise in utilisation.
  init(_ arguments: NodeResourcesFitArguments) throws(PluginError) {
    ignored = arguments.ignoredResources
    ignoredGroups = arguments.ignoredResourceGroups
    strategy = arguments.strategy
    scorer = ResourceScorer(resources: arguments.resources, usesPlainRequests: false)
    try Self.check(arguments)
  }

  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    if Int64(node.pods.count) < node.allowedPods && fits(pod, node) { return .success }
    return refusal(pod.requests, node)
  }

  /// The quick answer to the question that `refusal` answers at length.
  private func fits(_ pod: PodInfo, _ node: NodeInfo) -> Bool {
    let cpu = pod.requests.milliCPU
    let memory = pod.requests.memory
    let storage = pod.requests.ephemeralStorage
    if lacks(cpu, node.allocatable.milliCPU, node.requested.milliCPU) != nil { return false }
    if lacks(memory, node.allocatable.memory, node.requested.memory) != nil { return false }
    if storage > 0
      && lacks(storage, node.allocatable.ephemeralStorage, node.requested.ephemeralStorage) != nil
    {
      return false
    }
    if pod.requests.scalarNames.isEmpty { return true }
    for (index, name) in pod.requests.scalarNames.enumerated() where !isIgnored(name) {
      if lacksScalar(name, pod.requests.scalarAmounts[index], node) != nil { return false }
    }
    return true
  }

  /// Every resource that does not suffice: pods, CPU, memory, scratch space, then others by name.
  private func refusal(_ wanted: ResourceTotals, _ node: NodeInfo) -> Status {
    var reasons: [String] = []
    var isHopeless = false
    func note(_ name: String, _ shortage: Shortage?) {
      guard let shortage else { return }
      reasons.append(Self.reason(name))
      if shortage == .evenWhenEmpty { isHopeless = true }
    }
    if Int64(node.pods.count) >= node.allowedPods { reasons.append(Self.tooManyPods) }
    let (has, used) = (node.allocatable, node.requested)
    note(ResourceName.cpu, lacks(wanted.milliCPU, has.milliCPU, used.milliCPU))
    note(ResourceName.memory, lacks(wanted.memory, has.memory, used.memory))
    note(
      ResourceName.ephemeralStorage,
      lacks(wanted.ephemeralStorage, has.ephemeralStorage, used.ephemeralStorage))
    for (index, name) in wanted.scalarNames.enumerated() where !isIgnored(name) {
      note(name, lacksScalar(name, wanted.scalarAmounts[index], node))
    }
    let code: Status.Code = isHopeless ? .unschedulableAndUnresolvable : .unschedulable
    return Status(code, reasons: reasons)
  }

  private enum Shortage { case now, evenWhenEmpty }

  private func lacks(_ wanted: Int64, _ has: Int64, _ used: Int64) -> Shortage? {
    guard wanted > 0, wanted > has.addingClamped(-used) else { return nil }
    return wanted > has ? .evenWhenEmpty : .now
  }

  private func lacksScalar(_ name: String, _ wanted: Int64, _ node: NodeInfo) -> Shortage? {
    lacks(wanted, node.allocatable.scalar(name) ?? 0, node.requested.scalar(name) ?? 0)
  }

  private func isIgnored(_ name: String) -> Bool {
    if ignored.isEmpty && ignoredGroups.isEmpty { return false }
    guard ResourceName.isExtended(name) else { return false }
    let group = String(name.prefix { $0 != "/" })
    return ignored.contains(name) || ignoredGroups.contains(group)
  }
}

extension NodeResourcesFit {
  func preScore(_ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState) -> Status {
    state.write(Prepared(scorer.requests(of: pod)))
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

  private func points(_ node: NodeInfo, _ requests: [Int64]) -> Int64 {
    switch strategy {
    case .leastAllocated: scorer.mean(on: node, requests: requests) { $0.free }
    case .mostAllocated: scorer.mean(on: node, requests: requests) { $0.taken }
    case .requestedToCapacityRatio(let shape): ratioPoints(node, requests, shape)
    }
  }

  /// As the mean, but a resource that earns nothing does not count, and the quotient is rounded.
  private func ratioPoints(
    _ node: NodeInfo, _ requests: [Int64], _ shape: [ScoringStrategy.ShapePoint]
  ) -> Int64 {
    var sum: Int64 = 0
    var weights: Int64 = 0
    for index in scorer.resources.indices {
      guard let use = scorer.use(of: index, on: node, adding: requests[index]) else { continue }
      let points = Self.value(of: shape, at: use.taken)
      guard points > 0 else { continue }
      sum += points * scorer.resources[index].weight
      weights += scorer.resources[index].weight
    }
    return weights == 0 ? 0 : (2 * sum + weights) / (2 * weights)
  }

  /// The curve's value, straight between its points and flat beyond them; in points of 100.
  static func value(of shape: [ScoringStrategy.ShapePoint], at percent: Int64) -> Int64 {
    let scale = maxNodeScore / 10
    for (index, point) in shape.enumerated() where percent <= point.utilization {
      if index == 0 { return point.score * scale }
      let before = shape[index - 1]
      let rise = (point.score - before.score) * scale * (percent - before.utilization)
      return before.score * scale + rise / (point.utilization - before.utilization)
    }
    return (shape.last?.score ?? 0) * scale
  }

  private static func check(_ arguments: NodeResourcesFitArguments) throws(PluginError) {
    if arguments.resources.isEmpty {
      throw PluginError(plugin: name, "scoringStrategy needs at least one resource")
    }
    for resource in arguments.resources where !(1...100).contains(resource.weight) {
      throw PluginError(
        plugin: name, "the weight of \(resource.name) is \(resource.weight); 1 to 100 is right")
    }
    guard case .requestedToCapacityRatio(let shape) = arguments.strategy else { return }
    if shape.isEmpty { throw PluginError(plugin: name, "shape needs at least one point") }
    for point in shape
    where !(0...100).contains(point.utilization) || !(0...10).contains(point.score) {
      throw PluginError(
        plugin: name, "shape has utilization \(point.utilization) and score \(point.score); "
          + "0 to 100 and 0 to 10 are right")
    }
    for (before, point) in zip(shape, shape.dropFirst())
    where point.utilization <= before.utilization {
      throw PluginError(plugin: name, "the utilization of the shape's points must rise")
    }
  }

  var eventsToRegister: [EventInterest] {
    [
      EventInterest(ClusterEvent(.pod, [.delete, .updatePodScaleDown])) { pod, objects in
        guard case .pod(let old, let new) = objects else { return true }
        guard let new else { return old.map(\.holdsRoom) ?? true }
        if new.metadata.uid == pod.uid { return true }
        guard let old, !new.spec.nodeName.isEmpty else { return false }
        return pod.requests.profits(
          from: PodInfo(old).requests, shrinkingTo: PodInfo(new).requests)
      },
      EventInterest(ClusterEvent(.node, [.add, .updateNodeAllocatable])) { [self] pod, objects in
        guard case .node(let old, let new?) = objects else { return true }
        let after = NodeInfo(new)
        guard filter(pod, on: after, CycleState()).isSuccess else { return false }
        guard let old else { return true }
        let before = NodeInfo(old)
        return after.allowedPods > before.allowedPods
          || pod.requests.profits(from: after.allocatable, shrinkingTo: before.allocatable)
      },
    ]
  }
}

extension ResourceTotals {
  /// Whether something that is asked for here is more in `larger` than in `smaller`.
  fileprivate func profits(
    from larger: ResourceTotals, shrinkingTo smaller: ResourceTotals
  ) -> Bool {
    if milliCPU > 0 && larger.milliCPU > smaller.milliCPU { return true }
    if memory > 0 && larger.memory > smaller.memory { return true }
    if ephemeralStorage > 0 && larger.ephemeralStorage > smaller.ephemeralStorage { return true }
    for (index, name) in scalarNames.enumerated() where scalarAmounts[index] > 0 {
      if (larger.scalar(name) ?? 0) > (smaller.scalar(name) ?? 0) { return true }
    }
    return false
  }
}
