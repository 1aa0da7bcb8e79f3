import Units

/// A wish for a disk.
public struct PersistentVolumeClaim: KubeObject, Hashable {
  public static let kind = Kind.persistentVolumeClaim
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// The least size.
  public var request: Bytes
  /// How it is to be used.
  public var accessModes: [String]
  /// The storage class: nil for the default one, empty for none.
  public var storageClassName: String?
  /// `Filesystem` or `Block`.
  public var volumeMode = "Filesystem"
  /// Labels that its volume must carry; nil for any.
  public var selector: LabelSelector?
  /// The volume it is bound to; empty for none.
  public var volumeName: String = ""
  /// Where it is in its life, and what it got.
  public var status = PersistentVolumeClaimStatus()

  /// A claim that has not been stored yet.
  public init(metadata: ObjectMeta, request: Bytes, accessModes: [String]) {
    self.metadata = metadata
    self.request = request
    self.accessModes = accessModes
  }

  public func wantsTheSame(as other: PersistentVolumeClaim) -> Bool {
    var same = other
    same.metadata = metadata
    same.status = status
    return self == same
  }

  /// The annotation of a claim whose binding is complete.
  public static let bindCompleted = "pv.kubernetes.io/bind-completed"
  /// The annotation of a claim or volume that a controller has joined to the other.
  public static let boundByController = "pv.kubernetes.io/bound-by-controller"
  /// The annotation that names the node for which a volume is to be made.
  public static let selectedNode = "volume.kubernetes.io/selected-node"

  /// The class that it asks for, where an older annotation wins; nil for none.
  ///
  /// Source: `staging/src/k8s.io/component-helpers/storage/volume/helpers.go`
  /// (GetPersistentVolumeClaimClass), v1.34.
  public var className: String? {
    let name = metadata.annotations[Self.classAnnotation] ?? storageClassName ?? ""
    return name.isEmpty ? nil : name
  }

  /// The annotation that named a claim's or volume's class before there was a field.
  public static let classAnnotation = "volume.beta.kubernetes.io/storage-class"

  /// Whether its binding is complete.
  ///
  /// Source: `staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go`, v1.36.
  public var isFullyBound: Bool {
    !volumeName.isEmpty && metadata.annotations[Self.bindCompleted] != nil
  }
}

/// Where a claim is in its life, and what it got.
public struct PersistentVolumeClaimStatus: Hashable, Sendable {
  /// The stages of a claim's life.
  public enum Phase: String, Hashable, Sendable {
    case pending = "Pending"
    case bound = "Bound"
    /// Its volume is gone, and what was on it.
    case lost = "Lost"
  }
  /// Where it is.
  public var phase = Phase.pending
  /// The size that it got.
  public var capacity = Bytes.zero
  /// The ways of use that it got.
  public var accessModes: [String] = []

  /// The status of a claim that nobody has looked at.
  public init() {}
}

/// How volumes of a class are made.
public struct StorageClass: KubeObject, Hashable {
  public static let kind = Kind.storageClass
  /// When a claim gets its volume.
  public enum BindingMode: String, Hashable, Sendable, CaseIterable {
    /// As soon as the claim is there.
    case immediate = "Immediate"
    /// When a pod that uses the claim has been given a node.
    case waitForFirstConsumer = "WaitForFirstConsumer"
  }
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// Who makes its volumes.
  public var provisioner: String
  /// What the provisioner is told, such as `type: pd-ssd`.
  public var parameters: StringMap = [:]
  /// What becomes of a volume whose claim is gone: `Delete` or `Retain`.
  public var reclaimPolicy = "Delete"
  /// When a claim gets its volume.
  public var bindingMode = BindingMode.immediate
  /// Whether claims may grow; shown, and without effect.
  public var allowsExpansion = false
  /// Where volumes may be made; empty for everywhere.
  public var allowedTopologies: [NodeSelectorTerm] = []

  /// A class whose volumes `provisioner` makes.
  public init(metadata: ObjectMeta, provisioner: String) {
    self.metadata = metadata
    self.provisioner = provisioner
  }

  public func wantsTheSame(as other: StorageClass) -> Bool {
    var same = other
    same.metadata = metadata
    return self == same
  }

  /// The provisioner of classes whose volumes people make.
  public static let noProvisioner = "kubernetes.io/no-provisioner"

  /// Whether claims that name no class get this one.
  ///
  /// Source: `pkg/volume/util/storageclass.go` (IsDefaultAnnotation), v1.36.
  public var isDefault: Bool {
    metadata.annotations["storageclass.kubernetes.io/is-default-class"] == "true"
      || metadata.annotations["storageclass.beta.kubernetes.io/is-default-class"] == "true"
  }
}

extension Sequence<StorageClass> {
  /// The class that claims without one get: of several defaults the newest, then the first by name.
  ///
  /// Source: `pkg/volume/util/storageclass.go` (GetDefaultClass), v1.36.
  public var defaultClass: StorageClass? {
    filter(\.isDefault).min { a, b in
      let (born, other) = (a.metadata.creationTimestamp, b.metadata.creationTimestamp)
      return born == other ? a.key < b.key : (born ?? .start) > (other ?? .start)
    }
  }
}

extension Pod {
  /// The claims that its volumes are made of, each once, in the order of its volumes.
  public var claims: [ObjectKey] { spec.claims(in: metadata.namespace) }
}

extension PodSpec {
  /// The claims that the volumes of a pod in `namespace` are made of, each once, in the order of
  /// its volumes.
  public func claims(in namespace: String) -> [ObjectKey] {
    var keys: [ObjectKey] = []
    for volume in volumes {
      guard case .persistentVolumeClaim(let name) = volume.source else { continue }
      let key = ObjectKey(namespace: namespace, name: name)
      if !keys.contains(key) { keys.append(key) }
    }
    return keys
  }
}
