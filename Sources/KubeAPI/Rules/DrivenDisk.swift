/// A disk as the driver knows it that serves it: nodes take so many of each driver's.
///
/// Disks of the kinds that once were part of Kubernetes are served by drivers, too. Those of
/// Google's cloud go by their names alone, without project and zone.
/// Source: `staging/src/k8s.io/csi-translation-lib`, v1.34.
public struct DrivenDisk: Hashable, Sendable {
  /// The driver's name, such as `ebs.csi.aws.com`.
  public let driver: String
  /// What the driver calls the disk.
  public let handle: String

  /// The disk that `driver` calls `handle`.
  public init(driver: String, handle: String) {
    self.driver = driver
    self.handle = handle
  }

  /// The drivers of those kinds that the scheduler counts, by the names of their former
  /// provisioners.
  ///
  /// Source: `pkg/scheduler/framework/plugins/nodevolumelimits/utils.go` (isCSIMigrationOn), v1.34.
  public static let countedDrivers: [(provisioner: String, driver: String)] = [
    ("kubernetes.io/aws-ebs", "ebs.csi.aws.com"),
    ("kubernetes.io/gce-pd", "pd.csi.storage.gke.io"),
    ("kubernetes.io/azure-disk", "disk.csi.azure.com"),
    ("kubernetes.io/cinder", "cinder.csi.openstack.org"),
    ("kubernetes.io/portworx-volume", "pxd.portworx.com"),
  ]

  /// Kinds that drivers serve as well and that the scheduler does not count.
  ///
  /// Source: `staging/src/k8s.io/csi-translation-lib/translate.go` (inTreePlugins), v1.34.
  public static let uncountedProvisioners = [
    "kubernetes.io/azure-file", "kubernetes.io/vsphere-volume",
  ]

  fileprivate static func google(_ name: String) -> DrivenDisk {
    DrivenDisk(driver: "pd.csi.storage.gke.io", handle: name)
  }

  /// The disk of Amazon's cloud with this id, which may be written as `aws://zone/vol-…`; nil for
  /// an address without an id.
  fileprivate static func amazon(_ id: String) -> DrivenDisk? {
    var handle = id
    if id.hasPrefix("aws://") {
      let way = id.dropFirst("aws://".count)
      guard let slash = way.firstIndex(of: "/") else { return nil }
      handle = String(way[slash...].split(separator: "/").joined(separator: "/"))
      guard handle.hasPrefix("vol-"), !handle.contains("/") else { return nil }
    }
    return DrivenDisk(driver: "ebs.csi.aws.com", handle: handle)
  }
}

extension InlineDisk {
  /// The disk as its driver knows it; nil for kinds that no driver serves, and for an id that the
  /// driver could not read.
  public var driven: DrivenDisk? {
    switch self {
    case .gcePersistentDisk(let name, _): .google(name)
    case .awsElasticBlockStore(let id): .amazon(id)
    case .azureDisk(let address): DrivenDisk(driver: "disk.csi.azure.com", handle: address)
    case .cinder(let id): DrivenDisk(driver: "cinder.csi.openstack.org", handle: id)
    case .portworxVolume(let id): DrivenDisk(driver: "pxd.portworx.com", handle: id)
    case .iscsi, .rbd: nil
    }
  }
}

extension PersistentVolume {
  /// The volume as its driver knows it; nil for kinds that no driver serves here.
  ///
  /// Of the disks that once were part of Kubernetes only Google's and Amazon's are told apart; the
  /// others are not counted.
  public var driven: DrivenDisk? {
    switch source {
    case .csi(let driver, let handle): DrivenDisk(driver: driver, handle: handle)
    case .awsElasticBlockStore(let id): .amazon(id)
    case .gcePersistentDisk(let name): .google(name)
    case .hostPath, .local, .other: nil
    }
  }
}
