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
    let status = recordedStatus { $0.volumeStatus() }
    return requiredObject("spec") { reader -> PersistentVolume? in
      reader.notSimulated(["mountOptions", "volumeAttributesClassName"])
      let capacity = reader.requiredObject("capacity") { $0.storage() }
      let modes = reader.accessModeList()
      let policy = reader.optional(
        "persistentVolumeReclaimPolicy", .choice(["Retain", "Delete", "Recycle"]))
      let storageClass = reader.optional("storageClassName", .string) ?? ""
      let source = reader.volumeSource()
      let terms = reader.object("nodeAffinity") { $0.nodeTerms("required") }
      if case .local? = source, terms == nil {
        reader.fail(
          "has a local volume and no nodeAffinity",
          hint: "add nodeAffinity: with the node that it is on", code: .missingField)
      }
      guard let capacity, let source else { return nil }
      var volume = PersistentVolume(
        metadata: meta, capacity: capacity, accessModes: modes,
        reclaimPolicy: policy ?? "Retain", storageClassName: storageClass, source: source)
      volume.volumeMode = reader.volumeMode()
      volume.nodeTerms = terms
      volume.claim = reader.object("claimRef") { $0.claimReference() }
      volume.status = status ?? volume.status
      return volume
    }
  }

  /// The claim that this mapping is.
  ///
  /// Source: `pkg/apis/core/validation/validation.go` (ValidatePersistentVolumeClaimSpec), v1.36.
  func persistentVolumeClaim(namespace: String) -> PersistentVolumeClaim? {
    let meta = metadata(name: .dnsSubdomain, namespace: namespace)
    let status = recordedStatus { $0.claimStatus() }
    return requiredObject("spec") { reader -> PersistentVolumeClaim? in
      reader.notSimulated(["dataSource", "dataSourceRef", "volumeAttributesClassName"])
      let modes = reader.accessModeList()
      let request = reader.requiredObject("resources") { reader -> Bytes? in
        reader.notSimulated(["limits"])
        return reader.requiredObject("requests") { $0.storage() }
      }
      var claim = PersistentVolumeClaim(
        metadata: meta, request: request ?? .zero, accessModes: modes)
      claim.storageClassName = reader.optional("storageClassName", .string)
      claim.volumeName = reader.optional("volumeName", .dnsSubdomain) ?? ""
      claim.volumeMode = reader.volumeMode()
      claim.selector = reader.labelSelector("selector")
      claim.status = status ?? claim.status
      return request == nil ? nil : claim
    }
  }

  /// The storage class that this mapping is.
  ///
  /// Source: `pkg/apis/storage/validation/validation.go` (ValidateStorageClass) and
  /// `pkg/apis/storage/v1/defaults.go`, v1.36.
  func storageClass() -> StorageClass? {
    let meta = metadata(name: .dnsSubdomain, namespace: "")
    notSimulated(["mountOptions"])
    let provisioner = required("provisioner", .someText)
    var storage = StorageClass(metadata: meta, provisioner: provisioner ?? "")
    storage.parameters = StringMap(
      (map("parameters", of: .string) ?? []).map { ($0.key.value, $0.value) })
    storage.reclaimPolicy =
      optional("reclaimPolicy", .choice(["Delete", "Retain"])) ?? storage.reclaimPolicy
    storage.bindingMode =
      optional("volumeBindingMode", .choice(StorageClass.BindingMode.allCases.map(\.rawValue)))
      .flatMap(StorageClass.BindingMode.init) ?? .immediate
    storage.allowsExpansion = optional("allowVolumeExpansion", .boolean) ?? false
    storage.allowedTopologies = list("allowedTopologies") { $0.topologyTerm() } ?? []
    return provisioner == nil ? nil : storage
  }

  private func topologyTerm() -> NodeSelectorTerm? {
    var term = NodeSelectorTerm()
    term.matchExpressions =
      list("matchLabelExpressions") { reader -> SelectorRequirement? in
        let key = reader.required("key", .qualifiedName)
        let values = reader.list("values", of: .labelValue) ?? []
        if values.isEmpty {
          reader.fail("has no values", hint: "write one at least", code: .missingField)
        }
        return key.map { SelectorRequirement(key: $0, comparison: .isIn, values: values) }
      } ?? []
    return term
  }

  private func volumeMode() -> String {
    optional("volumeMode", .choice(["Filesystem", "Block"])) ?? "Filesystem"
  }

  private func claimReference() -> ClaimReference? {
    ignore(["apiVersion", "kind", "resourceVersion", "fieldPath"])
    let name = required("name", .dnsSubdomain)
    let namespace = optional("namespace", .dnsLabel) ?? "default"
    let uid = optional("uid", .someText) ?? ""
    return name.map { ClaimReference(ObjectKey(namespace: namespace, name: $0), uid: uid) }
  }

  private func volumeSource() -> PersistentVolumeSource? {
    let found = present(of: Self.volumeKinds)
    if found.isEmpty {
      fail(
        "has no source of storage", hint: "add one such as hostPath or gcePersistentDisk",
        code: .missingField)
    } else if found.count > 1 {
      fail(found[1], "stands beside \(found[0])", hint: "keep one of them")
    }
    guard let field = found.first else { return nil }
    switch field {
    case "gcePersistentDisk":
      return name("pdName", in: field, beside: ["fsType", "partition", "readOnly"])
        .map(PersistentVolumeSource.gcePersistentDisk)
    case "awsElasticBlockStore":
      return name("volumeID", in: field, beside: ["fsType", "partition", "readOnly"])
        .map(PersistentVolumeSource.awsElasticBlockStore)
    case "hostPath":
      return name("path", in: field, beside: ["type"]).map(PersistentVolumeSource.hostPath)
    case "local":
      return name("path", in: field, beside: ["fsType"]).map(PersistentVolumeSource.local)
    case "csi":
      return object(field) { reader -> PersistentVolumeSource? in
        reader.ignore(Self.driverDetails)
        let driver = reader.required("driver", .someText)
        let handle = reader.required("volumeHandle", .someText)
        guard let driver, let handle else { return nil }
        return .csi(driver: driver, handle: handle)
      }
    default: return .other(field)
    }
  }

  private static let driverDetails = [
    "controllerExpandSecretRef", "controllerPublishSecretRef", "fsType",
    "nodeExpandSecretRef", "nodePublishSecretRef", "nodeStageSecretRef", "readOnly",
    "volumeAttributes",
  ]

  private func name(_ key: String, in field: String, beside others: [String]) -> String? {
    object(field) { reader -> String? in
      reader.ignore(others)
      return reader.required(key, .someText)
    }
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
