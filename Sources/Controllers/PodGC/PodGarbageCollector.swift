import ControllerRuntime
import KubeAPI
import Units

/// Clears away pods that nobody else will: too many ended ones, and those of nodes that are gone.
///
/// Source: `pkg/controller/podgc/gc_controller.go`, v1.36.
final class PodGarbageCollector: Controller {
  let name = "pod-garbage-collector"
  private let informers: ControlPlaneInformers
  private let parameters: ControlPlaneParameters
  private let clock: any Clock
  private let client: APIClient
  /// Nodes found missing, with the instant at which their quarantine is over.
  private var quarantine: [String: Instant] = [:]
  private var timer: TimerToken?

  init(_ context: ControllerContext) {
    informers = context.informers
    parameters = context.parameters
    clock = context.clock
    client = context.client(name)
  }

  func start() { collect() }

  func stop() {
    if let timer { clock.cancel(timer) }
    timer = nil
  }

  private func collect() {
    let pods = informers.pods.list()
    let nodes = informers.nodes.list()
    var plans = PodGCDecision.terminated(
      pods, threshold: parameters.terminatedPodThreshold.value
    ).map { pod in { self.kill(pod, marking: false) } }
    plans += PodGCDecision.outOfService(pods, nodes: nodes)
      .map { pod in { self.kill(pod, marking: true) } }
    plans += orphanPlans(pods, nodes: nodes)
    plans += PodGCDecision.unscheduled(pods).map { pod in { self.kill(pod, marking: true) } }
    client.carryOut(plans, limit: 1) { [weak self] _ in
      guard let self else { return }
      timer = clock.after(parameters.podGCPeriod.value) { [weak self] in self?.collect() }
    }
  }

  /// Plans for the pods of nodes whose quarantine is over; nodes newly missing go into it.
  private func orphanPlans(_ pods: [Pod], nodes: [Node]) -> [() -> Plan] {
    let missing = PodGCDecision.missingNodes(pods, nodes: nodes)
    for name in quarantine.keys.sorted() where !missing.contains(name) { quarantine[name] = nil }
    var due: [String] = []
    for name in missing {
      if let end = quarantine[name] {
        if end <= clock.now { due.append(name) }
      } else {
        quarantine[name] = clock.now + parameters.podGCQuarantine.value
      }
    }
    return due.map { name in
      { self.clear(name, pods: pods.filter { $0.spec.nodeName == name }) }
    }
  }

  /// Asks once more whether the node is there, and clears its pods away when it is not.
  private func clear(_ node: String, pods: [Pod]) -> Plan {
    quarantine[node] = nil
    return .call(.get(ObjectReference(.node, ObjectKey(name: node)))) { result in
      guard case .failure(let error) = result, error.reason == .notFound else { return .done }
      let message = "PodGC: node no longer exists"
      return .inOrder(pods.map { self.kill($0, marking: true, message: message) }) { .done }
    }
  }

  private func kill(_ pod: Pod, marking: Bool, message: String = "PodGC") -> Plan {
    let delete = APIRequest.delete(pod.reference, DeleteOptions(gracePeriodSeconds: 0))
    let remove = Plan.call(delete) { _ in .done }
    guard marking, !pod.isTerminal else { return remove }
    let now = clock.now
    let mark = Patch("mark as failed", isStatus: true) { (object) throws(APIError) in
      guard var pod = object as? Pod else { return }
      pod.status.phase = .failed
      pod.status.conditions.set(
        Condition(
          "DisruptionTarget", .isTrue, reason: "DeletionByPodGC", message: message, since: now))
      object = pod
    }
    return .call(.patch(pod.reference, mark)) { result in
      if case .failure = result { return .done }
      return remove
    }
  }
}
