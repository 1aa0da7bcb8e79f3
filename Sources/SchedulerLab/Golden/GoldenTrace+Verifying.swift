import Documents
import Scheduler

extension GoldenTrace {
  /// Makes the decisions of the trace at `path` once more, with this configuration and these
  /// plugins, about the nodes and pods that it names.
  ///
  /// - Throws: `Problems` when the trace or an input cannot be read, or a profile that cannot be
  ///   set up (`PluginError`).
  public static func verify(
    _ path: String, configuration: SchedulerConfiguration, registry: PluginRegistry = .builtIn
  ) throws -> TraceAgreement {
    let trace = try GoldenTrace(reading: try SourceFile(path: path))
    let folder = RelativePath.folder(of: path)
    let cluster = try ClusterReader.read(
      nodes: trace.paths(.nodes, from: folder), pods: trace.paths(.pods, from: folder))
    var agreement = try trace.verify(cluster, configuration: configuration, registry: registry)
    agreement.notes += trace.changedInputs(from: folder)
    return agreement
  }

  /// Makes the decisions once more about `cluster`, and holds them against those recorded.
  ///
  /// - Parameter reference: The configuration that the trace was recorded with, if it is known: it
  ///   tells on which node of a large cluster the first difference is, of which the trace itself
  ///   keeps digests only.
  /// - Throws: a profile that cannot be set up (`PluginError`).
  /// - Complexity: O(pods × nodes).
  public func verify(
    _ cluster: ClusterInput, configuration: SchedulerConfiguration,
    registry: PluginRegistry = .builtIn, reference: SchedulerConfiguration? = nil
  ) throws -> TraceAgreement {
    func walk(_ configuration: SchedulerConfiguration) throws -> DecisionWalk {
      try DecisionWalk(
        cluster, configuration: configuration, registry: registry, seed: header.seed)
    }
    var decisions = try walk(configuration)
    var agreement = compare { decisions.next() }
    agreement.notes += profileNotes(decisions.profiles)
    if let divergence = agreement.divergence, let reference,
      divergence.index < self.decisions.count, !self.decisions[divergence.index].isWhole
    {
      var (then, now) = (try walk(reference), try walk(configuration))
      agreement.divergence = located(divergence, &then, &now) ?? divergence
    }
    return agreement
  }

  /// Holds decisions made under (simulated) time against those recorded.
  public func verify(timed found: [SchedulingDecision]) -> TraceAgreement {
    var rest = found[...]
    return compare { rest.popFirst() }
  }

  private func compare(_ next: () -> SchedulingDecision?) -> TraceAgreement {
    var agreement = TraceAgreement(recorded: decisions.count, agreeing: 0)
    for (index, recorded) in decisions.enumerated() {
      guard let decision = next() else {
        let end = ended(recorded, index)
        if agreement.divergence == nil { agreement.divergence = end }
        return agreement
      }
      let found = GoldenDecision(decision, isTimed: header.isTimed, wholeMax: .max)
      let difference = DecisionDifference(recorded: recorded, found: found, index: index).first
      if agreement.divergence == nil {
        agreement.divergence = difference
        if difference == nil { agreement.agreeing += 1 }
      } else {
        if recorded.pod == found.pod, recorded.chosen == found.chosen {
          agreement.sameNodeAfter += 1
        }
        if difference == nil { agreement.sameAfter += 1 }
      }
    }
    if agreement.divergence == nil, let more = next() {
      agreement.divergence = TraceDivergence(
        aspect: .order, index: decisions.count, time: header.isTimed ? more.time : nil,
        pod: more.pod.description, expected: "the trace ends",
        found: "a decision about \(more.pod)", chosenNow: more.chosen)
    }
    return agreement
  }

  private func ended(_ recorded: GoldenDecision, _ index: Int) -> TraceDivergence {
    TraceDivergence(
      aspect: .order, index: index, time: recorded.time, pod: recorded.pod,
      expected: "a decision about \(recorded.pod)", found: "there is none any more",
      chosenThen: recorded.chosen)
  }

  /// The difference in full, from the decisions that the recorded configuration makes today; nil
  /// when it does not decide any more as it did.
  private func located(
    _ divergence: TraceDivergence, _ then: inout DecisionWalk, _ now: inout DecisionWalk
  ) -> TraceDivergence? {
    for _ in 0..<divergence.index {
      _ = then.next()
      _ = now.next()
    }
    guard let old = then.next(), let new = now.next() else { return nil }
    let recorded = decisions[divergence.index]
    guard GoldenDecision(old, isTimed: header.isTimed) == recorded else { return nil }
    return DecisionDifference(
      recorded: GoldenDecision(old, isTimed: header.isTimed, wholeMax: .max),
      found: GoldenDecision(new, isTimed: header.isTimed, wholeMax: .max), index: divergence.index
    ).first
  }

  /// In which plugins and weights `profiles` differ from those recorded, a sentence each.
  private func profileNotes(_ profiles: [ProfileSummary]) -> [String] {
    var notes: [String] = []
    for then in header.profiles {
      guard let now = profiles.first(where: { $0.schedulerName == then.schedulerName }) else {
        notes.append("There is no profile \(then.schedulerName) any more.")
        continue
      }
      let name = profiles.count > 1 ? " of the profile \(then.schedulerName)" : ""
      func weights(_ profile: ProfileSummary) -> [(String, Int64)] {
        profile.scores.map { ($0.plugin, $0.weight) }
      }
      for (plugin, weight) in weights(then) {
        guard let own = now.scores.first(where: { $0.plugin == plugin }) else {
          notes.append("\(plugin)\(name) gives no points any more.")
          continue
        }
        if own.weight != weight {
          notes.append("\(plugin)\(name) has the weight \(own.weight); \(weight) was recorded.")
        }
      }
      for (plugin, _) in weights(now) where !then.scores.contains(where: { $0.plugin == plugin }) {
        notes.append("\(plugin)\(name) gives points, which it did not.")
      }
      for plugin in then.filters where !now.filters.contains(plugin) {
        notes.append("\(plugin)\(name) turns no nodes down any more.")
      }
      for plugin in now.filters where !then.filters.contains(plugin) {
        notes.append("\(plugin)\(name) turns nodes down, which it did not.")
      }
    }
    return notes
  }

  /// The paths of the files read as `role`, for a trace in `folder`.
  public func paths(_ role: TraceInput.Role, from folder: String) -> [String] {
    header.paths(role).map { RelativePath.resolved($0, from: folder) }
  }

  /// A sentence for each input that is not what was recorded.
  public func changedInputs(
    from folder: String, roles: [TraceInput.Role] = TraceInput.Role.allCases
  ) -> [String] {
    header.inputs.filter { roles.contains($0.role) }.compactMap { input in
      let path = RelativePath.resolved(input.path, from: folder)
      let digest = try? TraceInput.digest(of: path)
      if digest == input.digest { return nil }
      return digest == nil
        ? "\(path) (\(input.role.rawValue)) is not there any more."
        : "\(path) (\(input.role.rawValue)) has changed since it was recorded."
    }
  }
}
