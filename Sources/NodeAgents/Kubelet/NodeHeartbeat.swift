import ControllerRuntime
import KubeAPI
import Randomness
import Units

/// A node's signs of life: its registration, its lease and its status.
///
/// Source: `pkg/kubelet/kubelet_node_status.go` and
/// `staging/src/k8s.io/component-helpers/apimachinery/lease/controller.go`, v1.36.
final class NodeHeartbeat {
  private let node: NodeDescription
  private let parameters: NodeAgentParameters
  private let seams: KubeletSeams
  private var random: RandomStream
  private var isStopped = false
  /// Whether the server knows the node.
  private(set) var isRegistered = false
  private var isNetworkReady = false
  private var hasLease = false
  private var lastPost = Instant.start
  private var isPosting = false
  private var registrationWait = TimeSpan.milliseconds(100)
  /// Knows which disks the node uses; nil: none.
  weak var volumes: VolumeManager?

  init(
    node: NodeDescription, parameters: NodeAgentParameters, seams: KubeletSeams,
    random: RandomStream
  ) {
    self.node = node
    self.parameters = parameters
    self.seams = seams
    self.random = random
  }

  private var clock: any Clock { seams.clock }
  private var reference: ObjectReference { ObjectReference(.node, ObjectKey(name: node.name)) }

  /// Registers the node and begins; `registered` runs once the server knows it.
  func start(registered: @escaping () -> Void) {
    isNetworkReady = parameters.networkReady <= .zero
    if !isNetworkReady {
      clock.after(parameters.networkReady) { [weak self] in
        self?.isNetworkReady = true
        self?.postStatus()
      }
    }
    register(registered)
  }

  /// Gives no sign of life any more.
  func stop() { isStopped = true }

  private func register(_ registered: @escaping () -> Void) {
    guard !isStopped else { return }
    let object = Node(
      metadata: ObjectMeta(name: node.name, labels: node.allLabels), spec: spec, status: status())
    seams.client.send(.create(object)) { [weak self] result in
      guard let self, !isStopped else { return }
      switch result {
      case .success: begin(registered, isNew: true)
      case .failure(let error) where error.reason == .alreadyExists:
        begin(registered, isNew: false)
      case .failure:
        clock.after(registrationWait) { [weak self] in self?.register(registered) }
        registrationWait = min(registrationWait * 2, .seconds(7))
      }
    }
  }

  private func begin(_ registered: () -> Void, isNew: Bool) {
    isRegistered = true
    lastPost = clock.now
    note("Starting", "Starting kubelet.")
    if isNew {
      if isNetworkReady { noteReady() }
    } else {
      postStatus()
    }
    renewLease()
    statusLater()
    registered()
  }

  // MARK: Lease

  private func renewLease() {
    guard !isStopped else { return }
    let lease = Lease(
      metadata: ObjectMeta(name: node.name, namespace: "kube-node-lease"), holder: node.name,
      renewTime: clock.now, duration: parameters.leaseDuration)
    seams.client.send(hasLease ? .update(lease) : .create(lease)) { [weak self] result in
      guard let self, !isStopped else { return }
      switch result {
      case .success: hasLease = true
      case .failure(let error) where error.reason == .alreadyExists: hasLease = true
      case .failure(let error) where error.reason == .notFound: hasLease = false
      case .failure: break
      }
    }
    let jitter = 1 + parameters.leaseJitter * random.nextDouble()
    clock.after(parameters.leaseRenewal.scaled(by: jitter)) { [weak self] in self?.renewLease() }
  }

  // MARK: Status

  private func statusLater() {
    clock.after(parameters.nodeStatusUpdate) { [weak self] in
      guard let self, !isStopped else { return }
      postStatus()
      statusLater()
    }
  }

  /// Posts the status when it differs from what the server has, or has been the same for long.
  private func postStatus() {
    guard isRegistered, !isStopped, !isPosting else { return }
    isPosting = true
    seams.client.send(.get(reference)) { [weak self] result in
      guard let self, !isStopped else { return }
      guard case .success(.object(let object)) = result, let stored = object as? Node else {
        isPosting = false
        return
      }
      let fresh = merged(into: stored.status)
      guard fresh != stored.status || clock.now - lastPost >= parameters.nodeStatusReport else {
        isPosting = false
        volumes?.markReported(fresh.volumesInUse)
        return
      }
      let becomesReady = !stored.isReady && fresh.conditions.holds("Ready")
      patch(fresh, becomesReady: becomesReady)
    }
  }

  private func patch(_ fresh: NodeStatus, becomesReady: Bool) {
    let patch = Patch("status of node \(node.name)", isStatus: true) { object throws(APIError) in
      guard var node = object as? Node else { return }
      let attached = node.status.volumesAttached
      node.status = fresh
      // Another's word, which may have changed since the status was read.
      node.status.volumesAttached = attached
      object = node
    }
    seams.client.send(.patch(reference, patch)) { [weak self] result in
      guard let self, !isStopped else { return }
      isPosting = false
      guard case .success = result else { return }
      lastPost = clock.now
      volumes?.markReported(fresh.volumesInUse)
      if becomesReady { noteReady() }
    }
  }

  private var spec: NodeSpec {
    var spec = NodeSpec()
    spec.taints = node.taints
    spec.providerID = node.providerID
    return spec
  }

  private func status() -> NodeStatus {
    var status = NodeStatus()
    status.capacity = node.capacity
    status.capacity["pods"] = Int64(parameters.maxPods)
    status.allocatable = node.allocatable(maxPods: parameters.maxPods)
    status.conditions = conditions
    status.internalIP = node.internalIP
    status.externalIP = node.externalIP
    status.kubeletVersion = node.kubeletVersion
    status.images = Array(
      seams.runtime.images.sorted { $0.sizeBytes > $1.sizeBytes }
        .prefix(parameters.maxImagesInStatus))
    status.volumesInUse = volumes?.volumesInUse ?? []
    return status
  }

  /// The present status, with the transition times of conditions that stay as `stored` has them
  /// and with the conditions of others.
  private func merged(into stored: NodeStatus) -> NodeStatus {
    var fresh = status()
    fresh.volumesAttached = stored.volumesAttached
    var conditions = stored.conditions
    for condition in fresh.conditions { conditions.set(condition) }
    fresh.conditions = conditions
    return fresh
  }

  private var conditions: [Condition] {
    let now = clock.now
    return [
      Condition(
        "MemoryPressure", .isFalse, reason: "KubeletHasSufficientMemory",
        message: "kubelet has sufficient memory available", since: now),
      Condition(
        "DiskPressure", .isFalse, reason: "KubeletHasNoDiskPressure",
        message: "kubelet has no disk pressure", since: now),
      Condition(
        "PIDPressure", .isFalse, reason: "KubeletHasSufficientPID",
        message: "kubelet has sufficient PID available", since: now),
      isNetworkReady
        ? Condition(
          "Ready", .isTrue, reason: "KubeletReady",
          message: "kubelet is posting ready status", since: now)
        : Condition(
          "Ready", .isFalse, reason: "KubeletNotReady",
          message: "container runtime network not ready", since: now),
    ]
  }

  private func noteReady() {
    note("NodeReady", "Node \(node.name) status is now: NodeReady")
  }

  /// Node events name the node as their object's unique id, as the kubelet's do.
  private func note(_ reason: String, _ message: String) {
    let object = ObjectReference(.node, ObjectKey(name: node.name), uid: node.name)
    seams.events.record(object, reason: reason, message: message)
  }
}
