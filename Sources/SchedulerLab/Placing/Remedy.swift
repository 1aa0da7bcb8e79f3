import KubeAPI
import Scheduler

/// A change that would let a pod be placed, found out by asking the filters with the change made.
public struct Remedy: Sendable, Hashable {
  /// The change, to follow "would fit": `if one node had 3.2 more cores (node-7)`.
  public var text: String
  /// On how many nodes the pod could go then.
  public var nodeCount: Int
}

/// Pods without a node that ask for the same, and what would help them.
public struct UnplacedKind: Sendable {
  /// The pods, in the order in which they came.
  public var pods: [ObjectKey]
  /// Why nodes cannot take them as the cluster is in the end.
  public var reasons: [Diagnosis.Reason]
  /// What would help, the smallest change first; none where no single change does.
  public var remedies: [Remedy]
}

/// Looks for the smallest single change that would let a pod be placed.
///
/// Nothing is concluded from texts: each change is made to the pod, or to one node for the moment,
/// and the whole of the filters is asked again. What is tried, in this order: to try again; to
/// leave one rule of the pod out, or make it a wish (selector, affinity, spread constraint, host
/// port, claim, gate), or tolerate one taint; to give one node more of what it lacks, or ask for
/// less; to take the fewest pods off one node, whoever they are.
struct RemedySearch {
  let engine: PlacementEngine

  /// How many remedies are told of one kind of pods.
  static let shownMax = 3
  /// How many changes of a pod are tried.
  private static let changesMax = 64
  /// How many nodes are tried with more of a resource.
  private static let nodesTriedMax = 8

  /// What came of the search.
  struct Outcome {
    var reasons: [Diagnosis.Reason]
    var remedies: [Remedy]
    /// How many times a node was asked about.
    var questions: Int
  }

  /// What would help `pod`, and why it has no node as things are.
  func search(_ pod: Pod) -> Outcome {
    var plain = pod
    // Room by preemption was looked for when the pod came.
    plain.spec.mayPreempt = false
    let now = engine.explain(plain, placing: false)
    let reasons = now.reasons
    if !now.feasible.isEmpty {
      let again = Remedy(text: "now, if it were tried again", nodeCount: now.feasible.count)
      return Outcome(reasons: reasons, remedies: [again], questions: now.nodes.count)
    }
    let changes = PodChange.all(of: plain, taints: engine.taints).prefix(Self.changesMax)
    var found = changes.compactMap(asked)
    found.sort { ($1.nodeCount, $0.text) < ($0.nodeCount, $1.text) }
    found = Array(found.prefix(Self.shownMax - 1))
    found += withMore(plain, now)
    if let fewer = withFewerPods(plain) { found.append(fewer) }
    return Outcome(
      reasons: reasons, remedies: Array(found.prefix(Self.shownMax)),
      questions: engine.nodes.count * (changes.count + Self.nodesTriedMax))
  }

  private func asked(_ change: PodChange) -> Remedy? {
    let feasible = engine.explain(change.pod, placing: false).feasible
    return feasible.isEmpty ? nil : Remedy(text: change.text, nodeCount: feasible.count)
  }

  // MARK: Resources

  /// More on one node, or less for the pod.
  private func withMore(_ pod: Pod, _ now: SchedulingDecision) -> [Remedy] {
    let full = Set(
      now.nodes.compactMap { name, verdict -> String? in
        guard case .rejected(let status, .filter) = verdict,
          status.plugin == "NodeResourcesFit"
        else { return nil }
        return name
      })
    let requests = engine.requests(of: pod)
    let lacks = engine.nodes.filter { full.contains($0.name) }.map {
      Shortage(of: $0, for: requests)
    }
    let fewest = lacks.map(\.amounts.count).min() ?? 0
    let nearest = lacks.filter { $0.amounts.count == fewest && fewest > 0 }
      .sorted { ($0.size, $0.node.name) < ($1.size, $1.node.name) }
    for shortage in nearest.prefix(Self.nodesTriedMax) {
      let fits = engine.trying(shortage.filled) {
        engine.explain(pod, placing: false).feasible.contains(shortage.node.name)
      }
      guard fits else { continue }
      var remedies = [
        Remedy(text: "if one node had \(shortage.text) (\(shortage.node.name))", nodeCount: 1)
      ]
      if let less = shortage.asking(less: pod), let remedy = asked(less) { remedies.append(remedy) }
      return remedies
    }
    return []
  }

  // MARK: Pods

  /// The fewest pods of one node that would have to go, found as for a pod that is more important
  /// than all others.
  private func withFewerPods(_ pod: Pod) -> Remedy? {
    var first = pod
    first.spec.priority = .max
    first.spec.mayPreempt = true
    let trials = engine.explain(first, placing: false).preemption?.trials?.candidates ?? []
    let best = trials.filter { !$0.victims.isEmpty }
      .min { ($0.victims.count, $0.node) < ($1.victims.count, $1.node) }
    return best.map { best in
      let count = best.victims.count
      let which = count <= 2 ? " (\(best.victims.map(\.description).joined(separator: ", ")))" : ""
      return Remedy(
        text: "with \(count) pod\(count == 1 ? "" : "s") fewer on \(best.node)\(which)",
        nodeCount: 1)
    }
  }
}
