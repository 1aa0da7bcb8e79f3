import KubeAPI
import Units

/// The scheduling cycle: from a waiting pod to a chosen node.
extension Scheduler {
  /// One pod's try.
  struct Cycle {
    let pod: QueuedPod
    /// The pod as it was decided about.
    let info: PodInfo
    let framework: Framework
    let state: CycleState
    /// What the observer wants to know of it.
    let detail: SchedulingDecision.Detail
    var found: SchedulingAlgorithm.Outcome
  }

  /// Decides about a pod in the cluster as it is now.
  func decide(_ pod: QueuedPod, _ framework: Framework) -> Cycle {
    let state = CycleState()
    let detail = observer == nil ? [] : detail?(pod.info, pod.attempts) ?? .all
    let found = algorithm.schedule(
      pod.info, framework, state, cache, explains: detail.contains(.placed))
    if found.found != nil, case .noFit = found.result {
      // Who makes room works on what the filters know of the pod.
      _ = framework.runPreFilter(pod.info, cache.nodes, state)
    }
    return Cycle(
      pod: pod, info: pod.info, framework: framework, state: state, detail: detail, found: found)
  }

  /// Acts on a decision, once the time that it took is over.
  func carryOut(_ cycle: Cycle) {
    switch cycle.found.result {
    case .chosen(let node):
      observe(cycle)
      assume(cycle, node.name)
    case .noFit: makeRoom(cycle)
    case .noNodes:
      observe(cycle)
      fail(
        cycle, .refused(Diagnosis(nodeCount: 0)), SchedulingAlgorithm.noNodesMessage)
    case .broke(let error):
      observe(cycle)
      fail(cycle, .broke, error.message)
    }
  }

  /// Asks the PostFilter plugins for a pod that fits nowhere, and puts it back into the queue.
  private func makeRoom(_ tried: Cycle) {
    var cycle = tried
    let result = cycle.framework.runPostFilter(
      cycle.info, cycle.found.diagnosis, cycle.state)
    cycle.found.diagnosis.postFilterMessage = result?.status.message ?? ""
    observe(cycle, result)
    fail(
      cycle, .refused(cycle.found.diagnosis), cycle.found.diagnosis.message,
      nominating: result?.nominatedNode.map { result?.status.isSuccess == true ? $0 : "" })
    if let result { makeRoom(result, for: cycle) }
  }

  private func observe(_ cycle: Cycle, _ preemption: PostFilterResult? = nil) {
    guard let observer else { return }
    observer(
      SchedulingDecision(
        cycle.found, of: cycle.info, attempt: cycle.pod.attempts, time: clock.now,
        queued: cycle.pod.timestamp, framework: cycle.framework, nodes: cache.nodes,
        detail: cycle.detail, preemption: preemption))
  }

  /// Counts the pod on its node and asks leave to bind it.
  private func assume(_ cycle: Cycle, _ node: String) {
    guard cache.assume(cycle.info, on: node) else {
      return fail(
        cycle, .broke, "pod \(cycle.info.key) is in the cache, so can't be assumed")
    }
    endNomination(of: cycle.info, landing: node)
    let reserved = cycle.framework.runReserve(cycle.info, on: node, cycle.state)
    if !reserved.isSuccess { return turnBack(cycle, node, reserved) }
    let (permitted, delays) = cycle.framework.runPermit(cycle.info, on: node, cycle.state)
    switch permitted.code {
    case .success: bind(cycle, to: node)
    case .wait:
      waitingPods.wait(cycle.info.identity, for: delays) { [unowned self] status in
        if status.isSuccess {
          bind(cycle, to: node)
        } else {
          failToBind(cycle, node, status)
        }
      }
    default: turnBack(cycle, node, permitted)
    }
  }

  /// Takes the choice of a node back before any binding has begun.
  private func turnBack(_ cycle: Cycle, _ node: String, _ status: Status) {
    cycle.framework.runUnreserve(cycle.info, on: node, cycle.state)
    cache.forget(cycle.info)
    failOnNode(cycle, node, status)
  }

  /// Fails a pod for what was said of its chosen node alone.
  func failOnNode(_ cycle: Cycle, _ node: String, _ status: Status) {
    guard status.isRejected else { return fail(cycle, .broke, status.message) }
    var diagnosis = Diagnosis(nodeCount: 1)
    diagnosis.refuse(node, status)
    fail(cycle, .refused(diagnosis), diagnosis.message)
  }
}
