import ControllerRuntime
import KubeAPI

/// Having volumes made.
///
/// Source: `pkg/controller/volume/persistentvolume/pv_controller.go` (provisionClaim) for the
/// controller's words, `kubernetes-csi/external-provisioner` for the provisioner's.
extension VolumeBinder {
  /// Has a volume made for a claim, unless that is under way.
  func provision(
    _ claim: PersistentVolumeClaim, className: String, _ storage: StorageClass?
  ) {
    guard let storage else {
      return note(
        claim.reference, .warning, "ProvisioningFailed",
        "storageclass.storage.k8s.io \"\(className)\" not found")
    }
    guard storage.provisioner != StorageClass.noProvisioner else {
      return note(
        claim.reference, .normal, "FailedBinding",
        "no persistent volumes available for this claim and class \(className) makes none")
    }
    let uid = claim.metadata.uid
    guard !underWay.contains(uid) else { return }
    note(
      claim.reference, .normal, "ExternalProvisioning",
      "Waiting for a volume to be created either by the external provisioner "
        + "'\(storage.provisioner)' or manually by the system administrator. If volume creation is "
        + "delayed, please verify that the provisioner is running and correctly registered.")
    guard let plugin, plugin.canProvision(storage.provisioner) else { return }
    underWay.insert(uid)
    note(
      claim.reference, .normal, "Provisioning",
      "External provisioner is provisioning volume for claim \"\(claim.key)\"")
    let request = ProvisionRequest(
      name: "pvc-\(uid)", claim: claim, storageClass: storage,
      node: claim.metadata.annotations[PersistentVolumeClaim.selectedNode])
    plugin.provision(request) { [weak self] result in self?.provisioned(request, result) }
  }

  private func provisioned(
    _ request: ProvisionRequest, _ result: Result<ProvisionedVolume, VolumeError>
  ) {
    let claim = request.claim
    switch result {
    case .failure(let error):
      underWay.remove(claim.metadata.uid)
      note(
        claim.reference, .warning, "ProvisioningFailed",
        "failed to provision volume with StorageClass "
          + "\"\(request.storageClass.metadata.name)\": \(error.message)")
    case .success(let made):
      client.send(.create(Self.volume(request, made))) { [weak self] result in
        guard let self else { return }
        underWay.remove(claim.metadata.uid)
        guard case .success = result else { return }
        note(
          claim.reference, .normal, "ProvisioningSucceeded",
          "Successfully provisioned volume \(request.name)")
      }
    }
  }

  private static func volume(
    _ request: ProvisionRequest, _ made: ProvisionedVolume
  ) -> PersistentVolume {
    let claim = request.claim
    var volume = PersistentVolume(
      metadata: ObjectMeta(
        name: request.name, annotations: [provisionedBy: request.storageClass.provisioner]),
      capacity: claim.request, accessModes: claim.accessModes,
      reclaimPolicy: request.storageClass.reclaimPolicy,
      storageClassName: request.storageClass.metadata.name, source: made.source)
    volume.volumeMode = claim.volumeMode
    volume.nodeTerms = made.nodeTerms
    volume.claim = ClaimReference(claim.key, uid: claim.metadata.uid)
    return volume
  }
}
