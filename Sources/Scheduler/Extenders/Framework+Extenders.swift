import KubeAPI

/// Where extenders have their say.
///
/// Source: `pkg/scheduler/schedule_one.go`, v1.34.
extension Framework {
  /// The name under which pods wait that extenders turned down; any event may help them.
  ///
  /// Source: `pkg/scheduler/framework/types.go` (ExtenderName), v1.34.
  static let extenderName = "Extender"

  /// Leaves the nodes of `feasible` that all extenders let the pod onto, one after the other.
  ///
  /// Source: `pkg/scheduler/schedule_one.go` (findNodesThatPassExtenders), v1.34.
  func askExtenders(
    _ pod: PodInfo, _ feasible: [NodeInfo], _ diagnosis: inout Diagnosis
  ) throws(FrameworkError) -> [NodeInfo] {
    var left = feasible
    for extender in extenders where extender.isInterested(in: pod) {
      if left.isEmpty { break }
      let verdict: ExtenderVerdict
      do throws(ExtenderError) {
        verdict = try extender.filter(pod, left)
      } catch {
        guard extender.settings.isIgnorable else { throw FrameworkError(error.message) }
        extender.passOver(error)
        continue
      }
      let places = Dictionary(
        left.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
      left = verdict.passed.compactMap { places[$0] }
      diagnosis.take(verdict, by: extender, asked: feasible)
    }
    if left.count != feasible.count {
      diagnosis.unschedulablePlugins.insertSorted(Self.extenderName)
    }
    return left
  }

  /// Adds the points of the extenders to those of the plugins. One that fails gives none.
  ///
  /// Source: `pkg/scheduler/schedule_one.go` (prioritizeNodes), v1.34.
  func addPointsOfExtenders(_ pod: PodInfo, _ nodes: [NodeInfo], to scores: inout NodeScores) {
    var place = score.count
    for extender in extenders where extender.isPrioritizer {
      defer { place += 1 }
      guard extender.isInterested(in: pod) else { continue }
      do throws(ExtenderError) {
        var points: [String: Int64] = [:]
        for (node, score) in try extender.prioritize(pod, nodes) {
          points[node] = (points[node] ?? 0).addingClamped(score)
        }
        // Extenders give 0 to 10 points, plugins 0 to 100; neither is held to it here.
        let factor = extender.settings.weight * (maxNodeScore / 10)
        let weighted = nodes.map { node in
          (points[node.name] ?? 0).clamped(to: Self.mostPoints) * factor
        }
        scores.add(weighted, weight: 1, plugin: place)
      } catch {
        extender.passOver(error)
      }
    }
  }

  /// Keeps sums of weighted points far from overflow, whatever an extender answers.
  private static let mostPoints: ClosedRange<Int64> = -10_000_000...10_000_000

  /// Has the first extender that binds, and is asked about the pod, bind it.
  ///
  /// - Returns: why it failed; nil when it is bound, or no extender binds it.
  func bindByExtender(_ pod: PodInfo, to node: String) -> ExtenderError? {
    for extender in extenders where extender.isBinder && extender.isInterested(in: pod) {
      do throws(ExtenderError) {
        try extender.bind(pod, to: node)
        return nil
      } catch {
        guard extender.settings.isIgnorable else { return error }
        extender.passOver(error)
      }
    }
    return nil
  }

  /// The names of what gives points: the score plugins, then the extenders.
  var scorerNames: [String] {
    scorePluginNames + extenders.filter(\.isPrioritizer).map(\.name)
  }

  /// Whether a search may end at the first node, since nobody chooses among several.
  var choosesAmongNodes: Bool {
    !score.isEmpty || extenders.contains { $0.isFilter || $0.isPrioritizer }
  }
}

extension FilterHandle {
  /// What extenders leave of the places where room can be made.
  ///
  /// Source: `pkg/scheduler/framework/preemption/preemption.go` (callExtenders), v1.34.
  func askExtenders(
    _ pod: PodInfo, _ candidates: [VictimSearch.Candidate], podsOn: (String) -> [PodInfo]?
  ) throws(ExtenderError) -> [VictimSearch.Candidate] {
    let asked = extenders.filter { $0.supportsPreemption && $0.isInterested(in: pod) }
    if asked.isEmpty { return candidates }
    var left = candidates.map {
      ExtenderVictims(node: $0.node, pods: $0.victims, budgetViolations: $0.budgetViolations)
    }
    for extender in asked {
      do throws(ExtenderError) {
        var answer = try extender.preempt(for: pod, left, podsOn: podsOn)
        if let empty = answer.first(where: { $0.pods.isEmpty }), !extender.settings.isIgnorable {
          throw ExtenderError("expected at least one victim pod on node \"\(empty.node)\"")
        }
        answer.removeAll { $0.pods.isEmpty }
        left = answer
      } catch {
        guard extender.settings.isIgnorable else { throw error }
        extender.passOver(error)
      }
      if left.isEmpty { break }
    }
    return left.map {
      VictimSearch.Candidate(
        node: $0.node, victims: $0.pods, budgetViolations: $0.budgetViolations)
    }
  }
}

extension Diagnosis {
  /// Notes what an extender says of nodes; it takes the place of what was said before.
  ///
  /// Nodes that it dropped without a word get a verdict without a reason, so that explanations can
  /// show who dropped them.
  fileprivate mutating func take(
    _ verdict: ExtenderVerdict, by extender: any Extender, asked: [NodeInfo]
  ) {
    var named: Set<String> = []
    var found: [Refusal] = []
    func refuse(_ node: String, _ code: Status.Code, _ reasons: [String]) {
      guard named.insert(node).inserted else { return }
      let status = Status(code, reasons: reasons).from(extender.name)
      found.append(Refusal(node: node, status: status))
    }
    for (node, reason) in verdict.hopeless {
      refuse(node, .unschedulableAndUnresolvable, [reason])
    }
    for (node, reason) in verdict.failed { refuse(node, .unschedulable, [reason]) }
    let kept = refusals.filter { !named.contains($0.node) }
    if otherNodes == nil {
      named.formUnion(verdict.passed)
      for refusal in kept { named.insert(refusal.node) }
      for node in asked { refuse(node.name, .unschedulableAndUnresolvable, []) }
    }
    replaceRefusals(by: kept + found)
  }
}

extension Int64 {
  fileprivate func clamped(to range: ClosedRange<Int64>) -> Int64 {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
