import ControllerRuntime
import KubeAPI
import Units

/// Deletes pods that do not put up with the `NoExecute` taints of their node, or no longer.
///
/// Source: `pkg/controller/tainteviction/taint_eviction.go`, v1.36.
final class TaintEvictionController: Controller {
  let name = "taint-eviction-controller"

  private struct Work {
    let begun: Instant
    let timer: TimerToken
  }

  private static let tries = 5
  private static let retryPause = TimeSpan.milliseconds(10)

  private let informers: ControlPlaneInformers
  private let clock: any Clock
  private let client: APIClient
  private let recorder: EventRecorder
  private var taints: [String: [Taint]] = [:]
  private var scheduled: [ObjectKey: Work] = [:]
  /// Pods that were evicted already, until they are gone or their node is well again.
  private var evicted: Set<ObjectKey> = []
  private var isRunning = false

  init(_ context: ControllerContext) {
    informers = context.informers
    clock = context.clock
    client = context.client(name)
    recorder = EventRecorder(client: client)
    informers.nodes.addHandler(
      .init(
        added: { [unowned self] in nodeChanged($0, taints: $0.evictingTaints) },
        updated: { [unowned self] old, new in
          if old.evictingTaints != new.evictingTaints {
            nodeChanged(new, taints: new.evictingTaints)
          }
        },
        deleted: { [unowned self] in taints[$0.metadata.name] = nil }))
    informers.pods.addHandler(
      .init(
        added: { [unowned self] in podChanged($0) },
        updated: { [unowned self] old, new in
          if old.spec.nodeName != new.spec.nodeName
            || old.spec.tolerations != new.spec.tolerations
          {
            podChanged(new)
          }
        },
        deleted: { [unowned self] in
          evicted.remove($0.key)
          cancel($0, noting: false)
        }))
  }

  func start() {
    isRunning = true
    for node in informers.nodes.list() where !node.evictingTaints.isEmpty {
      nodeChanged(node, taints: node.evictingTaints)
    }
  }

  func stop() {
    isRunning = false
    for key in scheduled.keys.sorted() {
      if let work = scheduled.removeValue(forKey: key) { clock.cancel(work.timer) }
    }
  }

  private func nodeChanged(_ node: Node, taints new: [Taint]) {
    taints[node.metadata.name] = new.isEmpty ? nil : new
    guard isRunning else { return }
    for pod in informers.pods.list(.byNode, node.metadata.name) {
      guard new.isEmpty else {
        weigh(pod, against: new)
        continue
      }
      evicted.remove(pod.key)
      cancel(pod, noting: true)
    }
  }

  private func podChanged(_ pod: Pod) {
    guard isRunning, !pod.spec.nodeName.isEmpty, let taints = taints[pod.spec.nodeName] else {
      return
    }
    weigh(pod, against: taints)
  }

  private func weigh(_ pod: Pod, against taints: [Taint]) {
    switch TaintTolerance(taints: taints, tolerations: pod.spec.tolerations) {
    case .none:
      cancel(pod, noting: true)
      evict(pod.reference)
    case .forever:
      cancel(pod, noting: true)
    case .lasting(let span):
      var begun = clock.now
      if evicted.contains(pod.key) { return }
      if let work = scheduled[pod.key] {
        // The count goes on from the first taint; a later look never makes it end earlier.
        begun = work.begun
        if begun + span < clock.now + span { return }
        cancel(pod, noting: true)
      }
      schedule(pod.reference, from: begun, for: span)
    }
  }

  private func schedule(_ pod: ObjectReference, from begun: Instant, for span: TimeSpan) {
    let wait = max(.zero, begun + span - clock.now)
    let timer = clock.after(wait) { [weak self] in
      self?.scheduled[pod.key] = nil
      self?.evict(pod)
    }
    scheduled[pod.key] = Work(begun: begun, timer: timer)
  }

  private func cancel(_ pod: Pod, noting: Bool) {
    guard let work = scheduled.removeValue(forKey: pod.key) else { return }
    clock.cancel(work.timer)
    guard noting else { return }
    recorder.record(
      pod.reference, reason: "TaintManagerEviction",
      message: "Cancelling deletion of Pod \(pod.key)")
  }

  private func evict(_ pod: ObjectReference) {
    guard evicted.insert(pod.key).inserted else { return }
    recorder.record(
      pod, reason: "TaintManagerEviction", message: "Marking for deletion Pod \(pod.key)")
    evict(pod, triesLeft: Self.tries)
  }

  private func evict(_ pod: ObjectReference, triesLeft: Int) {
    client.carryOut(deletion(of: pod)) { [self] outcome in
      guard case .failed = outcome, triesLeft > 1 else { return }
      clock.after(Self.retryPause) { self.evict(pod, triesLeft: triesLeft - 1) }
    }
  }

  /// Marks the pod as disrupted, then deletes it with its own grace.
  private func deletion(of pod: ObjectReference) -> Plan {
    let now = clock.now
    let mark = Patch("mark as disrupted", isStatus: true) { (object) throws(APIError) in
      guard var pod = object as? Pod, !pod.metadata.isTerminating else { return }
      pod.status.conditions.set(
        Condition(
          "DisruptionTarget", .isTrue, reason: "DeletionByTaintManager",
          message: "Taint manager: deleting due to NoExecute taint", since: now))
      object = pod
    }
    return .call(.get(pod)) { result in
      switch result {
      case .failure(let error):
        // Gone, or another pod of the same name: nothing is left to evict.
        return error.reason == .notFound || error.reason == .conflict ? .done : .fail(error)
      case .success(let response):
        guard case .object(let object) = response else { return .done }
        let delete = Plan.attempt(.delete(pod, DeleteOptions()))
        guard !object.metadata.isTerminating else { return delete }
        return .attempt(.patch(pod, mark)) { _ in delete }
      }
    }
  }
}

extension Node {
  /// The taints that drive pods away.
  var evictingTaints: [Taint] { spec.taints.filter { $0.effect == .noExecute } }
}
