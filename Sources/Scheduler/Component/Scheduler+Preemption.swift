import ControllerRuntime
import KubeAPI

/// Making room: pods that go for a more important one, which waits for their node.
///
/// The calls go out beside the decisions about other pods. The waiting pod is kept out of the queue
/// until all of its victims but the last are told to go, and is tried again when one of them is
/// gone.
///
/// Source: `pkg/scheduler/framework/preemption/preemption.go` (prepareCandidateAsync), v1.34.
extension Scheduler {
  /// Tells the victims that a PostFilter plugin has chosen to go.
  func makeRoom(_ result: PostFilterResult, for cycle: Cycle) {
    guard let node = result.nominatedNode, result.status.isSuccess, !node.isEmpty else { return }
    for rival in nominator.nominated(to: node)
    where rival.priority < cycle.info.priority {
      // Room made for it goes to a more important pod: it has to look for another place.
      nominator.remove(rival)
      clearNomination(of: rival)
    }
    guard let last = result.victims.last else { return }
    let pod = cycle.info
    preemptions.begin(pod.identity)
    let others = result.victims.dropLast()
    var open = others.count
    var hasFailed = false
    func finish() {
      // Before the last goes: its going must find the pod ready to be tried again.
      preemptions.end(pod.identity)
      evict(last, for: pod, on: node) { [unowned self] isToldToGo in
        if hasFailed || !isToldToGo { queue.activate(pod) }
      }
    }
    if others.isEmpty { return finish() }
    for victim in others {
      evict(victim, for: pod, on: node) { isToldToGo in
        open -= 1
        if !isToldToGo { hasFailed = true }
        if open == 0 { finish() }
      }
    }
  }

  /// The pod waits for room no more. Where it does not take the room (it is gone, or goes to
  /// another node), others are woken that it was kept from.
  func endNomination(of pod: PodInfo, landing: String = "") {
    guard let node = nominator.node(of: pod) else { return }
    nominator.remove(pod)
    if node == landing { return }
    var freed = pod.pod
    freed.status.nominatedNodeName = node
    announceUnclaimed(freed)
  }

  /// Room that was made for `pod` is not claimed by it any more: pods that are no more important
  /// may take it.
  ///
  /// Source: `pkg/scheduler/eventhandlers.go` (getLEPriorityPreCheck), v1.34.
  func announceUnclaimed(_ pod: Pod) {
    queue.moveAll(.assignedPodDeleted, .pod(old: pod, new: nil)) {
      $0.priority <= pod.spec.priority
    }
  }

  private func clearNomination(of pod: PodInfo) {
    let patch = Patch("nominatedNodeName", isStatus: true) { object in
      guard var pod = object as? Pod else { return }
      pod.status.nominatedNodeName = ""
      object = pod
    }
    client.send(.patch(pod.pod.reference, patch)) { _ in }
  }

  /// Marks the pod as disrupted, then deletes it with its own grace; `then` is told whether that
  /// worked.
  private func evict(
    _ victim: PodInfo, for pod: PodInfo, on node: String, then done: @escaping (Bool) -> Void
  ) {
    let target = victim.pod.reference
    if waitingPods.reject(victim.identity, by: DefaultPreemption.name, message: "preempted") {
      tellPreempted(target, by: pod, on: node)
      return done(true)
    }
    let condition = Condition(
      "DisruptionTarget", .isTrue, reason: PodInfo.preemptionReason,
      message: "\(pod.spec.schedulerName): preempting to accommodate a higher priority pod",
      since: clock.now)
    let mark = Patch("mark as preempted", isStatus: true) { object in
      guard var pod = object as? Pod, !pod.metadata.isTerminating else { return }
      pod.status.conditions.set(condition)
      object = pod
    }
    client.send(.patch(target, mark)) { [unowned self] marked in
      if case .failure = marked { return done(false) }
      client.send(.delete(target, DeleteOptions())) { [unowned self] deleted in
        if case .failure(let error) = deleted { return done(error.reason == .notFound) }
        tellPreempted(target, by: pod, on: node)
        done(true)
      }
    }
  }

  private func tellPreempted(_ victim: ObjectReference, by pod: PodInfo, on node: String) {
    recorder.record(
      victim, reason: "Preempted",
      message: "Preempted by pod \(pod.uid) on node \(node)")
  }
}
