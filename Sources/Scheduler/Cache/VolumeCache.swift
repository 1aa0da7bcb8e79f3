import ControllerRuntime
import KubeAPI

/// The claims, volumes and classes as the scheduler knows them: what its informers show, and on top
/// of it what it has decided itself and they do not show yet.
///
/// Source: `pkg/scheduler/util/assumecache/assume_cache.go`, v1.34.
public final class VolumeCache {
  /// An object as decided, and the version that the decision was made over.
  private struct Assumed<Object: KubeObject> {
    let object: Object
    let base: UInt64
  }

  private let knownClaim: (ObjectKey) -> PersistentVolumeClaim?
  private let knownVolumes: () -> [PersistentVolume]
  private let knownVolume: (ObjectKey) -> PersistentVolume?
  private let knownClass: (ObjectKey) -> StorageClass?
  private let knownNode: (ObjectKey) -> CSINode?
  private var assumedClaims: [ObjectKey: Assumed<PersistentVolumeClaim>] = [:]
  private var assumedVolumes: [ObjectKey: Assumed<PersistentVolume>] = [:]

  /// A cache over informers, which their owner starts; without one for what drivers say of nodes
  /// these take any number of disks.
  public init(
    claims: Informer<PersistentVolumeClaim>, volumes: Informer<PersistentVolume>,
    classes: Informer<StorageClass>, csiNodes: Informer<CSINode>? = nil
  ) {
    knownNode = { csiNodes?.get($0) }
    knownClaim = claims.get
    knownVolumes = volumes.list
    knownVolume = volumes.get
    knownClass = classes.get
  }

  /// A cache over objects that do not change, for placing pods in process.
  public init(_ objects: [any KubeObject]) {
    func table<Object: KubeObject>(_ type: Object.Type) -> [ObjectKey: Object] {
      Dictionary(
        objects.compactMap { $0 as? Object }.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    }
    let (claims, classes) = (table(PersistentVolumeClaim.self), table(StorageClass.self))
    let volumes = table(PersistentVolume.self)
    let nodes = table(CSINode.self)
    let sorted = volumes.values.sorted { $0.key < $1.key }
    knownClaim = { claims[$0] }
    knownVolumes = { sorted }
    knownVolume = { volumes[$0] }
    knownClass = { classes[$0] }
    knownNode = { nodes[$0] }
  }

  /// The claim as the informer shows it, decisions left out.
  func storedClaim(_ key: ObjectKey) -> PersistentVolumeClaim? { knownClaim(key) }

  /// The volume as the informer shows it, decisions left out.
  func storedVolume(_ name: String) -> PersistentVolume? { knownVolume(ObjectKey(name: name)) }

  /// What drivers say of the node called `name`; nil when none has said anything.
  func csiNode(_ name: String) -> CSINode? { knownNode(ObjectKey(name: name)) }

  /// The claim called `key`.
  func claim(_ key: ObjectKey) -> PersistentVolumeClaim? {
    Self.newest(knownClaim(key), assumedClaims[key])
  }

  /// The volume called `name`.
  func volume(_ name: String) -> PersistentVolume? {
    let key = ObjectKey(name: name)
    return Self.newest(knownVolume(key), assumedVolumes[key])
  }

  /// The class called `name`.
  func storageClass(_ name: String) -> StorageClass? { knownClass(ObjectKey(name: name)) }

  /// All volumes, sorted by name.
  /// - Complexity: O(*n*).
  var volumes: [PersistentVolume] {
    let known = knownVolumes()
    if assumedVolumes.isEmpty { return known }
    return known.map { Self.newest($0, assumedVolumes[$0.key]) ?? $0 }
  }

  private static func newest<Object: KubeObject>(
    _ known: Object?, _ assumed: Assumed<Object>?
  ) -> Object? {
    guard let known, let assumed, known.metadata.resourceVersion <= assumed.base else {
      return known
    }
    return assumed.object
  }

  /// Counts a volume as decided, until the informer shows a newer one.
  func assume(_ volume: PersistentVolume) {
    let base = max(
      knownVolume(volume.key)?.metadata.resourceVersion ?? 0, volume.metadata.resourceVersion)
    assumedVolumes[volume.key] = Assumed(object: volume, base: base)
  }

  /// Counts a claim as decided, until the informer shows a newer one.
  func assume(_ claim: PersistentVolumeClaim) {
    let base = max(
      knownClaim(claim.key)?.metadata.resourceVersion ?? 0, claim.metadata.resourceVersion)
    assumedClaims[claim.key] = Assumed(object: claim, base: base)
  }

  /// Takes decisions back.
  func restore(volumes: [ObjectKey], claims: [ObjectKey]) {
    for key in volumes { assumedVolumes[key] = nil }
    for key in claims { assumedClaims[key] = nil }
  }
}
