import KubeAPI
import Units

/// `kubectl get persistentvolumes`, `persistentvolumeclaims` and `storageclasses`.
///
/// Source: `pkg/printers/internalversion/printers.go` (printPersistentVolume,
/// printPersistentVolumeClaim, printStorageClass), v1.36.
enum VolumeTables {
  static let empty = Table(
    [
      "Name", "Capacity", "Access Modes", "Reclaim Policy", "Status", "Claim", "StorageClass",
      "VolumeAttributesClass", "Reason", "Age",
    ], wide: ["VolumeMode"])
  static let emptyClaims = Table(
    [
      "Name", "Status", "Volume", "Capacity", "Access Modes", "StorageClass",
      "VolumeAttributesClass", "Age",
    ], wide: ["VolumeMode"])
  static let emptyClasses = Table([
    "Name", "Provisioner", "ReclaimPolicy", "VolumeBindingMode", "AllowVolumeExpansion", "Age",
  ])

  static func row(_ volume: PersistentVolume, _ context: TableContext) -> [String] {
    let phase = volume.status.phase.rawValue
    return [
      volume.metadata.name, QuantityText.bytes(volume.capacity.count),
      modes(volume.accessModes), volume.reclaimPolicy,
      volume.metadata.isTerminating ? "Terminating" : phase,
      volume.claim.map { "\($0.key)" } ?? "", volume.storageClassName, "<unset>", "",
      context.age(volume.metadata.creationTimestamp), volume.volumeMode,
    ]
  }

  static func row(_ claim: PersistentVolumeClaim, _ context: TableContext) -> [String] {
    // Capacity and ways of use are shown as soon as the claim names its volume.
    let hasVolume = !claim.volumeName.isEmpty
    return [
      claim.metadata.name,
      claim.metadata.isTerminating ? "Terminating" : claim.status.phase.rawValue,
      claim.volumeName, hasVolume ? QuantityText.bytes(claim.status.capacity.count) : "",
      hasVolume ? modes(claim.status.accessModes) : "", claim.storageClassName ?? "", "<unset>",
      context.age(claim.metadata.creationTimestamp), claim.volumeMode,
    ]
  }

  static func row(_ storage: StorageClass, _ context: TableContext) -> [String] {
    [
      storage.metadata.name + (storage.isDefault ? " (default)" : ""), storage.provisioner,
      storage.reclaimPolicy, storage.bindingMode.rawValue, "\(storage.allowsExpansion)",
      context.age(storage.metadata.creationTimestamp),
    ]
  }

  private static func modes(_ modes: [String]) -> String {
    let short = [
      ("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"),
      ("ReadWriteOncePod", "RWOP"),
    ]
    return short.filter { modes.contains($0.0) }.map(\.1).joined(separator: ",")
  }
}
