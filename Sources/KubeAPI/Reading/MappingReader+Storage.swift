import Documents
import Units

extension MappingReader {
  private static let accessModes = [
    "ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod",
  ]

  /// The persistent volume that this mapping is.
  ///
  /// Source: `pkg/apis/core/validation/validation.go` (ValidatePersistentVolume), v1.36.
  func persistentVolume() -> PersistentVolume? {
    let meta = metadata(name: .dnsSubdomain, namespace: "")
    ignore(["status"])
    return requiredObject("spec") { reader -> PersistentVolume? in
      reader.notSimulated([
        "claimRef", "mountOptions", "nodeAffinity", "volumeAttributesClassName", "volumeMode",
      ])
      let capacity = reader.requiredObject("capacity") { $0.storage() }
      let modes = reader.accessModeList()
      let policy = reader.optional(
        "persistentVolumeReclaimPolicy", .choice(["Retain", "Delete", "Recycle"]))
      let storageClass = reader.optional("storageClassName", .string) ?? ""
      let source = reader.volumeKind()
      guard let capacity, let source else { return nil }
      return PersistentVolume(
        metadata: meta, capacity: capacity, accessModes: modes,
        reclaimPolicy: policy ?? "Retain", storageClassName: storageClass, sourceKind: source)
    }
  }

  /// The claim that this mapping is.
  ///
  /// Source: `pkg/apis/core/validation/validation.go` (ValidatePersistentVolumeClaimSpec), v1.36.
  func persistentVolumeClaim(namespace: String) -> PersistentVolumeClaim? {
    let meta = metadata(name: .dnsSubdomain, namespace: namespace)
    ignore(["status"])
    return requiredObject("spec") { reader -> PersistentVolumeClaim? in
      reader.notSimulated([
        "dataSource", "dataSourceRef", "selector", "volumeAttributesClassName", "volumeMode",
      ])
      let modes = reader.accessModeList()
      let request = reader.requiredObject("resources") { reader -> Bytes? in
        reader.notSimulated(["limits"])
        return reader.requiredObject("requests") { $0.storage() }
      }
      var claim = PersistentVolumeClaim(
        metadata: meta, request: request ?? .zero, accessModes: modes)
      claim.storageClassName = reader.optional("storageClassName", .string)
      claim.volumeName = reader.optional("volumeName", .dnsSubdomain) ?? ""
      return request == nil ? nil : claim
    }
  }

  private func volumeKind() -> String? {
    let found = present(of: Self.volumeKinds)
    if found.isEmpty {
      fail(
        "has no source of storage", hint: "add one such as hostPath or gcePersistentDisk",
        code: .missingField)
    } else if found.count > 1 {
      fail(found[1], "stands beside \(found[0])", hint: "keep one of them")
    }
    return found.first
  }

  private func storage() -> Bytes? {
    guard let size = required("storage", .quantity) else { return nil }
    if size == .zero { fail("storage", "is 0", hint: "write a size such as 50Gi") }
    return Bytes(size.value)
  }

  private func accessModeList() -> [String] {
    let modes = list("accessModes", of: .choice(Self.accessModes))
    if modes == nil || (modes == [] && mapping["accessModes"]?.isEmptyList == true) {
      fail(
        "has no accessModes", hint: "add accessModes: with a list such as [ReadWriteOnce]",
        code: .missingField)
    }
    if let modes, modes.count > 1, modes.contains("ReadWriteOncePod") {
      fail(
        "accessModes", "has ReadWriteOncePod beside others", hint: "keep ReadWriteOncePod alone")
    }
    return modes ?? []
  }

  /// Source: `staging/src/k8s.io/api/core/v1/types.go` (PersistentVolumeSource), v1.36.
  private static let volumeKinds = [
    "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc",
    "flexVolume", "flocker", "gcePersistentDisk", "glusterfs", "hostPath", "iscsi", "local",
    "nfs", "photonPersistentDisk", "portworxVolume", "quobyte", "rbd", "scaleIO", "storageos",
    "vsphereVolume",
  ]
}

extension DocumentNode {
  fileprivate var isEmptyList: Bool {
    guard case .sequence(let sequence) = self else { return false }
    return sequence.items.isEmpty
  }
}
