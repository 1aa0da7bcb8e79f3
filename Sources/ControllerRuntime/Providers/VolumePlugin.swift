import KubeAPI

/// What makes disks, brings them to machines and mounts them there: a cloud with its driver, or
/// anything else that can.
///
/// Volumes go by the name under which nodes list them (`PersistentVolume.attachableName`). Every
/// call answers later, through its completion; none answers before the call has returned.
public protocol VolumePlugin: AnyObject {
  /// Whether it makes volumes for classes with this provisioner.
  func canProvision(_ provisioner: String) -> Bool

  /// Makes a disk.
  func provision(
    _ request: ProvisionRequest,
    then: @escaping (Result<ProvisionedVolume, VolumeError>) -> Void)

  /// Destroys a disk with all that is on it.
  func delete(_ volume: String, then: @escaping (Result<Void, VolumeError>) -> Void)

  /// Attaches a disk to a machine; refuses while another machine has it, unless it may be shared.
  func attach(
    _ volume: String, to node: String, mayBeShared: Bool,
    then: @escaping (Result<Void, VolumeError>) -> Void)

  /// Takes a disk off a machine, whether or not something there still uses it.
  func detach(
    _ volume: String, from node: String, then: @escaping (Result<Void, VolumeError>) -> Void)

  /// Mounts an attached disk for a pod; not answered when the machine loses power before.
  func mount(
    _ volume: String, on node: String, then: @escaping (Result<Void, VolumeError>) -> Void)

  /// Takes a pod's mount away; not answered when the machine loses power before.
  func unmount(
    _ volume: String, on node: String, then: @escaping (Result<Void, VolumeError>) -> Void)
}

/// What a disk is to be like.
public struct ProvisionRequest: Sendable {
  /// The name that the volume will have.
  public var name: String
  /// The claim it is for.
  public var claim: PersistentVolumeClaim
  /// The claim's class.
  public var storageClass: StorageClass
  /// The node that is to use it; nil when none has been chosen.
  public var node: String?

  /// A wish for the volume `name`.
  public init(
    name: String, claim: PersistentVolumeClaim, storageClass: StorageClass, node: String?
  ) {
    self.name = name
    self.claim = claim
    self.storageClass = storageClass
    self.node = node
  }
}

/// A disk that was made.
public struct ProvisionedVolume: Sendable {
  /// What kind of disk it is, and which one.
  public var source: PersistentVolumeSource
  /// Where it may be used; nil for everywhere.
  public var nodeTerms: [NodeSelectorTerm]?

  /// A disk.
  public init(source: PersistentVolumeSource, nodeTerms: [NodeSelectorTerm]?) {
    self.source = source
    self.nodeTerms = nodeTerms
  }
}

/// Why a disk could not be made, attached or mounted.
public struct VolumeError: Error, Hashable, Sendable {
  /// Why, as a sentence.
  public var message: String

  /// A refusal.
  public init(_ message: String) { self.message = message }
}
