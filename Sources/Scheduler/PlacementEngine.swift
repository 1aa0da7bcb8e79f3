import KubeAPI
import Units

/// Places pods on nodes in one process, without an API server and without time passing: each pod in
/// turn is decided about and counted on its node, as the scheduler would.
///
/// Pods are taken strictly in the order given; one without a node is left out of what follows.
public final class PlacementEngine {
  let cache = SchedulerCache()
  let frameworks: [Framework]
  private let extenders: [any Extender]
  private var algorithm: SchedulingAlgorithm

  /// A cluster of `nodes`, with `bound` pods on the nodes that they name.
  ///
  /// - Parameter volumes: the claims, volumes and classes; nil: volumes keep no pod off a node.
  /// - Parameter configuration: the profiles; pods of a scheduler name that none has stay unplaced.
  /// - Parameter extenders: whom to ask in place of those that `configuration` declares.
  /// - Parameter scoresSoleNode: whether to score a node that is the only one, which changes only
  ///   the explanation.
  /// - Throws: a profile that cannot be set up (`PluginError`).
  public init(
    nodes: [Node], bound: some Sequence<Pod> = [],
    directory: any ClusterDirectory = EmptyDirectory(),
    volumes: VolumeCache? = nil, configuration: SchedulerConfiguration,
    registry: PluginRegistry = .builtIn, ties: TieBreaker = .first, scoresSoleNode: Bool = false,
    extenders: [any Extender]? = nil
  ) throws {
    self.extenders = try extenders ?? configuration.connectedExtenders()
    let context = PluginContext(
      cluster: cache, directory: directory, volumes: volumes, extenders: self.extenders)
    frameworks = try configuration.profiles.map {
      try Framework($0, registry: registry, context: context)
    }
    try Framework.checkTogether(frameworks)
    algorithm = SchedulingAlgorithm(ties: ties, sampling: configuration.nodeSampling)
    algorithm.scoresSoleNode = scoresSoleNode
    for node in nodes { cache.add(node) }
    for pod in bound where !pod.isTerminal && !pod.spec.nodeName.isEmpty {
      cache.confirm(cache.kinds.info(pod))
    }
  }

  /// A cluster with a scheduler of one profile, which looks at all nodes if not told otherwise.
  ///
  /// - Throws: a profile that cannot be set up (`PluginError`).
  public convenience init(
    nodes: [Node], bound: some Sequence<Pod> = [],
    directory: any ClusterDirectory = EmptyDirectory(),
    volumes: VolumeCache? = nil, profile: Profile = .standard,
    registry: PluginRegistry = .builtIn, sampling: NodeSampling = .all,
    ties: TieBreaker = .first, scoresSoleNode: Bool = false
  ) throws {
    try self.init(
      nodes: nodes, bound: bound, directory: directory, volumes: volumes,
      configuration: SchedulerConfiguration(profile, nodeSampling: sampling), registry: registry,
      ties: ties, scoresSoleNode: scoresSoleNode)
  }

  /// Failures of extenders that were passed over, each with how often, for people to know.
  public var passedOver: [(message: String, count: Int)] {
    extenders.compactMap { $0 as? HTTPExtender }.flatMap(\.passedOver)
  }

  /// Whether every pod is looked at the plain way, node by node and plugin by plugin, though the
  /// outcome is the same; for comparisons.
  public var isPlain: Bool {
    get { algorithm.isPlain }
    set { algorithm.isPlain = newValue }
  }

  /// The nodes with what is on them.
  public var nodes: [NodeInfo] { cache.nodes }

  /// What became of one pod.
  public struct Placement: Sendable {
    /// The pod.
    public let pod: ObjectKey
    /// The node that it was put on; nil for none.
    public let node: String?
    /// How many nodes could take it.
    public let feasibleCount: Int
    /// How many of them had the most points; 1 for the only one, which needs no points.
    public let bestCount: Int
    /// The most points; nil when no points were needed.
    public let total: Int64?
    /// Why it has no node; empty when it has one.
    public let message: String
    /// What was said of nodes when none could take it, each with their number.
    public internal(set) var reasons: [Diagnosis.Reason] = []

    /// A placement.
    init(
      pod: ObjectKey, node: String?, feasibleCount: Int, bestCount: Int, total: Int64?,
      message: String
    ) {
      self.pod = pod
      self.node = node
      self.feasibleCount = feasibleCount
      self.bestCount = bestCount
      self.total = total
      self.message = message
    }

    /// A pod that no node was looked for.
    init(unplaced pod: ObjectKey, _ message: String) {
      self.init(pod: pod, node: nil, feasibleCount: 0, bestCount: 0, total: nil, message: message)
      reasons = [Diagnosis.Reason(text: message, nodes: 0)]
    }
  }

  /// Places `pods` in order.
  /// - Complexity: O(pods × nodes).
  public func place(_ pods: [Pod]) -> [Placement] { pods.map(place) }

  /// Places one pod.
  public func place(_ pod: Pod) -> Placement { place(pod) { _ in } }

  func place(_ pod: Pod, _ note: (SchedulingAlgorithm.Outcome) -> Void) -> Placement {
    let info = cache.kinds.info(pod)
    guard let framework = framework(for: pod) else {
      return Placement(unplaced: pod.key, Self.unclaimed(pod))
    }
    if let status = framework.gate(info) { return Placement(unplaced: pod.key, status.message) }
    let (found, _) = decide(info, framework, CycleState(), explains: false)
    note(found)
    var placement = Placement(
      pod: pod.key, node: found.chosen?.name, feasibleCount: found.feasibleCount,
      bestCount: found.bestCount, total: found.total, message: found.message)
    if placement.node == nil {
      let reasons = found.diagnosis.reasons
      placement.reasons =
        reasons.isEmpty ? [Diagnosis.Reason(text: found.message, nodes: 0)] : reasons
    }
    return placement
  }

  /// Decides about one pod and explains what was said of each node.
  ///
  /// - Parameter placing: Whether the pod is counted on the node that was chosen.
  /// - Parameter attempt: which try of the pod it is.
  public func explain(
    _ pod: Pod, placing: Bool = true, attempt: Int = 1
  ) -> SchedulingDecision {
    let info = cache.kinds.info(pod)
    guard let framework = framework(for: pod) else {
      return SchedulingDecision(unclaimed: info, Self.unclaimed(pod), time: .start)
    }
    if let status = framework.gate(info) {
      return SchedulingDecision(gated: info, by: status, time: .start)
    }
    let state = CycleState()
    var (found, nodes) = decide(info, framework, state, explains: true, placing: placing)
    var preemption: PostFilterResult?
    if case .noFit = found.result {
      preemption = framework.runPostFilter(info, found.diagnosis, state)
      found.diagnosis.postFilterMessage = preemption?.status.message ?? ""
    }
    return SchedulingDecision(
      found, of: info, attempt: attempt, time: .start, framework: framework, nodes: nodes,
      preemption: preemption)
  }

  /// How ties are broken from now on.
  public var ties: TieBreaker {
    get { algorithm.ties }
    set { algorithm.ties = newValue }
  }

  /// The profiles with what they ask, in their order.
  public var profiles: [ProfileSummary] { frameworks.map(\.summary) }

  /// Adds a node, or brings it up to date.
  public func set(_ node: Node) { cache.add(node) }

  /// Takes a node away; its pods are kept until they go themselves.
  public func remove(_ node: Node) { cache.remove(node) }

  /// Counts a pod no longer.
  public func remove(_ pod: Pod) { cache.remove(PodInfo(pod)) }

  /// Counts a pod that changed on the node that it names.
  public func set(_ pod: Pod) { cache.confirm(cache.kinds.info(pod)) }

  /// Counts a pod on a node without asking, such as one that another decision has put there.
  public func count(_ pod: Pod, on node: String) {
    _ = cache.assume(cache.kinds.info(pod), on: node)
  }

  private static func unclaimed(_ pod: Pod) -> String {
    "no profile has the scheduler name \"\(pod.spec.schedulerName)\""
  }

  func framework(for pod: Pod) -> Framework? {
    frameworks.first { $0.profile.schedulerName == pod.spec.schedulerName }
  }

  private func decide(
    _ pod: PodInfo, _ framework: Framework, _ state: CycleState, explains: Bool,
    placing: Bool = true
  ) -> (SchedulingAlgorithm.Outcome, [NodeInfo]) {
    var found = algorithm.schedule(pod, framework, state, cache, explains: explains)
    if placing, let node = found.chosen {
      _ = cache.assume(pod, on: node.name)
      _ = framework.runReserve(pod, on: node.name, state)
      if let error = framework.bindByExtender(pod, to: node.name) {
        framework.runUnreserve(pod, on: node.name, state)
        cache.forget(pod)
        found.result = .broke(FrameworkError(error.message))
      }
    }
    return (found, cache.nodes)
  }
}

extension PlacementEngine {
  /// Places `pods` in order on `nodes`, some of which hold `bound` pods already.
  ///
  /// - Throws: a profile that cannot be set up (`PluginError`).
  public static func place(
    pods: [Pod], nodes: [Node], bound: [Pod] = [], profile: Profile = .standard,
    sampling: NodeSampling = .all, ties: TieBreaker = .first
  ) throws -> [Placement] {
    try PlacementEngine(
      nodes: nodes, bound: bound, profile: profile, sampling: sampling, ties: ties
    ).place(pods)
  }
}

extension Framework {
  /// What the first plugin says that holds the pod before any node is looked at; nil for none.
  fileprivate func gate(_ pod: PodInfo) -> Status? {
    for plugin in preEnqueue {
      let status = plugin.preEnqueue(pod)
      if !status.isSuccess { return status.from(plugin.name) }
    }
    return nil
  }
}

extension SchedulingAlgorithm.Outcome {
  /// The chosen node; nil for none.
  var chosen: NodeInfo? { if case .chosen(let node) = result { node } else { nil } }

  /// Why no node was chosen; empty when one was.
  var message: String {
    switch result {
    case .chosen: ""
    case .noFit: diagnosis.message
    case .noNodes: SchedulingAlgorithm.noNodesMessage
    case .broke(let error): error.message
    }
  }
}
