import ControllerRuntime
import KubeAPI
import Units

/// Takes the mark `DisruptionTarget` back from pods that were to go and did not.
///
/// Source: `pkg/controller/disruption/disruption.go` (syncStalePodDisruption), v1.36.
final class StaleDisruptionMarks: Reconciler {
  /// How long a pod may carry the mark without being deleted.
  ///
  /// Documented: same file (stalePodDisruptionTimeout).
  private static let timeout = TimeSpan.minutes(2)

  private let informers: ControlPlaneInformers
  private let clock: any Clock
  private let client: APIClient
  private let queue: WorkQueue<ObjectKey>
  private lazy var runner = ControllerRunner(
    workers: 1, queue: queue, client: client, reconciler: self)

  init(_ context: ControllerContext, client: APIClient) {
    informers = context.informers
    clock = context.clock
    self.client = client
    queue = WorkQueue(clock: context.clock)
  }

  func start() { runner.start() }
  func stop() { runner.stop() }

  /// Plans the day of reckoning of a pod that carries the mark.
  func look(at pod: Pod) {
    guard let due = Self.due(pod) else { return }
    queue.add(pod.key, after: max(.zero, due - clock.now))
  }

  /// When the pod's mark is stale; nil for a pod without one, or one that is going.
  private static func due(_ pod: Pod) -> Instant? {
    guard pod.isActive, let mark = pod.status.conditions.first("DisruptionTarget"),
      mark.status == .isTrue, mark.reason != "TerminationByKubelet"
    else { return nil }
    return mark.lastTransitionTime + timeout
  }

  func plan(for key: ObjectKey, now: Instant) -> Plan {
    guard let pod = informers.pods.get(key), let due = Self.due(pod) else { return .done }
    guard due <= now else { return .requeue(after: due - now) }
    var changed = pod
    changed.status.conditions.set(Condition("DisruptionTarget", .isFalse, since: now))
    return .attempt(.updateStatus(changed))
  }
}
