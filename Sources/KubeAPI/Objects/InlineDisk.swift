/// A disk that a pod names itself, without a claim.
///
/// Only the scheduler minds it: two pods that need the same disk for themselves do not go to one
/// node.
public enum InlineDisk: Hashable, Sendable {
  /// A disk of Google's cloud, by name.
  case gcePersistentDisk(String, isReadOnly: Bool)
  /// A disk of Amazon's cloud, by its id.
  case awsElasticBlockStore(String)
  /// A disk of Microsoft's cloud, by its address.
  case azureDisk(String)
  /// A disk of OpenStack, by its id.
  case cinder(String)
  /// A disk of Portworx, by its id.
  case portworxVolume(String)
  /// A disk that a target of a storage network serves, by the target's name.
  case iscsi(String, isReadOnly: Bool)
  /// An image in a pool of a Ceph cluster, which the addresses of its monitors tell.
  case rbd(monitors: [String], pool: String, image: String, isReadOnly: Bool)

  /// The name of the field in a manifest.
  public var field: String {
    switch self {
    case .gcePersistentDisk: "gcePersistentDisk"
    case .awsElasticBlockStore: "awsElasticBlockStore"
    case .azureDisk: "azureDisk"
    case .cinder: "cinder"
    case .portworxVolume: "portworxVolume"
    case .iscsi: "iscsi"
    case .rbd: "rbd"
    }
  }

  /// Whether two pods that name these disks cannot be on one node.
  ///
  /// Disks that may be read by several pods are in the way of each other only when one of the two
  /// would write.
  /// Source: `pkg/scheduler/framework/plugins/volumerestrictions/volume_restrictions.go`
  /// (isVolumeConflict), v1.34.
  public func conflicts(with other: InlineDisk) -> Bool {
    switch (self, other) {
    case (.gcePersistentDisk(let name, let isRead), .gcePersistentDisk(let taken, let isOtherRead)):
      name == taken && !(isRead && isOtherRead)
    case (.awsElasticBlockStore(let id), .awsElasticBlockStore(let taken)): id == taken
    case (.iscsi(let name, let isRead), .iscsi(let taken, let isOtherRead)):
      name == taken && !(isRead && isOtherRead)
    case (
      .rbd(let monitors, let pool, let image, let isRead),
      .rbd(let takenMonitors, let takenPool, let takenImage, let isOtherRead)
    ):
      monitors.contains(where: takenMonitors.contains) && pool == takenPool
        && image == takenImage && !(isRead && isOtherRead)
    default: false
    }
  }

  /// Whether pods may be in the way of each other with disks of this sort.
  public var mayConflict: Bool {
    switch self {
    case .gcePersistentDisk, .awsElasticBlockStore, .iscsi, .rbd: true
    case .azureDisk, .cinder, .portworxVolume: false
    }
  }
}

extension Pod {
  /// The disks that it names itself.
  public var inlineDisks: [InlineDisk] { spec.inlineDisks }
}

extension PodSpec {
  /// The disks that a pod names itself, in the order of its volumes.
  public var inlineDisks: [InlineDisk] {
    volumes.compactMap { if case .disk(let disk) = $0.source { disk } else { nil } }
  }
}
