import Documents

extension MappingReader {
  /// The disk of this sort, the name of its field, that this mapping is.
  ///
  /// Source: `staging/src/k8s.io/api/core/v1/types.go` and `pkg/apis/core/v1/defaults.go`
  /// (SetDefaults_RBDVolumeSource), v1.34.
  func inlineDisk(_ sort: String) -> InlineDisk? {
    ignore(Self.inlineDiskDetails)
    let isReadOnly = optional("readOnly", .boolean) ?? false
    switch sort {
    case "gcePersistentDisk":
      return required("pdName", .someText).map { .gcePersistentDisk($0, isReadOnly: isReadOnly) }
    case "awsElasticBlockStore":
      return required("volumeID", .someText).map { .awsElasticBlockStore($0) }
    case "azureDisk": return required("diskURI", .someText).map { .azureDisk($0) }
    case "cinder": return required("volumeID", .someText).map { .cinder($0) }
    case "portworxVolume": return required("volumeID", .someText).map { .portworxVolume($0) }
    case "iscsi": return required("iqn", .someText).map { .iscsi($0, isReadOnly: isReadOnly) }
    default:
      let monitors = list("monitors", of: .someText) ?? []
      let pool = optional("pool", .string) ?? "rbd"
      return required("image", .someText).map {
        .rbd(monitors: monitors, pool: pool, image: $0, isReadOnly: isReadOnly)
      }
    }
  }

  private static let inlineDiskDetails = [
    "cachingMode", "chapAuthDiscovery", "chapAuthSession", "diskName", "fsType", "initiatorName",
    "iscsiInterface", "keyring", "kind", "lun", "partition", "portals", "secretRef",
    "targetPortal", "user",
  ]
}
