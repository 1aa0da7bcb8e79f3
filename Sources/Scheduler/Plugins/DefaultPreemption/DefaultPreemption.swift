import KubeAPI
import Randomness

/// The arguments of `DefaultPreemption`.
public struct DefaultPreemptionArguments: PluginArguments, Hashable {
  /// The share of nodes, in percent, on which victims are looked for at least: 0 to 100.
  public var minCandidateNodesPercentage: Int = 10
  /// The number of nodes on which victims are looked for at least.
  public var minCandidateNodesAbsolute: Int = 100

  /// The defaults.
  public init() {}
}

/// Makes room for a pod that fits nowhere, where less important pods can go.
///
/// Source: `pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go` and
/// `pkg/scheduler/framework/preemption/preemption.go`, v1.34. Upstream begins at a random node when
/// it looks at some only; here at the first, so that the same cluster gives the same victims.
final class DefaultPreemption: PostFilterPlugin, PreEnqueuePlugin, EventfulPlugin {
  static let name = "DefaultPreemption"
  /// What users see of nodes where no pod's going would help.
  static let hopelessReason = "Preemption is not helpful for scheduling"
  static let nobodyLeftReason = "preemption: no candidate node for preemption"
  static let neverReason = "not eligible due to preemptionPolicy=Never."
  static let waitingReason = "not eligible due to a terminating pod on the nominated node."

  private let arguments: DefaultPreemptionArguments
  private let cluster: any ClusterView
  private let directory: any ClusterDirectory
  private let running: RunningPreemptions?

  /// - Throws: a share that is none, or no node to look at.
  init(
    _ arguments: DefaultPreemptionArguments, cluster: any ClusterView,
    directory: any ClusterDirectory, running: RunningPreemptions? = nil
  ) throws(PluginError) {
    let (share, count) = (
      arguments.minCandidateNodesPercentage, arguments.minCandidateNodesAbsolute
    )
    guard (0...100).contains(share), count >= 0, share + count > 0 else {
      throw PluginError(
        plugin: Self.name,
        "looks at \(share) % of the nodes and \(count) at least; 0 to 100 %, and one of the two "
          + "above 0, is right")
    }
    self.arguments = arguments
    self.cluster = cluster
    self.directory = directory
    self.running = running
  }

  /// What users see of a pod whose victims are being told to go.
  static let runningReason = "waiting for the preemption for this pod to be finished"

  func preEnqueue(_ pod: PodInfo) -> Status {
    guard running?.contains(pod.identity) == true else { return .success }
    return Status(.unschedulableAndUnresolvable, reasons: [Self.runningReason])
  }

  /// The going of pods lets a pod be looked at again that was kept out; whether it is worth another
  /// try is for the plugins to say that turned it down.
  var eventsToRegister: [EventInterest] {
    [EventInterest(.assignedPodDeleted) { _, _ in false }]
  }

  func postFilter(
    _ pod: PodInfo, _ diagnosis: Diagnosis, _ state: CycleState, _ handle: any FilterHandle
  ) -> PostFilterResult {
    if let reason = ineligibility(of: pod, diagnosis) {
      return PostFilterResult(Status(.unschedulable, reasons: ["preemption: " + reason]))
    }
    var search = dryRun(pod, diagnosis, state, handle)
    let hadCandidates = !search.candidates.isEmpty
    do throws(ExtenderError) {
      search.candidates = try handle.askExtenders(pod, search.candidates) {
        cluster.node($0)?.pods
      }
    } catch {
      return PostFilterResult(.error(error.message))
    }
    let best = VictimChoice.best(search.candidates)
    guard let first = best.min(by: { utf8Precedes($0.node, $1.node) }) else {
      if hadCandidates {
        let status = Status(.unschedulable, reasons: [Self.nobodyLeftReason])
        return PostFilterResult(status, trials: search.trials(best: []))
      }
      if let error = search.error {
        return PostFilterResult(.error("preemption: " + error), trials: search.trials(best: []))
      }
      let status = Status(
        .unschedulable, reasons: ["preemption: " + message(search.hopeless)])
      return PostFilterResult(status, nominatedNode: "", trials: search.trials(best: []))
    }
    return PostFilterResult(
      .success, nominatedNode: first.node, victims: first.victims,
      trials: search.trials(best: best.map(\.node)))
  }

  /// Why `pod` may not push others aside; nil when it may.
  private func ineligibility(of pod: PodInfo, _ diagnosis: Diagnosis) -> String? {
    if !pod.spec.mayPreempt { return Self.neverReason }
    let nominated = pod.nominatedNodeName
    if nominated.isEmpty { return nil }
    if diagnosis.status(of: nominated)?.code == .unschedulableAndUnresolvable { return nil }
    let isMakingRoom = cluster.node(nominated)?.pods.contains { other in
      other.priority < pod.priority && other.isTerminating && other.isPreempted
    }
    return isMakingRoom == true ? Self.waitingReason : nil
  }

  /// What looking for victims on many nodes found.
  private struct Search {
    var candidates: [VictimSearch.Candidate] = []
    var hopeless: [(node: String, status: Status)] = []

    /// What broke on the way, in Go's words for several errors; nil for nothing.
    var error: String? {
      var errors: [String] = []
      for (_, status) in hopeless where status.code == .error {
        if !errors.contains(status.message) { errors.append(status.message) }
      }
      if errors.count < 2 { return errors.first }
      return "[\(errors.joined(separator: ", "))]"
    }

    func trials(best: [String]) -> PreemptionTrials {
      PreemptionTrials(
        candidates: candidates.map {
          .init(
            node: $0.node, victims: $0.victims.map(\.key), budgetViolations: $0.budgetViolations)
        },
        hopeless: hopeless.map { .init(node: $0.node, status: $0.status) },
        best: best.sorted(by: utf8Precedes))
    }
  }

  private func dryRun(
    _ pod: PodInfo, _ diagnosis: Diagnosis, _ state: CycleState, _ handle: any FilterHandle
  ) -> Search {
    let refused = Dictionary(
      diagnosis.refusals.map { ($0.node, $0.status.code) }, uniquingKeysWith: { first, _ in first })
    let nodes = cluster.nodes.filter {
      (refused[$0.name] ?? diagnosis.otherNodes?.code) == .unschedulable
    }
    let share = nodes.count * arguments.minCandidateNodesPercentage / 100
    let enough = max(share, arguments.minCandidateNodesAbsolute)
    let victims = VictimSearch(handle: handle, budgets: directory.disruptionBudgets)
    var search = Search()
    for node in nodes {
      switch victims.search(pod, on: node, state) {
      case .candidate(let candidate): search.candidates.append(candidate)
      case .hopeless(let status): search.hopeless.append((node.name, status))
      }
      let isEnough = search.candidates.count >= enough
      if isEnough && search.candidates.contains(where: { $0.budgetViolations == 0 }) { break }
    }
    return search
  }

  private func message(_ hopeless: [(node: String, status: Status)]) -> String {
    var diagnosis = Diagnosis(nodeCount: cluster.nodes.count)
    for (node, status) in hopeless { diagnosis.refuse(node, status) }
    diagnosis.otherNodes = Status(.unschedulableAndUnresolvable, reasons: [Self.hopelessReason])
    return diagnosis.message
  }
}

/// What looking for pods to push aside found, node by node.
public struct PreemptionTrials: Sendable {
  /// A node where room can be made.
  public struct Candidate: Sendable {
    /// The node.
    public let node: String
    /// The pods that would have to go, the most important first.
    public let victims: [ObjectKey]
    /// How many of them a disruption budget protects.
    public let budgetViolations: Int
  }
  /// A node where no room can be made.
  public struct Hopeless: Sendable {
    /// The node.
    public let node: String
    /// Why not.
    public let status: Status
  }
  /// The nodes where room can be made, in the order in which they were tried.
  public let candidates: [Candidate]
  /// The others that were tried.
  public let hopeless: [Hopeless]
  /// The names of the equally best candidates, sorted.
  public let best: [String]
}
