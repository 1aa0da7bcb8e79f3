import ControllerRuntime
import KubeAPI
import Units

/// A node's volume manager: brings the claimed volumes of its pods to where containers find them,
/// and says which disks the node uses.
///
/// Source: `pkg/kubelet/volumemanager/volume_manager.go`, v1.36.
final class VolumeManager {
  /// What became of a wait for a pod's volumes.
  enum WaitEnd {
    case mounted
    /// Time was up; the text is what the pod's event says.
    case timedOut(String)
    /// The pod is to end.
    case interrupted
  }

  /// The volumes of one pod, and who waits for them.
  private struct Holding {
    let pod: Pod
    let volumes: [PodVolume]
    var waitBegan = Instant.start
    var timeout: TimerToken?
    var waiter: ((WaitEnd) -> Void)?
  }

  let clock: any Clock
  let client: APIClient
  let plugin: any VolumePlugin
  let node: String
  let parameters: NodeAgentParameters
  private let events: EventRecorder
  private var holdings: [String: Holding] = [:]
  private var reported: Set<String> = []
  private var isStopped = false

  init(
    _ node: String, plugin: any VolumePlugin, parameters: NodeAgentParameters,
    seams: KubeletSeams
  ) {
    self.node = node
    self.plugin = plugin
    self.parameters = parameters
    clock = seams.clock
    client = seams.client
    events = seams.events
  }

  /// The disks that pods of the node use or are about to use, sorted.
  var volumesInUse: [String] {
    Set(holdings.values.flatMap { $0.volumes.compactMap(\.disk) }).sorted()
  }

  /// The server has taken over a status that lists `disks` as in use.
  func markReported(_ disks: [String]) { reported = Set(disks) }

  /// Whether the server knows that the node uses `disk`.
  func isReported(_ disk: String) -> Bool { reported.contains(disk) }

  /// The machine is gone: nothing goes on.
  func stop() {
    isStopped = true
    for holding in holdings.values {
      if let timeout = holding.timeout { clock.cancel(timeout) }
      for volume in holding.volumes { volume.stop() }
    }
    holdings = [:]
  }

  /// Waits until all claimed volumes of `pod` are mounted, at most for about two minutes; they go
  /// on being brought when the wait is over.
  func wait(for pod: Pod, then: @escaping (WaitEnd) -> Void) {
    let uid = pod.metadata.uid
    if holdings[uid] == nil { begin(pod) }
    holdings[uid]?.waitBegan = clock.now
    holdings[uid]?.waiter = then
    holdings[uid]?.timeout = clock.after(parameters.attachAndMountTimeout) { [weak self] in
      self?.giveUp(uid)
    }
    advanced(podUID: uid)
  }

  private func begin(_ pod: Pod) {
    let volumes = pod.spec.volumes.compactMap { volume -> PodVolume? in
      guard case .persistentVolumeClaim(let claim) = volume.source else { return nil }
      return PodVolume(
        volume.name, claim: ObjectKey(namespace: pod.metadata.namespace, name: claim), pod: pod,
        manager: self)
    }
    holdings[pod.metadata.uid] = Holding(pod: pod, volumes: volumes)
    for volume in volumes { volume.begin() }
  }

  /// A volume of the pod has come further: the wait ends with its next look, if all are mounted.
  func advanced(podUID uid: String) {
    guard let holding = holdings[uid], holding.waiter != nil,
      holding.volumes.allSatisfy({ $0.stage == .mounted })
    else { return }
    let interval = parameters.volumeMount
    let waited = clock.now - holding.waitBegan
    let looks = (waited.nanoseconds + interval.nanoseconds - 1) / interval.nanoseconds
    clock.after(interval * max(1, looks) - waited) { [weak self] in
      self?.end(uid, .mounted)
    }
  }

  private func giveUp(_ uid: String) {
    guard let volumes = holdings[uid]?.volumes else { return }
    func names(_ isMeant: (PodVolume.Stage) -> Bool) -> String {
      volumes.filter { isMeant($0.stage) }.map(\.name).joined(separator: " ")
    }
    end(
      uid,
      .timedOut(
        "Unable to attach or mount volumes: unmounted volumes=[\(names { $0 != .mounted })], "
          + "unattached volumes=[\(names { $0 == .unattached })], "
          + "failed to process volumes=[\(names { $0 == .unknown })]: context deadline exceeded"))
  }

  /// Ends the wait for a pod that is to end.
  func interrupt(podUID uid: String) { end(uid, .interrupted) }

  private func end(_ uid: String, _ outcome: WaitEnd) {
    guard !isStopped, let holding = holdings[uid], let waiter = holding.waiter else { return }
    if let timeout = holding.timeout { clock.cancel(timeout) }
    holdings[uid]?.waiter = nil
    holdings[uid]?.timeout = nil
    waiter(outcome)
  }

  /// Takes the volumes of a pod that has ended away; answers when none is mounted any more.
  func release(podUID uid: String, then: @escaping () -> Void) {
    guard let holding = holdings[uid] else { return then() }
    for volume in holding.volumes { volume.stop() }
    let mounted = holding.volumes.filter { $0.stage == .mounted }.compactMap(\.disk)
    unmount(mounted[...]) { [weak self] in
      self?.holdings[uid] = nil
      then()
    }
  }

  private func unmount(_ disks: ArraySlice<String>, then: @escaping () -> Void) {
    guard let disk = disks.first else { return then() }
    plugin.unmount(disk, on: node) { [weak self] _ in
      guard let self, !isStopped else { return }
      unmount(disks.dropFirst(), then: then)
    }
  }

  /// Notes that a volume of a pod could not be mounted.
  func note(_ pod: ObjectReference, _ message: String) {
    if !isStopped { events.record(pod, .warning, reason: "FailedMount", message: message) }
  }
}
