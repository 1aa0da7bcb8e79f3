import Units

/// A disk that the cluster may hand out.
public struct PersistentVolume: KubeObject, Hashable {
  public static let kind = Kind.persistentVolume
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// Its size.
  public var capacity: Bytes
  /// `ReadWriteOnce`, `ReadOnlyMany`, `ReadWriteMany`, `ReadWriteOncePod`.
  public var accessModes: [String]
  /// `Retain`, `Delete` or `Recycle`.
  public var reclaimPolicy: String
  /// Its storage class; empty for none.
  public var storageClassName: String
  /// `Filesystem` or `Block`.
  public var volumeMode = "Filesystem"
  /// What kind of disk it is, and which one.
  public var source: PersistentVolumeSource
  /// Node terms of which one must match where it is used; nil for any node.
  public var nodeTerms: [NodeSelectorTerm]?
  /// The claim that it belongs to; nil for none.
  public var claim: ClaimReference?
  /// Where it is in its life.
  public var status = PersistentVolumeStatus()

  /// A disk that has not been stored yet.
  public init(
    metadata: ObjectMeta, capacity: Bytes, accessModes: [String],
    reclaimPolicy: String = "Retain", storageClassName: String = "",
    source: PersistentVolumeSource
  ) {
    self.metadata = metadata
    self.capacity = capacity
    self.accessModes = accessModes
    self.reclaimPolicy = reclaimPolicy
    self.storageClassName = storageClassName
    self.source = source
  }

  public func wantsTheSame(as other: PersistentVolume) -> Bool {
    var same = other
    same.metadata = metadata
    same.status = status
    return self == same
  }
}

/// Where a volume is in its life.
public struct PersistentVolumeStatus: Hashable, Sendable {
  /// The stages of a volume's life.
  public enum Phase: String, Hashable, Sendable {
    /// Nobody has looked at it yet.
    case pending = "Pending"
    case available = "Available"
    case bound = "Bound"
    /// Its claim is gone, and what the claim left is still on it.
    case released = "Released"
    /// It could not be taken back.
    case failed = "Failed"
  }
  /// Where it is.
  public var phase = Phase.pending

  /// The status of a volume that nobody has looked at.
  public init() {}
}

/// Names the claim that a volume belongs to.
public struct ClaimReference: Hashable, Sendable {
  /// The claim's namespace and name.
  public var key: ObjectKey
  /// Its unique id; empty when a person has kept the volume for any claim of that name.
  public var uid: String

  /// Refers to a claim.
  public init(_ key: ObjectKey, uid: String = "") {
    self.key = key
    self.uid = uid
  }
}

/// What kind of disk a volume is, and which one.
public enum PersistentVolumeSource: Hashable, Sendable {
  /// A disk of Google's cloud.
  case gcePersistentDisk(String)
  /// A disk of Amazon's cloud.
  case awsElasticBlockStore(String)
  /// A disk that a driver serves.
  case csi(driver: String, handle: String)
  /// A folder of whichever machine the pod is on.
  case hostPath(String)
  /// A folder or disk of one machine.
  case local(String)
  /// Another kind, by the name of its field: taken for a file server that every node reaches.
  case other(String)

  /// The name of the field in a manifest.
  public var field: String {
    switch self {
    case .gcePersistentDisk: "gcePersistentDisk"
    case .awsElasticBlockStore: "awsElasticBlockStore"
    case .csi: "csi"
    case .hostPath: "hostPath"
    case .local: "local"
    case .other(let field): field
    }
  }

  /// The name under which nodes list it once it is attached; nil for what needs no attaching.
  ///
  /// The disks of both clouds go by their drivers' names, as they have since they were moved out of
  /// Kubernetes (`staging/src/k8s.io/csi-translation-lib`, v1.36), without project and zone.
  public var attachableName: String? {
    switch self {
    case .gcePersistentDisk(let name): "kubernetes.io/csi/pd.csi.storage.gke.io^\(name)"
    case .awsElasticBlockStore(let name): "kubernetes.io/csi/ebs.csi.aws.com^\(name)"
    case .csi(let driver, let handle): "kubernetes.io/csi/\(driver)^\(handle)"
    case .hostPath, .local, .other: nil
    }
  }
}

extension PersistentVolume {
  /// Its class, where an older annotation wins; nil for none.
  ///
  /// Source: `staging/src/k8s.io/component-helpers/storage/volume/helpers.go`
  /// (GetPersistentVolumeClass), v1.34.
  public var className: String? {
    let name = metadata.annotations[PersistentVolumeClaim.classAnnotation] ?? storageClassName
    return name.isEmpty ? nil : name
  }

  /// Whether several nodes may have it at once.
  ///
  /// Source: `pkg/volume/util/util.go` (IsMultiAttachAllowed), v1.36.
  public var mayBeShared: Bool {
    accessModes.isEmpty || accessModes.contains("ReadWriteMany")
      || accessModes.contains("ReadOnlyMany")
  }

  /// The name under which nodes list it once it is attached; nil for what needs no attaching.
  public var attachableName: String? { source.attachableName }
}
