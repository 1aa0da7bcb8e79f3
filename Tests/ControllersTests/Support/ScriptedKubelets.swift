import ControllerRuntime
import KubeAPI
import KubeStore
import Units

/// Kubelets that follow a script in place of running containers.
final class ScriptedKubelets {
  private let store: KubeStore
  private let clock: ManualClock
  private let start: TimeSpan
  private let ready: TimeSpan
  private let termination: TimeSpan
  private var alive: Set<String> = []
  private var addresses: Int = 0
  private var registered: Int64 = 0
  /// Whether heartbeats spread over their ten seconds, as those of kubelets that started at
  /// different times.
  var areHeartbeatsSpread = true
  /// Pods whose end is under way, so that no second one begins.
  private var ending: Set<String> = []

  init(
    store: KubeStore, clock: ManualClock, start: TimeSpan, ready: TimeSpan,
    termination: TimeSpan
  ) {
    self.store = store
    self.clock = clock
    self.start = start
    self.ready = ready
    self.termination = termination
  }

  func watch() throws {
    _ = try store.watch(.pod, after: store.resourceVersion) { [unowned self] event in
      guard event.change != .deleted, let pod = event.object as? Pod else { return }
      take(pod)
    }
  }

  func register(_ name: String, labels: StringMap = [:]) throws {
    var node = Node(metadata: ObjectMeta(name: name, labels: labels))
    node.status.conditions = conditions()
    _ = try store.perform(.create(node)).get()
    alive.insert(name)
    _ = try store.perform(.create(lease(name))).get()
    registered += 1
    let offset = areHeartbeatsSpread ? registered * 3_700 % 10_000 : 0
    clock.after(.milliseconds(offset)) { [weak self] in self?.beat(name) }
  }

  /// Lets a node fall silent, its pods going on as they were.
  func stop(_ name: String) { alive.remove(name) }

  /// Brings a node back: it posts its status, renews its lease and sees to its pods.
  func resume(_ name: String) {
    alive.insert(name)
    if var node = store.get(Node.self, ObjectKey(name: name)) {
      node.status.conditions = conditions()
      node.metadata.resourceVersion = 0
      _ = store.perform(.updateStatus(node))
    }
    beat(name)
    for pod in store.all(Pod.self) where pod.spec.nodeName == name { take(pod) }
  }

  private func conditions() -> [Condition] {
    [
      Condition("MemoryPressure", .isFalse, since: clock.now),
      Condition("DiskPressure", .isFalse, since: clock.now),
      Condition("PIDPressure", .isFalse, since: clock.now),
      Condition("Ready", .isTrue, reason: "KubeletReady", since: clock.now),
    ]
  }

  private func lease(_ name: String) -> Lease {
    Lease(
      metadata: ObjectMeta(name: name, namespace: "kube-node-lease"), holder: name,
      renewTime: clock.now, duration: .seconds(40))
  }

  private func beat(_ name: String) {
    guard alive.contains(name) else { return }
    _ = store.perform(.update(lease(name)))
    clock.after(.seconds(10)) { [weak self] in self?.beat(name) }
  }

  private func take(_ pod: Pod) {
    guard alive.contains(pod.spec.nodeName) else { return }
    if pod.metadata.isTerminating { return end(pod) }
    flip(pod)
    if pod.status.phase == .pending, pod.status.podIP.isEmpty { begin(pod) }
  }

  /// The delay that the pod's own annotation names, or the script's.
  private func delay(_ pod: Pod, _ name: String, or script: TimeSpan) -> TimeSpan {
    pod.metadata.annotations["kcp/\(name)-delay-ms"].flatMap(Int64.init)
      .map { .milliseconds($0) } ?? script
  }

  /// Makes a running pod ready or not when its annotation says so.
  private func flip(_ pod: Pod) {
    guard pod.status.phase == .running, let wanted = pod.metadata.annotations["kcp/ready"],
      (wanted == "true") != pod.isReady
    else { return }
    change(pod, after: .milliseconds(10)) { [self] pod in
      pod.status.conditions.set(
        Condition("Ready", wanted == "true" ? .isTrue : .isFalse, since: clock.now))
    }
  }

  private func begin(_ pod: Pod) {
    let start = delay(pod, "start", or: start)
    let ready = delay(pod, "ready", or: ready)
    change(pod, after: start) { [self] pod in
      guard pod.status.podIP.isEmpty else { return }
      addresses += 1
      pod.status.podIP = "10.244.\(addresses / 250).\(addresses % 250 + 1)"
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
    let grace = TimeSpan.seconds(pod.metadata.deletionGracePeriodSeconds ?? 30)
    let termination = min(grace, delay(pod, "term", or: termination))
    change(pod, after: termination) { [self] pod in
      pod.status.phase = .succeeded
      pod.status.conditions.set(
        Condition("Ready", .isFalse, reason: "PodCompleted", since: clock.now))
    }
    clock.after(termination + .milliseconds(10)) { [self] in
      ending.remove(pod.metadata.uid)
      guard alive.contains(pod.spec.nodeName) else { return }
      _ = store.perform(.delete(pod.reference, DeleteOptions(gracePeriodSeconds: 0)))
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
