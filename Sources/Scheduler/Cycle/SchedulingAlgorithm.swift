import Units

/// Finds the node for one pod.
///
/// Source: `pkg/scheduler/schedule_one.go` (schedulePod), v1.34. Upstream looks at several nodes at
/// once and so may look at a few more than it needs when sampling; here nodes are looked at one by
/// one, so that the same pods always see the same nodes.
struct SchedulingAlgorithm {
  /// How ties are broken.
  var ties: TieBreaker
  /// How many nodes are enough where the profile does not say.
  var sampling: NodeSampling
  /// Whether to score a node that is the only one, which changes nothing but the explanation.
  var scoresSoleNode = false
  /// Whether every pod is looked at the plain way, for comparisons.
  var isPlain = false
  /// Where the next search begins, so that all nodes are looked at alike.
  private(set) var nextStart = 0

  init(ties: TieBreaker, sampling: NodeSampling) {
    self.ties = ties
    self.sampling = sampling
  }

  /// What became of the search.
  struct Outcome {
    var result: Result
    /// The nodes that can take the pod, in the order in which they were found.
    var feasible: [NodeInfo] = []
    /// Their points; nil when they were not scored.
    var scores: NodeScores?
    /// The nodes that cannot, and why.
    var diagnosis: Diagnosis

    /// What was found by remembering, in the place of `feasible` and `scores`; nil for the plain
    /// way.
    var found: FastPlacement.Found?

    /// How many nodes were looked at.
    var examined: Int { found?.examined ?? (feasible.count + diagnosis.refusalCount) }
    /// How many of them can take the pod.
    var feasibleCount: Int { found?.feasible ?? feasible.count }
    /// The most points; nil where none were needed.
    var total: Int64? { found != nil ? found?.total : scores?.totals.max() }
    /// How many nodes had the most points; all that can take the pod where none were needed.
    var bestCount: Int {
      if let found { return found.best }
      guard let scores else { return feasible.count }
      let most = scores.totals.max()
      return scores.totals.count { $0 == most }
    }

    enum Result {
      case chosen(NodeInfo)
      case noFit
      case noNodes
      case broke(FrameworkError)
    }
  }

  /// What is said of a pod in a cluster without nodes.
  static let noNodesMessage = "no nodes available to schedule pods"

  /// - Parameter explains: whether somebody wants to know what each plugin said of each node; if
  ///   not, what was said of other pods of the kind is made use of, with the same outcome.
  mutating func schedule(
    _ pod: PodInfo, _ framework: Framework, _ state: CycleState, _ cluster: some ClusterView,
    explains: Bool = true
  ) -> Outcome {
    let nodes = cluster.nodes
    var outcome = Outcome(result: .noNodes, diagnosis: Diagnosis(nodeCount: nodes.count))
    if nodes.isEmpty { return outcome }
    if !explains, !isPlain, let known = remembered(pod, framework, state, cluster, nodes) {
      return known
    }
    if let error = find(pod, nodes, framework, state, cluster, into: &outcome) {
      outcome.result = .broke(error)
      return outcome
    }
    if outcome.feasible.isEmpty {
      outcome.result = .noFit
    } else if outcome.feasible.count == 1 && !scoresSoleNode {
      outcome.result = .chosen(outcome.feasible[0])
    } else {
      outcome.result = choose(pod, framework, state, &outcome)
    }
    return outcome
  }

  /// The outcome by what is remembered; nil where all nodes have to be asked about.
  private mutating func remembered(
    _ pod: PodInfo, _ framework: Framework, _ state: CycleState, _ cluster: some ClusterView,
    _ nodes: [NodeInfo]
  ) -> Outcome? {
    guard framework.nominator?.isEmpty ?? true, framework.extenders.isEmpty, !framework.isPlain,
      let cache = cluster as? SchedulerCache
    else { return nil }
    if framework.fast?.cache !== cache {
      framework.fast = FastPlacement(framework, cache)
      framework.isPlain = framework.fast == nil
    }
    let search = FastPlacement.Search(
      start: nextStart % nodes.count, enough: enough(of: nodes.count, framework),
      scoresSole: scoresSoleNode)
    guard let found = framework.fast?.decide(pod, search, &ties, state) else { return nil }
    nextStart = (nextStart + found.examined) % nodes.count
    return Outcome(
      result: found.winner.map { .chosen(nodes[$0]) } ?? .noFit,
      diagnosis: found.diagnosis ?? Diagnosis(nodeCount: nodes.count), found: found)
  }

  private func enough(of nodes: Int, _ framework: Framework) -> Int {
    let sampling = framework.profile.nodeSampling ?? sampling
    return framework.choosesAmongNodes ? sampling.enough(of: nodes) : 1
  }

  /// Fills in the nodes that can take the pod, and why the others cannot.
  private mutating func find(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ framework: Framework, _ state: CycleState,
    _ cluster: some ClusterView, into outcome: inout Outcome
  ) -> FrameworkError? {
    let preFilter = framework.runPreFilter(pod, nodes, state)
    if !preFilter.status.isSuccess {
      guard preFilter.status.isRejected else { return FrameworkError(preFilter.status.message) }
      outcome.diagnosis.otherNodes = preFilter.status
      outcome.diagnosis.preFilterMessage = preFilter.status.message
      outcome.diagnosis.note(pluginOf: preFilter.status)
      for plugin in preFilter.narrowedBy {
        outcome.diagnosis.unschedulablePlugins.insertSorted(plugin)
      }
      return nil
    }
    var candidates = nodes
    if let only = preFilter.only {
      candidates = only.compactMap(cluster.node)
      outcome.diagnosis.narrowedBy = preFilter.narrowedBy
      outcome.diagnosis.unschedulablePlugins = preFilter.narrowedBy
      outcome.diagnosis.otherNodes = Status(
        .unschedulableAndUnresolvable,
        reasons: [
          "node(s) didn't satisfy plugin(s) [\(preFilter.narrowedBy.joined(separator: " "))]"
        ])
    }
    if let node = roomMade(for: pod, framework, state, cluster, outcome.diagnosis) {
      outcome.feasible = [node]
      return nil
    }
    let error = walk(pod, candidates, framework, state, into: &outcome)
    nextStart = (nextStart + outcome.examined) % nodes.count
    if let error { return error }
    if framework.extenders.isEmpty { return nil }
    do throws(FrameworkError) {
      outcome.feasible = try framework.askExtenders(pod, outcome.feasible, &outcome.diagnosis)
      return nil
    } catch {
      outcome.feasible = []
      return error
    }
  }

  /// The node where room was made for the pod, if it fits there by now.
  private func roomMade(
    for pod: PodInfo, _ framework: Framework, _ state: CycleState, _ cluster: some ClusterView,
    _ diagnosis: Diagnosis
  ) -> NodeInfo? {
    let name = pod.nominatedNodeName
    guard !name.isEmpty, let node = cluster.node(name) else { return nil }
    guard framework.tryFilters(pod, on: node, state).isSuccess else { return nil }
    var trial = diagnosis
    return (try? framework.askExtenders(pod, [node], &trial))?.first
  }

  /// Asks the filters about node after node until enough can take the pod.
  private func walk(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ framework: Framework, _ state: CycleState,
    into outcome: inout Outcome
  ) -> FrameworkError? {
    let enough = enough(of: nodes.count, framework)
    for step in nodes.indices {
      if outcome.feasible.count >= enough { break }
      let node = nodes[(nextStart + step) % nodes.count]
      let status = framework.tryFilters(pod, on: node, state)
      switch status.code {
      case .success: outcome.feasible.append(node)
      case .error:
        return FrameworkError(
          "running \"\(status.plugin)\" filter plugin: \(status.message)")
      default: outcome.diagnosis.refuse(node.name, status)
      }
    }
    return nil
  }

  /// Scores the nodes and takes the best.
  private mutating func choose(
    _ pod: PodInfo, _ framework: Framework, _ state: CycleState, _ outcome: inout Outcome
  ) -> Outcome.Result {
    let status = framework.runPreScore(pod, outcome.feasible, state)
    if !status.isSuccess { return .broke(FrameworkError(status.message)) }
    switch framework.runScore(pod, outcome.feasible, state) {
    case .failure(let error): return .broke(error)
    case .success(let scores):
      outcome.scores = scores
      let winner = ties.winner(among: outcome.feasible, scores.totals)
      return .chosen(outcome.feasible[winner])
    }
  }
}
