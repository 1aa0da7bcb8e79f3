import ControllerRuntime
import KubeAPI
import Units

/// Keeps each disruption budget's status as its pods are, so that the API server can decide about
/// evictions by looking at one object.
///
/// Source: `pkg/controller/disruption/disruption.go`, v1.36.
final class DisruptionController: Controller, Reconciler {
  let name = "disruption-controller"
  private let informers: ControlPlaneInformers
  private let queue: WorkQueue<ObjectKey>
  private let client: APIClient
  private let recorder: EventRecorder
  private let staleMarks: StaleDisruptionMarks
  private lazy var runner = ControllerRunner(
    workers: 1, queue: queue, client: client, reconciler: self)

  init(_ context: ControllerContext) {
    informers = context.informers
    client = context.client(name)
    recorder = EventRecorder(client: client, source: "controllermanager")
    queue = WorkQueue(clock: context.clock)
    staleMarks = StaleDisruptionMarks(context, client: client)
    watch()
  }

  func start() {
    informers.disruptionBudgets.whenSynced { [self] in
      runner.start()
      staleMarks.start()
    }
  }

  func stop() {
    runner.stop()
    staleMarks.stop()
  }

  private func watch() {
    informers.disruptionBudgets.addHandler(
      .init(
        added: { [unowned self] in queue.add($0.key) },
        updated: { [unowned self] in queue.add($1.key) },
        deleted: { [unowned self] in queue.add($0.key) }))
    informers.pods.addHandler(
      .init(
        added: { [unowned self] in podChanged($0) },
        updated: { [unowned self] in podChanged($1) },
        deleted: { [unowned self] in enqueueBudget(of: $0) }))
  }

  private func podChanged(_ pod: Pod) {
    enqueueBudget(of: pod)
    staleMarks.look(at: pod)
  }

  private func enqueueBudget(of pod: Pod) {
    let budgets = informers.disruptionBudgets
      .compactMap(.byNamespace, pod.metadata.namespace) { $0.covers(pod) ? $0.key : nil }
    guard let first = budgets.first else { return }
    if budgets.count > 1 {
      recorder.record(
        pod.reference, .warning, reason: "MultiplePodDisruptionBudgets",
        message: "Pod \"\(pod.metadata.namespace)\"/\"\(pod.metadata.name)\" matches multiple "
          + "PodDisruptionBudgets.  Chose \"\(first.name)\" arbitrarily.")
    }
    queue.add(first)
  }

  func plan(for key: ObjectKey, now: Instant) -> Plan {
    guard let budget = informers.disruptionBudgets.get(key) else { return .done }
    let pods = informers.pods.compactMap(.byNamespace, key.namespace) { pod in
      budget.covers(pod) ? pod : nil
    }
    if pods.isEmpty {
      recorder.record(budget.reference, reason: "NoPods", message: "No matching pods found")
    }
    var scale = 0
    if DisruptionDecision.needsScale(budget.spec) {
      let scales = ControllerScales(of: pods, informers)
      if let orphan = scales.orphan { return refuse(budget, orphan: orphan, now: now) }
      if !scales.unmanaged.isEmpty { warnOfUnmanagedPods(budget) }
      scale = scales.total
    }
    let decision = DisruptionDecision(budget, pods: pods, scale: scale, now: now)
    for name in decision.undeleted { noteUndeleted(name, budget) }
    let end: Plan = decision.recheck.map { .requeue(after: $0 - now) } ?? .done
    guard decision.status != budget.status else { return end }
    var changed = budget
    changed.status = decision.status
    return .call(.updateStatus(changed)) { result in
      guard case .failure(let error) = result else { return end }
      // Somebody else has written, most often the API server for an eviction: look again.
      if error.reason == .conflict { return .fail(error) }
      return self.allowNothing(budget, because: error.message, now: now)
    }
  }

  private func refuse(_ budget: PodDisruptionBudget, orphan: String, now: Instant) -> Plan {
    let why = "found no controllers for pod \"\(orphan)\""
    recorder.record(
      budget.reference, .warning, reason: "CalculateExpectedPodCountFailed",
      message: "Failed to calculate the number of expected pods: \(why)")
    return allowNothing(budget, because: why, now: now)
  }

  /// Lets nobody evict anything while the budget cannot be worked out.
  private func allowNothing(
    _ budget: PodDisruptionBudget, because why: String, now: Instant
  ) -> Plan {
    var changed = budget
    changed.status.disruptionsAllowed = 0
    changed.status.conditions.set(
      Condition("DisruptionAllowed", .isFalse, reason: "SyncFailed", message: why, since: now))
    return changed.status == budget.status ? .done : .attempt(.updateStatus(changed))
  }

  private func warnOfUnmanagedPods(_ budget: PodDisruptionBudget) {
    let labels = budget.spec.selector?.matchLabels.entries.map { "\($0.key):\($0.value)" } ?? []
    recorder.record(
      budget.reference, .warning, reason: "UnmanagedPods",
      message: "Pods selected by this PodDisruptionBudget (selector: "
        + "&LabelSelector{MatchLabels:map[string]string{\(labels.joined(separator: ","))}}) were "
        + "found to be unmanaged. As a result, the status of the PDB cannot be calculated "
        + "correctly, which may result in undefined behavior. To account for these pods please set "
        + "\".spec.minAvailable\" field of the PDB to an integer value.")
  }

  private func noteUndeleted(_ name: String, _ budget: PodDisruptionBudget) {
    let namespace = budget.metadata.namespace
    recorder.record(
      ObjectReference(.pod, ObjectKey(namespace: namespace, name: name)), .warning,
      reason: "NotDeleted",
      message: "Pod was expected by PDB \(namespace)/\(budget.metadata.name) to be deleted but it "
        + "wasn't")
  }
}
