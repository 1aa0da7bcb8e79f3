import ControllerRuntime
import KubeAPI

/// What is done for a volume.
///
/// Source: `pkg/controller/volume/persistentvolume/pv_controller.go` (syncVolume), v1.36. Volumes
/// are not wiped and handed out again (`Recycle`, which is deprecated): they end as failed.
extension VolumeBinder {
  /// The annotation of a volume that a provisioner has made.
  static let provisionedBy = "pv.kubernetes.io/provisioned-by"

  func plan(forVolume key: ObjectKey) -> Plan {
    guard let volume = volumes.get(key) else { return .done }
    guard let owner = volume.claim, !owner.uid.isEmpty else {
      return setPhase(.available, of: volume)
    }
    guard let claim = claims.get(owner.key), claim.metadata.uid == owner.uid else {
      return confirmLoss(of: owner, volume)
    }
    if claim.volumeName.isEmpty {
      // Kept for a claim that does not know it yet.
      claimQueue.add(claim.key)
      return .done
    }
    if claim.volumeName == key.name { return setPhase(.bound, of: volume) }
    if volume.metadata.annotations[Self.provisionedBy] != nil, volume.reclaimPolicy == "Delete" {
      return takeBack(volume)
    }
    return giveUp(volume)
  }

  /// The claim is gone, unless the cache is merely behind.
  private func confirmLoss(of owner: ClaimReference, _ volume: PersistentVolume) -> Plan {
    .call(.get(ObjectReference(.persistentVolumeClaim, owner.key))) { [self] result in
      if case .success(.object(let object)) = result, object.metadata.uid == owner.uid {
        return .done
      }
      if volume.status.phase == .failed { return .done }
      return setPhase(.released, of: volume) { [self] in takeBack($0) }
    }
  }

  private func takeBack(_ volume: PersistentVolume) -> Plan {
    switch volume.reclaimPolicy {
    case "Delete":
      destroy(volume)
      return .done
    case "Recycle":
      return refuse(volume, "VolumeFailedRecycle", "volumes are not wiped and handed out again")
    default: return .done
    }
  }

  private func refuse(_ volume: PersistentVolume, _ reason: String, _ why: String) -> Plan {
    note(volume.reference, .warning, reason, why)
    return setPhase(.failed, of: volume)
  }

  /// Has the disk destroyed, and then deletes the volume.
  private func destroy(_ volume: PersistentVolume) {
    let uid = volume.metadata.uid
    guard underWay.insert(uid).inserted else { return }
    guard let plugin, let name = volume.attachableName else {
      underWay.remove(uid)
      let why =
        "error getting deleter volume plugin for volume \"\(volume.metadata.name)\": "
        + "no deletable volume plugin matched"
      return client.carryOut(refuse(volume, "VolumeFailedDelete", why)) { _ in }
    }
    plugin.delete(name) { [weak self] result in
      guard let self else { return }
      underWay.remove(uid)
      switch result {
      case .success:
        client.send(.delete(volume.reference, DeleteOptions())) { _ in }
      case .failure(let error):
        client.carryOut(refuse(volume, "VolumeFailedDelete", error.message)) { _ in }
      }
    }
  }

  /// Takes the volume from a claim that is bound elsewhere.
  private func giveUp(_ volume: PersistentVolume) -> Plan {
    change(volume, "no claim") { (volume) throws(APIError) in
      let isOurs = volume.metadata.annotations[PersistentVolumeClaim.boundByController] != nil
      if isOurs {
        volume.claim = nil
        volume.metadata.annotations[PersistentVolumeClaim.boundByController] = nil
      } else {
        volume.claim?.uid = ""
      }
    } then: { [self] in setPhase(.available, of: $0) }
  }

  /// Writes a volume's phase unless it has it, and goes on.
  func setPhase(
    _ phase: PersistentVolumeStatus.Phase, of volume: PersistentVolume,
    then: @escaping (PersistentVolume) -> Plan = { _ in .done }
  ) -> Plan {
    guard volume.status.phase != phase else { return then(volume) }
    return change(volume, "phase", isStatus: true) { (volume) throws(APIError) in
      volume.status.phase = phase
    } then: { then($0) }
  }
}
