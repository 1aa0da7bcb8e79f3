import ControllerRuntime
import KubeAPI
import Units

/// One claimed volume of one pod on its way to being mounted.
///
/// The claim and its volume are read from the server. A disk must first stand in the node's list
/// of volumes in use, which goes out with the node's next status, then in the list of volumes
/// attached; what fails is tried again after waits that double, so a disk that comes late is
/// noticed late.
/// Source: `pkg/kubelet/volumemanager/populator` and `pkg/volume/util/operationexecutor`
/// (GenerateVerifyControllerAttachedVolumeFunc), v1.36.
final class PodVolume {
  /// Where it is on its way.
  enum Stage {
    case unknown, unattached, attached, mounted
  }

  /// Its name in the pod.
  let name: String
  private let claim: ObjectKey
  private let pod: Pod
  private unowned let manager: VolumeManager
  private var isStopped = false
  private var wait = TimeSpan.zero
  private var timer: TimerToken?
  /// Where it is.
  private(set) var stage = Stage.unknown
  /// The disk that it is on; nil while unknown, and for what needs no attaching.
  private(set) var disk: String?
  /// The volume's own name; empty while unknown.
  private(set) var volumeName = ""

  init(_ name: String, claim: ObjectKey, pod: Pod, manager: VolumeManager) {
    self.name = name
    self.claim = claim
    self.pod = pod
    self.manager = manager
  }

  /// Begins, with the look for the claim.
  func begin() {
    ask(.persistentVolumeClaim, claim) { [weak self] (claim: PersistentVolumeClaim) in
      guard let self else { return }
      guard claim.status.phase == .bound else { return lookAgain() }
      ask(.persistentVolume, ObjectKey(name: claim.volumeName)) {
        [weak self] (volume: PersistentVolume) in
        guard let self else { return }
        guard volume.claim?.uid == claim.metadata.uid else { return lookAgain() }
        found(volume)
      }
    }
  }

  /// Goes no further.
  func stop() {
    isStopped = true
    if let timer { manager.clock.cancel(timer) }
  }

  private func ask<Object: KubeObject>(
    _ kind: Kind, _ key: ObjectKey, _ then: @escaping (Object) -> Void
  ) {
    manager.client.send(.get(ObjectReference(kind, key))) { [weak self] result in
      guard let self, !isStopped else { return }
      if case .success(.object(let object)) = result, let object = object as? Object {
        then(object)
      } else {
        lookAgain()
      }
    }
  }

  private func lookAgain() { later(manager.parameters.volumeMount) { $0.begin() } }

  private func later(_ span: TimeSpan, _ action: @escaping (PodVolume) -> Void) {
    timer = manager.clock.after(span) { [weak self] in
      guard let self, !isStopped else { return }
      timer = nil
      action(self)
    }
  }

  private func found(_ volume: PersistentVolume) {
    volumeName = volume.metadata.name
    disk = volume.attachableName
    guard disk != nil else { return advance(to: .mounted) }
    stage = .unattached
    verify()
  }

  /// Whether the disk is attached, as the server says.
  private func verify() {
    guard let disk else { return }
    guard manager.isReported(disk) else { return fail { $0.verify() } }
    let node = ObjectReference(.node, ObjectKey(name: manager.node))
    manager.client.send(.get(node)) { [weak self] result in
      guard let self, !isStopped else { return }
      guard case .success(.object(let object)) = result,
        (object as? Node)?.status.volumesAttached.contains(disk) == true
      else { return fail { $0.verify() } }
      wait = .zero
      stage = .attached
      mount(disk)
    }
  }

  private func mount(_ disk: String) {
    manager.plugin.mount(disk, on: manager.node) { [weak self] result in
      guard let self, !isStopped else { return }
      switch result {
      case .success: advance(to: .mounted)
      case .failure(let error):
        manager.note(
          pod.reference,
          "MountVolume.SetUp failed for volume \"\(volumeName)\" : \(error.message)")
        fail { $0.mount(disk) }
      }
    }
  }

  private func fail(_ again: @escaping (PodVolume) -> Void) {
    let parameters = manager.parameters
    wait =
      wait == .zero ? parameters.volumeBackOff : min(wait * 2, parameters.volumeBackOffMax)
    later(wait, again)
  }

  private func advance(to next: Stage) {
    stage = next
    manager.advanced(podUID: pod.metadata.uid)
  }
}
