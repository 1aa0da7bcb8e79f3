/// Running the plugins that look for a node.
extension Framework {
  /// What the PreFilter plugins say together.
  struct PreFilterOutcome {
    /// Success, or the first refusal or error.
    var status: Status
    /// The only nodes left, sorted by name; nil for all.
    var only: [String]?
    /// The plugins that narrowed the nodes down, sorted.
    var narrowedBy: [String]
  }

  func runPreFilter(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState
  ) -> PreFilterOutcome {
    var outcome = PreFilterOutcome(status: .success, only: nil, narrowedBy: [])
    var skipped: [String] = []
    for plugin in preFilter {
      switch plugin.preFilter(pod, nodes, state) {
      case .skip: skipped.append(plugin.name)
      case .proceed(nil): break
      case .proceed(let names?):
        outcome.narrowedBy.insertSorted(plugin.name)
        outcome.only = outcome.only?.filter(names.contains) ?? names.sorted()
        if outcome.only?.isEmpty == true {
          outcome.status = emptied(by: outcome.narrowedBy)
          return outcome
        }
      case .fails(let status):
        outcome.status = status.from(plugin.name)
        return outcome
      }
    }
    state.filtersSkipped = filter.map { skipped.contains($0.name) }
    return outcome
  }

  private func emptied(by plugins: [String]) -> Status {
    let text =
      plugins.count == 1
      ? "node(s) didn't satisfy plugin \(plugins[0])"
      : "node(s) didn't satisfy plugin(s) [\(plugins.joined(separator: " "))] simultaneously"
    return Status(.unschedulableAndUnresolvable, reasons: [text])
  }

  /// What the first filter says that does not let the pod onto `node`; success when all do.
  func runFilters(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    for index in filter.indices where !state.filtersSkipped[index] {
      let status = filter[index].filter(pod, on: node, state)
      if status.code == .success { continue }
      return status.from(filter[index].name)
    }
    return .success
  }

  /// Asks the PostFilter plugins in turn until one makes room.
  ///
  /// Their messages are joined, as upstream does; a nomination without success is kept.
  func runPostFilter(
    _ pod: PodInfo, _ diagnosis: Diagnosis, _ state: CycleState
  ) -> PostFilterResult? {
    if postFilter.isEmpty { return nil }
    var reasons: [String] = []
    var nominated: String?
    var trials: PreemptionTrials?
    var code = Status.Code.unschedulable
    for plugin in postFilter {
      let result = plugin.postFilter(pod, diagnosis, state, self)
      if result.status.isSuccess || result.status.code == .error { return result }
      if result.status.code == .unschedulableAndUnresolvable { code = result.status.code }
      reasons += result.status.reasons
      nominated = result.nominatedNode ?? nominated
      trials = result.trials ?? trials
    }
    return PostFilterResult(
      Status(code, reasons: reasons), nominatedNode: nominated, trials: trials)
  }

  /// Success, or the first plugin that broke.
  func runPreScore(_ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState) -> Status {
    var skipped: [String] = []
    for plugin in preScore {
      let status = plugin.preScore(pod, nodes, state)
      if status.code == .skip {
        skipped.append(plugin.name)
      } else if !status.isSuccess {
        return .error("running PreScore plugin \"\(plugin.name)\": \(status.message)")
      }
    }
    state.scoresSkipped = score.map { skipped.contains($0.plugin.name) }
    return .success
  }

  /// The weighted points of every node by every plugin.
  func runScore(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState
  ) -> Result<NodeScores, FrameworkError> {
    var result = NodeScores(nodeCount: nodes.count, plugins: scorerNames.count)
    var points = [Int64](repeating: 0, count: nodes.count)
    for (index, entry) in score.enumerated() where !state.scoresSkipped[index] {
      for place in points.indices { points[place] = 0 }
      entry.plugin.scoreAll(pod, nodes, state, into: &points)
      entry.plugin.normalize(&points, for: pod, state)
      for (place, value) in points.enumerated() where !(0...maxNodeScore).contains(value) {
        return .failure(
          FrameworkError(
            "plugin \"\(entry.plugin.name)\" returns an invalid score \(value) for node "
              + "\(nodes[place].name), it should in the range of [0, \(maxNodeScore)] "
              + "after normalizing"))
      }
      result.add(points, weight: entry.weight, plugin: index)
    }
    addPointsOfExtenders(pod, nodes, to: &result)
    return .success(result)
  }
}

/// Something broke inside of the scheduler; the pod is tried again after a back-off.
public struct FrameworkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What broke.
  public let message: String

  init(_ message: String) { self.message = message }

  /// What broke.
  public var description: String { message }
}

/// The points of some nodes by some plugins.
public struct NodeScores: Sendable {
  /// The sum of each node.
  public private(set) var totals: [Int64]
  private var byPlugin: [[Int64]]

  init(nodeCount: Int, plugins: Int) {
    totals = [Int64](repeating: 0, count: nodeCount)
    byPlugin = Array(repeating: [], count: plugins)
  }

  mutating func add(_ points: [Int64], weight: Int64, plugin: Int) {
    var weighted = points
    for place in weighted.indices {
      weighted[place] *= weight
      totals[place] += weighted[place]
    }
    byPlugin[plugin] = weighted
  }

  /// The weighted points of one node by one plugin; nil when the plugin had nothing to say of the
  /// pod.
  public func points(of node: Int, by plugin: Int) -> Int64? {
    byPlugin[plugin].isEmpty ? nil : byPlugin[plugin][node]
  }
}
