/// Finds the volume that suits a claim best.
///
/// Used by the controller that binds at once and by the scheduler, which also minds the node.
/// Source: `staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go` (FindMatchingVolume)
/// and `pkg/controller/volume/persistentvolume/index.go`, v1.36.
public enum VolumeMatch {
  /// The volume for `claim` among `volumes`; nil for none.
  ///
  /// A volume that was kept for the claim wins over all others. Of the rest those with the fewest
  /// further ways of use come first, among them the smallest, then the first by name.
  /// - Parameter isDelayed: Whether only a kept volume counts, as the claim waits for its pod.
  /// - Complexity: O(*n* log *n*) in the number of volumes.
  public static func best(
    for claim: PersistentVolumeClaim, among volumes: [PersistentVolume], isDelayed: Bool = false
  ) -> PersistentVolume? {
    let fitting = volumes.filter { isPossible($0, for: claim) }
    if let kept = fitting.first(where: { isKept($0, for: claim) }) { return kept }
    if isDelayed { return nil }
    return fitting.filter { isFree($0, for: claim) }.min { a, b in
      let (ways, otherWays) = (Set(a.accessModes).count, Set(b.accessModes).count)
      if ways != otherWays { return ways < otherWays }
      return a.capacity == b.capacity ? a.key < b.key : a.capacity < b.capacity
    }
  }

  /// The smallest volume for `claim` that may be used where `isReachable` holds and that is not
  /// `taken` by another claim of the same pod; nil for none.
  public static func best(
    for claim: PersistentVolumeClaim, among volumes: [PersistentVolume], except taken: Set<String>,
    isReachable: (PersistentVolume) -> Bool
  ) -> PersistentVolume? {
    let fitting = volumes.filter {
      isPossible($0, for: claim) && !taken.contains($0.metadata.name)
    }
    if let kept = fitting.first(where: { isKept($0, for: claim) }) {
      return isReachable(kept) ? kept : nil
    }
    return fitting.filter { isFree($0, for: claim) && isReachable($0) }
      .min { a, b in a.capacity == b.capacity ? a.key < b.key : a.capacity < b.capacity }
  }

  /// Whether the volume is kept for the claim, by name or as this very incarnation.
  public static func isKept(_ volume: PersistentVolume, for claim: PersistentVolumeClaim) -> Bool {
    guard let owner = volume.claim, owner.key == claim.key else { return false }
    return owner.uid.isEmpty || owner.uid == claim.metadata.uid
  }

  /// Whether nothing that cannot change speaks against the volume.
  private static func isPossible(
    _ volume: PersistentVolume, for claim: PersistentVolumeClaim
  ) -> Bool {
    if volume.claim != nil, !isKept(volume, for: claim) { return false }
    return volume.capacity >= claim.request && volume.volumeMode == claim.volumeMode
      && !volume.metadata.isTerminating
  }

  private static func isFree(_ volume: PersistentVolume, for claim: PersistentVolumeClaim) -> Bool {
    volume.status.phase == .available && volume.className == claim.className
      && (claim.selector?.matches(volume.metadata.labels) ?? true)
      && claim.accessModes.allSatisfy(volume.accessModes.contains)
  }
}
