import KubeAPI
import Units

/// Finds the fewest and least important pods of one node that must go for a pod to fit there.
///
/// Source: `pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go`
/// (SelectVictimsOnNode), v1.34.
struct VictimSearch {
  /// A node where room can be made.
  struct Candidate {
    /// The node.
    let node: String
    /// The pods that must go, the most important first.
    let victims: [PodInfo]
    /// How many of them a disruption budget protects.
    let budgetViolations: Int
  }

  /// What came of the search on one node.
  enum Outcome {
    case candidate(Candidate)
    /// No room can be made there.
    case hopeless(Status)
  }

  let handle: any FilterHandle
  let budgets: [BudgetView]

  /// What users see of a node without less important pods.
  static let nobodyReason = "No preemption victims found for incoming pod"

  /// What is said when the pod fits though nobody goes, which no plugin should bring about.
  static func noVictim(on node: String) -> String {
    "expected at least one victim pod on node \"\(node)\""
  }

  /// Looks at a copy of `node`; `state` is the cycle's, which stays as it is.
  func search(_ pod: PodInfo, on original: NodeInfo, _ cycle: CycleState) -> Outcome {
    let node = original.copy()
    let state = cycle.copy()
    let lesser = node.pods.filter { $0.priority < pod.priority }
    if lesser.isEmpty {
      return .hopeless(Status(.unschedulableAndUnresolvable, reasons: [Self.nobodyReason]))
    }
    for other in lesser { handle.remove(other, for: pod, on: node, state) }
    let status = handle.tryFilters(pod, on: node, state)
    if !status.isSuccess { return .hopeless(status) }
    let (protected, open) = byBudget(lesser.sorted(by: Importance.isHigher))
    var victims: [PodInfo] = []
    var violations = 0
    for other in protected where !reprieve(other, for: pod, on: node, state) {
      victims.append(other)
      violations += 1
    }
    for other in open where !reprieve(other, for: pod, on: node, state) { victims.append(other) }
    if victims.isEmpty { return .hopeless(.error(Self.noVictim(on: original.name))) }
    victims.sort(by: Importance.isHigher)
    return .candidate(
      Candidate(node: original.name, victims: victims, budgetViolations: violations))
  }

  /// Lets `other` stay if the pod fits beside it.
  private func reprieve(
    _ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState
  ) -> Bool {
    handle.add(other, for: pod, on: node, state)
    if handle.tryFilters(pod, on: node, state).isSuccess { return true }
    handle.remove(other, for: pod, on: node, state)
    return false
  }

  /// Those whose going a budget forbids, and the others, each in the order given.
  ///
  /// Source: `pkg/scheduler/framework/preemption/preemption.go` (filterPodsWithPDBViolation),
  /// v1.34.
  private func byBudget(_ pods: [PodInfo]) -> (protected: [PodInfo], open: [PodInfo]) {
    var allowed = budgets.map(\.disruptionsAllowed)
    var protected: [PodInfo] = []
    var open: [PodInfo] = []
    for other in pods {
      var isProtected = false
      for (index, budget) in budgets.enumerated() where budget.speaks(of: other) {
        allowed[index] -= 1
        if allowed[index] < 0 { isProtected = true }
      }
      if isProtected { protected.append(other) } else { open.append(other) }
    }
    return (protected, open)
  }
}

extension BudgetView {
  /// Whether a disturbance of `pod` would count; an empty selector means nothing here.
  fileprivate func speaks(of pod: PodInfo) -> Bool {
    guard let selector, !selector.isEmpty, !pod.labels.isEmpty,
      pod.namespace == namespace, !disrupted.contains(pod.name)
    else { return false }
    return selector.matches(pod.labels)
  }
}

/// Which pods rather stay than others.
enum Importance {
  /// Whether `a` is more important: of higher priority, or running longer.
  ///
  /// Source: `pkg/scheduler/util/utils.go` (MoreImportantPod), v1.34. Pods that run equally long
  /// stay in the order in which they came to the node; upstream leaves that to its sort.
  static func isHigher(_ a: PodInfo, _ b: PodInfo) -> Bool {
    let (mine, other) = (a.priority, b.priority)
    return mine == other ? startTime(a) < startTime(b) : mine > other
  }

  /// When the pod started; one that has not counts as starting later than all others.
  static func startTime(_ pod: PodInfo) -> Instant { pod.startTime ?? .never }
}
