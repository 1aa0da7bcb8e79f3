import ControllerRuntime
import KubeAPI
import KubeStore
import Units

/// Kubelets that follow a script in place of running containers, as those of the recordings do.
///
/// A bound pod is Running after a delay and Ready after another; a deleted one becomes terminal
/// after a third and is removed. Annotations override the delays for one pod. Leases are renewed
/// every 10 s until a node falls silent.
final class ScriptedKubelets {
  private static let renewal = TimeSpan.seconds(10)

  private let store: KubeStore
  private let clock: ManualClock
  private let trace: RecordedTrace
  private var alive: Set<String> = []
  private var addressCount = 0
  /// Pods whose end is under way, so that no second one begins.
  private var ending: Set<String> = []

  init(_ trace: RecordedTrace, store: KubeStore, clock: ManualClock) throws {
    self.trace = trace
    self.store = store
    self.clock = clock
    _ = try store.watch(.pod, after: store.resourceVersion) { [unowned self] event in
      guard event.change != .deleted, let pod = event.object as? Pod else { return }
      see(to: pod)
    }
  }

  func register(_ machine: RecordedTrace.Machine) {
    var node = Node(
      metadata: ObjectMeta(
        name: machine.name, labels: StringMap(machine.labels.map { ($0.key, $0.value) })))
    node.status.conditions = conditions()
    let sizes = [("cpu", machine.cpu), ("memory", machine.memory), ("pods", machine.pods)]
    for (name, text) in sizes {
      guard let quantity = try? Quantity(parsing: text) else { continue }
      node.status.capacity[name] = name == "cpu" ? quantity.milliValue : quantity.value
    }
    node.status.allocatable = node.status.capacity
    _ = store.perform(.create(node))
    _ = store.perform(.create(lease(machine.name)))
    alive.insert(machine.name)
    renew(machine.name)
  }

  /// Lets a node fall silent, its pods going on as they were.
  func stop(_ name: String) { alive.remove(name) }

  /// Brings a node back: it posts its status, renews its lease and sees to its pods.
  func resume(_ name: String) {
    alive.insert(name)
    if var node = store.get(Node.self, ObjectKey(name: name)) {
      for condition in conditions() { node.status.conditions.set(condition) }
      node.metadata.resourceVersion = 0
      _ = store.perform(.updateStatus(node))
    }
    renew(name)
    for pod in store.all(Pod.self) where pod.spec.nodeName == name {
      see(to: pod)
      guard pod.status.phase == .running, !pod.metadata.isTerminating else { continue }
      change(pod, after: .zero) { [self] pod in
        pod.status.conditions.set(Condition("Ready", .isTrue, since: clock.now))
      }
    }
  }

  private func conditions() -> [Condition] {
    let pressures = ["MemoryPressure", "DiskPressure", "PIDPressure"]
    return pressures.map { Condition($0, .isFalse, since: clock.now) }
      + [Condition("Ready", .isTrue, reason: "KubeletReady", since: clock.now)]
  }

  private func lease(_ name: String) -> Lease {
    Lease(
      metadata: ObjectMeta(name: name, namespace: "kube-node-lease"), holder: name,
      renewTime: clock.now, duration: .seconds(40))
  }

  private func renew(_ name: String) {
    guard alive.contains(name) else { return }
    _ = store.perform(.update(lease(name)))
    clock.after(Self.renewal) { [weak self] in self?.renew(name) }
  }

  private func see(to pod: Pod) {
    guard alive.contains(pod.spec.nodeName) else { return }
    if pod.metadata.isTerminating { return end(pod) }
    if pod.status.phase == .pending, pod.status.podIP.isEmpty { begin(pod) }
  }

  private func delay(_ pod: Pod, _ annotation: String, _ usual: TimeSpan) -> TimeSpan {
    pod.metadata.annotations["kcp/\(annotation)-delay-ms"].flatMap { Int64($0) }
      .map(TimeSpan.milliseconds) ?? usual
  }

  private func begin(_ pod: Pod) {
    let start = delay(pod, "start", trace.startDelay)
    let ready = delay(pod, "ready", trace.readyDelay)
    guard start >= .zero else { return }
    change(pod, after: start) { [self] pod in
      guard pod.status.podIP.isEmpty else { return }
      addressCount += 1
      pod.status.podIP = "10.244.\(addressCount / 250).\(addressCount % 250 + 1)"
      pod.status.phase = .running
      pod.status.startTime = clock.now.truncatedToSeconds
      pod.status.conditions.set(Condition("Ready", .isFalse, since: clock.now))
    }
    guard ready >= .zero else { return }
    change(pod, after: start + ready) { [self] pod in
      guard pod.status.phase == .running else { return }
      pod.status.conditions.set(Condition("Ready", .isTrue, since: clock.now))
    }
  }

  private func end(_ pod: Pod) {
    guard ending.insert(pod.metadata.uid).inserted else { return }
    let span = delay(pod, "term", trace.terminationDelay)
    change(pod, after: span) { [self] pod in
      pod.status.phase = .succeeded
      pod.status.conditions.set(
        Condition("Ready", .isFalse, reason: "PodCompleted", since: clock.now))
    }
    // The recorded kubelets take about as long between a pod's end and its removal.
    clock.after(span + .milliseconds(10)) { [self] in
      ending.remove(pod.metadata.uid)
      guard alive.contains(pod.spec.nodeName) else { return }
      let key = ObjectReference(.pod, pod.key, uid: pod.metadata.uid)
      _ = store.perform(.delete(key, DeleteOptions(gracePeriodSeconds: 0)))
    }
  }

  private func change(_ pod: Pod, after delay: TimeSpan, _ body: @escaping (inout Pod) -> Void) {
    clock.after(delay) { [self] in
      guard alive.contains(pod.spec.nodeName), var now = store.get(Pod.self, pod.key),
        now.metadata.uid == pod.metadata.uid
      else { return }
      body(&now)
      _ = store.perform(.updateStatus(now))
    }
  }
}
