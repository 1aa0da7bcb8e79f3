import ControllerRuntime
import KubeAPI

/// Making room: pods that go for a more important one, which waits for their node.
///
/// The waiting pod is tried again when the first of them is gone. Upstream keeps it out of the
/// queue while the calls are under way (asynchronous preemption); here it waits among the
/// unschedulable ones, and an event that wakes it too early costs it one try in vain.
///
/// Source: `pkg/scheduler/framework/preemption/preemption.go` (prepareCandidate), v1.34.
extension Scheduler {
  /// Notes what a PostFilter plugin has achieved for the pod.
  func apply(_ result: PostFilterResult, to cycle: Cycle) {
    guard let node = result.nominatedNode else { return }
    if !result.status.isSuccess || node.isEmpty {
      if !cycle.info.nominatedNodeName.isEmpty { nominate(cycle.info, to: "") }
      return endNomination(of: cycle.info)
    }
    for victim in result.victims { evict(victim, for: cycle.info, on: node) }
    for rival in nominator.nominated(to: node)
    where rival.priority < cycle.info.priority {
      // Room made for it goes to a more important pod: it has to look for another place.
      nominator.remove(rival)
      nominate(rival, to: "")
    }
    nominator.nominate(cycle.info, to: node)
    nominate(cycle.info, to: node)
  }

  /// The pod waits for room no more. Where it does not take the room (it is gone, or goes to
  /// another node), others are woken that it was kept from.
  func endNomination(of pod: PodInfo, landing: String = "") {
    guard let node = nominator.node(of: pod) else { return }
    nominator.remove(pod)
    if node == landing { return }
    var freed = pod.pod
    freed.spec.nodeName = node
    queue.moveAll(.assignedPodDeleted, .pod(old: freed, new: nil)) {
      $0.identity != pod.identity
    }
  }

  private func nominate(_ pod: PodInfo, to node: String) {
    let patch = Patch("nominatedNodeName", isStatus: true) { object in
      guard var pod = object as? Pod else { return }
      pod.status.nominatedNodeName = node
      object = pod
    }
    client.send(.patch(pod.pod.reference, patch)) { _ in }
  }

  /// Marks the pod as disrupted, then deletes it with its own grace.
  private func evict(_ victim: PodInfo, for pod: PodInfo, on node: String) {
    let target = victim.pod.reference
    if waitingPods.reject(victim.identity, by: DefaultPreemption.name, message: "preempted") {
      return
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
    client.send(.patch(target, mark)) { [unowned self] _ in
      client.send(.delete(target, DeleteOptions())) { [unowned self] result in
        guard case .failure(let error) = result, error.reason != .notFound else { return }
        // Nobody's going will wake the pod: it is tried again at once.
        endNomination(of: pod)
        queue.activate(pod)
      }
    }
    recorder.record(
      target, reason: "Preempted",
      message: "Preempted by pod \(pod.uid) on node \(node)")
  }
}
