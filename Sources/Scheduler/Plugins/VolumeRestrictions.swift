import KubeAPI

/// Keeps a pod off nodes where another one has a disk that both cannot use, and from being beside
/// a pod, anywhere, that has a claim for itself (`ReadWriteOncePod`).
///
/// Source: `pkg/scheduler/framework/plugins/volumerestrictions/volume_restrictions.go`, v1.34.
final class VolumeRestrictions: PreFilterPlugin, FilterPlugin, TrialPlugin, EventfulPlugin {
  static let name = "VolumeRestrictions"
  /// What users see where a disk is taken.
  static let diskReason = "node(s) had no available disk"
  /// What users see when a claim is taken.
  static let claimReason =
    "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already "
    + "in-use by another pod"

  private static let diskRefusal = Status(.unschedulable, reasons: [diskReason])
  private static let claimRefusal = Status(.unschedulable, reasons: [claimReason])

  /// The pod's claims that one pod at a time may use, and how often others use them.
  private final class Claims: CopyableState {
    let names: Set<String>
    var uses: Int

    init(_ names: Set<String>, uses: Int) {
      self.names = names
      self.uses = uses
    }

    func copy() -> AnyObject { Claims(names, uses: uses) }

    /// Counts what `other` uses. As upstream, by the claims' names alone, and each volume anew.
    func count(_ other: PodInfo, _ amount: Int) {
      for volume in other.spec.volumes {
        if case .persistentVolumeClaim(let name) = volume.source, names.contains(name) {
          uses += amount
        }
      }
    }
  }

  private let volumes: VolumeCache?

  init(_ volumes: VolumeCache?) { self.volumes = volumes }

  func preFilter(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState
  ) -> PreFilterVerdict {
    if pod.spec.volumes.isEmpty { return .skip }
    let hasDisks = pod.spec.inlineDisks.contains(where: \.mayConflict)
    var names: Set<String> = []
    for key in volumes == nil ? [] : pod.claims {
      guard let claim = volumes?.storedClaim(key) else {
        return .fails(
          Status(
            .unschedulableAndUnresolvable, reasons: [VolumeBinding.notFound(claim: key.name)]))
      }
      if claim.accessModes.contains("ReadWriteOncePod") { names.insert(key.name) }
    }
    let uses = names.count { name in
      let key = ObjectKey(namespace: pod.namespace, name: name)
      return nodes.contains { $0.pods.contains { $0.claims.contains(key) } }
    }
    if !hasDisks && uses == 0 { return .skip }
    state.write(Claims(names, uses: uses))
    return .proceed(only: nil)
  }

  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    let wanted = pod.spec.inlineDisks
    if !wanted.isEmpty, node.pods.contains(where: { Self.conflict(wanted, $0) }) {
      return Self.diskRefusal
    }
    let uses = state.read(Claims.self)?.uses ?? 0
    return uses > 0 ? Self.claimRefusal : .success
  }

  /// Whether `other` has a disk that it or the one who wants it would have for itself.
  private static func conflict(_ wanted: [InlineDisk], _ other: PodInfo) -> Bool {
    if wanted.isEmpty || other.spec.volumes.isEmpty { return false }
    let taken = other.spec.inlineDisks
    return wanted.contains { disk in taken.contains { disk.conflicts(with: $0) } }
  }

  func addPod(_ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState) {
    state.read(Claims.self)?.count(other, 1)
  }

  func removePod(_ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState) {
    state.read(Claims.self)?.count(other, -1)
  }

  var eventsToRegister: [EventInterest] {
    [
      EventInterest(ClusterEvent(.pod, .delete)) { pod, objects in
        guard case .pod(let deleted?, nil) = objects else { return true }
        guard deleted.metadata.namespace == pod.namespace else { return false }
        return Self.conflict(pod.spec.inlineDisks, PodInfo(deleted))
          || deleted.claims.contains(where: pod.claims.contains)
      },
      EventInterest(ClusterEvent(.node, .add)),
      EventInterest(ClusterEvent(.persistentVolumeClaim, .add)) { pod, objects in
        guard case .claim(let claim) = objects else { return true }
        return pod.claims.contains(claim.key)
      },
    ]
  }
}
