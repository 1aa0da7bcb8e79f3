import ControllerRuntime
import KubeAPI
import Units

/// Brings the statuses of a node's pods to the API server, one call after the other, and deletes
/// pods that have ended.
///
/// Source: `pkg/kubelet/status/status_manager.go`, v1.36: each status costs a read and, when it
/// differs, a patch; what cannot be written is tried again every 10 s.
final class StatusWriter {
  private struct Entry {
    var pod: Pod
    var status: PodStatus
    /// Whether the server has not taken over `status` yet.
    var isDirty = true
    /// Whether nothing of the pod is left on the node, so that it may vanish.
    var mayVanish = false
  }

  private let client: APIClient
  private let retry: TimeSpan
  private var entries: [String: Entry] = [:]
  private var queue: [String] = []
  private var isBusy = false
  private var isStopped = false

  init(client: APIClient, retry: TimeSpan) {
    self.client = client
    self.retry = retry
  }

  /// The status of a pod as it was last set.
  func status(of uid: String) -> PodStatus? { entries[uid]?.status }

  /// Takes over the newest object of a pod, whose status others may have changed.
  func update(_ pod: Pod) {
    guard let entry = entries[pod.metadata.uid] else { return }
    entries[pod.metadata.uid]?.pod = pod
    // A status that somebody else has overwritten is written again, in the next round.
    let isForeign = Self.differs(pod.status, from: entry.status)
    let isNewer = pod.metadata.resourceVersion > entry.pod.metadata.resourceVersion
    if isForeign, isNewer, !entry.isDirty {
      entries[pod.metadata.uid]?.isDirty = true
      enqueueAtNextRound(pod.metadata.uid)
    }
  }

  /// Sets a pod's status; without effect when it is the same as before.
  func set(_ status: PodStatus, of pod: Pod) {
    let uid = pod.metadata.uid
    if let entry = entries[uid], entry.status == status { return }
    let mayVanish = entries[uid]?.mayVanish ?? false
    entries[uid] = Entry(pod: pod, status: status, mayVanish: mayVanish)
    enqueue(uid)
  }

  /// Sets a container's readiness at once, without waiting for the pod's next sync.
  func setReadiness(of container: String, podUID uid: String, isReady: Bool) {
    guard var entry = entries[uid] else { return }
    let before = entry.status
    for list in [\PodStatus.initContainerStatuses, \PodStatus.containerStatuses] {
      if let place = entry.status[keyPath: list].firstIndex(where: { $0.name == container }) {
        entry.status[keyPath: list][place].isReady = isReady
      }
    }
    guard entry.status != before else { return }
    PodStatusReport.updateReadiness(of: &entry.status, entry.pod.spec, at: client.clock.now)
    entry.isDirty = true
    entries[uid] = entry
    enqueue(uid)
  }

  /// Nothing of the pod is left on the node: once its status is written it is deleted, if its
  /// deletion is under way.
  func allowVanishing(_ pod: Pod) {
    guard entries[pod.metadata.uid] != nil else { return }
    entries[pod.metadata.uid]?.mayVanish = true
    entries[pod.metadata.uid]?.pod = pod
    enqueue(pod.metadata.uid)
  }

  /// Forgets a pod that the server no longer has.
  func forget(podUID: String) { entries[podUID] = nil }

  /// Writes nothing any more.
  func stop() { isStopped = true }

  private func enqueue(_ uid: String) {
    if !queue.contains(uid) { queue.append(uid) }
    next()
  }

  private func next() {
    guard !isBusy, !isStopped, !queue.isEmpty else { return }
    let uid = queue.removeFirst()
    guard let entry = entries[uid], entry.isDirty || entry.mayVanish else { return next() }
    isBusy = true
    client.send(.get(entry.pod.reference)) { [weak self] result in
      self?.read(result, uid)
    }
  }

  private func read(_ result: APIResult, _ uid: String) {
    guard !isStopped else { return }
    guard let entry = entries[uid] else { return done() }
    switch result {
    case .success(.object(let object)):
      guard let stored = object as? Pod, stored.metadata.uid == uid else { return gone(uid) }
      if entry.isDirty, Self.differs(stored.status, from: entry.status) {
        write(entry, uid)
      } else {
        entries[uid]?.isDirty = false
        finish(stored, uid)
      }
    case .failure(let error) where Self.meansGone(error): gone(uid)
    default: tryLater(uid)
    }
  }

  private func write(_ entry: Entry, _ uid: String) {
    let status = entry.status
    let patch = Patch("status of pod \(entry.pod.key)", isStatus: true) {
      object throws(APIError) in
      guard var pod = object as? Pod, pod.metadata.uid == uid else {
        throw APIError(.conflict, "the pod is another one by now")
      }
      pod.status = StatusWriter.merge(status, into: pod.status)
      object = pod
    }
    client.send(.patch(entry.pod.reference, patch)) { [weak self] result in
      guard let self, !isStopped else { return }
      switch result {
      case .success(.object(let object)):
        if entries[uid]?.status == status { entries[uid]?.isDirty = false }
        if let stored = object as? Pod { finish(stored, uid) } else { done() }
      case .success: done()
      case .failure(let error) where Self.meansGone(error): gone(uid)
      case .failure: tryLater(uid)
      }
    }
  }

  private func finish(_ stored: Pod, _ uid: String) {
    guard let entry = entries[uid] else { return done() }
    if entry.isDirty { enqueueAgain(uid) }
    guard entry.mayVanish, stored.metadata.isTerminating, !entry.isDirty else { return done() }
    let options = DeleteOptions(gracePeriodSeconds: 0)
    client.send(.delete(entry.pod.reference, options)) { [weak self] result in
      guard let self, !isStopped else { return }
      switch result {
      case .success: gone(uid)
      case .failure(let error) where Self.meansGone(error): gone(uid)
      case .failure: tryLater(uid)
      }
    }
  }

  /// Whether the server has no such pod any more, or another one of the same name.
  private static func meansGone(_ error: APIError) -> Bool {
    error.reason == .notFound || error.reason == .conflict
  }

  private func gone(_ uid: String) {
    entries[uid] = nil
    done()
  }

  private func enqueueAgain(_ uid: String) {
    if !queue.contains(uid) { queue.append(uid) }
  }

  private func tryLater(_ uid: String) {
    enqueueAtNextRound(uid)
    done()
  }

  /// Looks at the pod again at the next of the rounds that come every `retry`.
  private func enqueueAtNextRound(_ uid: String) {
    let sinceRound = client.clock.now.nanoseconds % max(1, retry.nanoseconds)
    client.clock.after(retry - TimeSpan(nanoseconds: sinceRound)) { [weak self] in
      guard let self, entries[uid] != nil else { return }
      enqueue(uid)
    }
  }

  private func done() {
    isBusy = false
    next()
  }

  /// The kubelet's part of a status; conditions of others and the nominated node stay.
  private static func merge(_ own: PodStatus, into stored: PodStatus) -> PodStatus {
    var merged = own
    merged.nominatedNodeName = stored.nominatedNodeName
    let kubelets = own.conditions.filter { PodStatusReport.ownConditions.contains($0.type) }
    merged.conditions = PodStatusReport.merge(kubelets, into: stored.conditions)
    if let disruption = own.conditions.first(PodStatusReport.disruption) {
      merged.conditions.set(disruption)
    }
    return merged
  }

  private static func differs(_ stored: PodStatus, from own: PodStatus) -> Bool {
    merge(own, into: stored) != stored
  }
}
