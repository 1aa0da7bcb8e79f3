import ControllerRuntime
import KubeAPI

/// What is done for a claim.
///
/// Source: `pkg/controller/volume/persistentvolume/pv_controller.go` (syncClaim, bind), v1.36.
extension VolumeBinder {
  func plan(forClaim key: ObjectKey) -> Plan {
    guard let claim = claims.get(key) else { return .done }
    return claim.metadata.annotations[PersistentVolumeClaim.bindCompleted] == nil
      ? plan(forUnbound: claim) : plan(forBound: claim)
  }

  private func plan(forUnbound claim: PersistentVolumeClaim) -> Plan {
    guard claim.volumeName.isEmpty else { return plan(forNamed: claim) }
    let storage = storageClass(of: claim)
    let isChosen = claim.metadata.annotations[PersistentVolumeClaim.selectedNode] != nil
    let isDelayed = storage?.bindingMode == .waitForFirstConsumer && !isChosen
    if let volume = VolumeMatch.best(for: claim, among: volumes.list(), isDelayed: isDelayed) {
      return bind(volume, to: claim)
    }
    if claim.storageClassName == nil, let standard = informers.classes.list().defaultClass {
      // A default class that came after the claim.
      let name = standard.metadata.name
      return change(claim, "default class") { (claim) throws(APIError) in
        claim.storageClassName = name
      } then: { [self] in plan(forUnbound: $0) }
    }
    if isDelayed {
      noteDelay(of: claim)
    } else if let name = claim.storageClassName, !name.isEmpty {
      provision(claim, className: name, storage)
    } else {
      note(
        claim.reference, .normal, "FailedBinding",
        "no persistent volumes available for this claim and no storage class is set")
    }
    return setPhase(.pending, of: claim)
  }

  private func noteDelay(of claim: PersistentVolumeClaim) {
    let waiting = pods.list(.byNamespace, claim.metadata.namespace)
      .first { $0.spec.nodeName.isEmpty && !$0.isTerminal && $0.claims.contains(claim.key) }
    if let waiting {
      note(
        claim.reference, .normal, "WaitForPodScheduled",
        "waiting for pod \(waiting.metadata.name) to be scheduled")
    } else {
      note(
        claim.reference, .normal, "WaitForFirstConsumer",
        "waiting for first consumer to be created before binding")
    }
  }

  /// A claim whose owner has named its volume.
  private func plan(forNamed claim: PersistentVolumeClaim) -> Plan {
    guard let volume = volumes.get(ObjectKey(name: claim.volumeName)) else {
      return setPhase(.pending, of: claim)
    }
    if volume.claim == nil || VolumeMatch.isKept(volume, for: claim) {
      return bind(volume, to: claim)
    }
    return setPhase(.pending, of: claim)
  }

  private func plan(forBound claim: PersistentVolumeClaim) -> Plan {
    guard !claim.volumeName.isEmpty else {
      return lose(claim, "Bound claim has lost reference to PersistentVolume.")
    }
    guard let volume = volumes.get(ObjectKey(name: claim.volumeName)) else {
      return lose(claim, "Bound claim has lost its PersistentVolume.")
    }
    if volume.claim == nil || volume.claim?.uid == claim.metadata.uid {
      return bind(volume, to: claim)
    }
    return lose(claim, "Two claims are bound to the same volume, this one is bound incorrectly.")
  }

  private func lose(_ claim: PersistentVolumeClaim, _ why: String) -> Plan {
    if claim.status.phase != .lost {
      note(claim.reference, .warning, "ClaimLost", why + " Data on the volume is lost!")
    }
    return setPhase(.lost, of: claim)
  }

  private func setPhase(
    _ phase: PersistentVolumeClaimStatus.Phase, of claim: PersistentVolumeClaim
  ) -> Plan {
    guard claim.status.phase != phase else { return .done }
    return change(claim, "phase", isStatus: true) { (claim) throws(APIError) in
      claim.status = PersistentVolumeClaimStatus()
      claim.status.phase = phase
    } then: { _ in .done }
  }

  /// The claim's class; nil when it has none or it does not exist.
  func storageClass(of claim: PersistentVolumeClaim) -> StorageClass? {
    claim.storageClassName.flatMap { informers.classes.get(ObjectKey(name: $0)) }
  }

  // MARK: Binding

  /// Four writes: the volume's claim, its phase, the claim's volume, its phase; each left out when
  /// it says so already.
  private func bind(_ volume: PersistentVolume, to claim: PersistentVolumeClaim) -> Plan {
    giveVolume(volume, to: claim) { [self] volume in
      setPhase(.bound, of: volume) { [self] volume in
        giveClaim(claim, volume) { [self] claim in complete(claim, volume) }
      }
    }
  }

  private func giveVolume(
    _ volume: PersistentVolume, to claim: PersistentVolumeClaim,
    then: @escaping (PersistentVolume) -> Plan
  ) -> Plan {
    let owner = ClaimReference(claim.key, uid: claim.metadata.uid)
    guard volume.claim != owner else { return then(volume) }
    return change(volume, "claim") { (volume) throws(APIError) in
      if let other = volume.claim, other.key != owner.key || !["", owner.uid].contains(other.uid) {
        throw APIError(.conflict, "volume \(volume.metadata.name) belongs to \(other.key)")
      }
      if volume.claim == nil {
        volume.metadata.annotations[PersistentVolumeClaim.boundByController] = "yes"
      }
      volume.claim = owner
    } then: { then($0) }
  }

  private func giveClaim(
    _ claim: PersistentVolumeClaim, _ volume: PersistentVolume,
    then: @escaping (PersistentVolumeClaim) -> Plan
  ) -> Plan {
    let name = volume.metadata.name
    guard claim.volumeName != name || !claim.isFullyBound else { return then(claim) }
    return change(claim, "volume") { (claim) throws(APIError) in
      if claim.volumeName.isEmpty {
        claim.metadata.annotations[PersistentVolumeClaim.boundByController] = "yes"
      } else if claim.volumeName != name {
        throw APIError(.conflict, "claim \(claim.key) is bound to \(claim.volumeName)")
      }
      claim.volumeName = name
      claim.metadata.annotations[PersistentVolumeClaim.bindCompleted] = "yes"
    } then: { then($0) }
  }

  private func complete(_ claim: PersistentVolumeClaim, _ volume: PersistentVolume) -> Plan {
    var status = PersistentVolumeClaimStatus()
    status.phase = .bound
    status.capacity = volume.capacity
    status.accessModes = volume.accessModes
    guard claim.status != status else { return .done }
    return change(claim, "bound", isStatus: true) { [status] (claim) throws(APIError) in
      claim.status = status
    } then: { _ in .done }
  }
}
