import KubeAPI

/// Keeps a pod off nodes that take no more disks of a driver.
///
/// Each disk counts once on a node, however many pods use it there; a disk that is attached still
/// counts when no pod uses it any more. A claim without a volume counts as a disk of its class.
///
/// Source: `pkg/scheduler/framework/plugins/nodevolumelimits/csi.go`, v1.34.
final class NodeVolumeLimits: PreFilterPlugin, FilterPlugin, EventfulPlugin {
  static let name = "NodeVolumeLimits"
  /// What users see.
  static let reason = "node(s) exceed max volume count"

  private static let refusal = Status(.unschedulable, reasons: [reason])

  private let volumes: VolumeCache?

  init(_ volumes: VolumeCache?) { self.volumes = volumes }

  func preFilter(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState
  ) -> PreFilterVerdict {
    if volumes == nil || pod.spec.volumes.isEmpty { return .skip }
    return pod.spec.volumes.contains { Self.mayCount($0) } ? .proceed(only: nil) : .skip
  }

  /// Whether the volume may be a disk of a driver.
  private static func mayCount(_ volume: Volume) -> Bool {
    switch volume.source {
    case .persistentVolumeClaim: true
    case .disk(let disk): disk.driven != nil
    default: false
    }
  }

  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    guard let volumes else { return .success }
    for key in pod.claims where volumes.storedClaim(key) == nil {
      let text = "looking up PVC \(key): \(VolumeBinding.notFound(claim: key.name))"
      return Status(.unschedulableAndUnresolvable, reasons: [text])
    }
    // Without word from the drivers there are no limits.
    guard let drivers = volumes.csiNode(node.name)?.drivers.filter({ $0.allocatableCount != nil }),
      !drivers.isEmpty
    else { return .success }
    var wanted = Set(disks(of: pod, volumes))
    if wanted.isEmpty { return .success }
    var taken: Set<DrivenDisk> = []
    for other in node.pods where !other.spec.volumes.isEmpty {
      taken.formUnion(disks(of: other, volumes))
    }
    wanted.subtract(taken)
    taken.formUnion(node.node.status.volumesAttached.compactMap(DrivenDisk.init(attached:)))
    for driver in drivers {
      let new = wanted.count { $0.driver == driver.name }
      if new == 0 { continue }
      let count = taken.count { $0.driver == driver.name } + new
      if count > Int(driver.allocatableCount ?? 0) { return Self.refusal }
    }
    return .success
  }

  /// The disks of drivers that `pod` needs.
  private func disks(of pod: PodInfo, _ volumes: VolumeCache) -> [DrivenDisk] {
    pod.spec.inlineDisks.compactMap(\.driven)
      + pod.claims.compactMap { volumes.storedClaim($0).flatMap { disk(of: $0, volumes) } }
  }

  /// The disk of a claim; nil for one that no driver serves.
  private func disk(
    of claim: PersistentVolumeClaim, _ volumes: VolumeCache
  ) -> DrivenDisk? {
    if !claim.volumeName.isEmpty, let volume = volumes.storedVolume(claim.volumeName) {
      return volume.driven.flatMap { $0.driver.isEmpty || $0.handle.isEmpty ? nil : $0 }
    }
    guard let storage = claim.className.flatMap(volumes.storageClass) else { return nil }
    let provisioner = storage.provisioner
    if DrivenDisk.uncountedProvisioners.contains(provisioner) { return nil }
    let driver = DrivenDisk.countedDrivers.first { $0.provisioner == provisioner }?.driver
    // No volume has such a handle.
    return provisioner.isEmpty
      ? nil : DrivenDisk(driver: driver ?? provisioner, handle: "to be made for \(claim.key)")
  }

  var eventsToRegister: [EventInterest] {
    [
      EventInterest(ClusterEvent(.csiNode, .add)),
      EventInterest(ClusterEvent(.csiNode, .updateOther)) { _, objects in
        guard case .csiNode(let old?, let new?) = objects else { return true }
        return new.takesMore(than: old)
      },
      EventInterest(ClusterEvent(.pod, .delete)) { _, objects in
        guard case .pod(let deleted?, nil) = objects else { return true }
        return !deleted.spec.nodeName.isEmpty
          && deleted.spec.volumes.contains { Self.mayCount($0) }
      },
      EventInterest(ClusterEvent(.persistentVolumeClaim, .add)) { pod, objects in
        guard case .claim(let claim) = objects else { return true }
        return pod.claims.contains(claim.key)
      },
      EventInterest(ClusterEvent(.volumeAttachment, .delete)),
    ]
  }
}

extension CSINode {
  /// Whether a driver takes more disks than it did on `old`.
  fileprivate func takesMore(than old: CSINode) -> Bool {
    drivers.contains { driver in
      let before = old.drivers.first { $0.name == driver.name }?.allocatableCount
      guard let count = driver.allocatableCount else { return before != nil }
      return count > before ?? 0
    }
  }
}

extension DrivenDisk {
  /// The disk that a node lists as attached: `kubernetes.io/csi/DRIVER^HANDLE`.
  fileprivate init?(attached name: String) {
    let prefix = "kubernetes.io/csi/"
    guard name.hasPrefix(prefix), let mark = name.firstIndex(of: "^") else { return nil }
    self.init(
      driver: String(name[name.index(name.startIndex, offsetBy: prefix.count)..<mark]),
      handle: String(name[name.index(after: mark)...]))
  }
}
