import Units

/// What every stored object carries: its name, labels, version and history.
public struct ObjectMeta: Hashable, Sendable {
  /// The name; the server makes one from `generateName` when empty.
  public var name: String
  /// The namespace; empty for cluster-scoped kinds.
  public var namespace: String
  /// A prefix for a name that the server completes with five random characters.
  public var generateName: String
  /// The unique id of this incarnation, given by the server.
  public var uid: String
  /// The store's version of the last change; 0 on objects not stored yet, and in an update that
  /// does not mind what it overwrites.
  public var resourceVersion: UInt64
  /// Counts changes of the wanted state (`spec`).
  public var generation: Int64
  /// Labels, by which selectors find the object.
  public var labels: StringMap
  /// Annotations, which no selector sees.
  public var annotations: StringMap
  /// When the server stored it, cut to whole seconds; nil until then.
  public var creationTimestamp: Instant?
  /// When it is to be gone at the latest (graceful deletion), cut to whole seconds; nil while no
  /// deletion is under way.
  public var deletionTimestamp: Instant?
  /// The grace that the deletion allows, in seconds.
  public var deletionGracePeriodSeconds: Int64?
  /// Who owns it; garbage collection follows these.
  public var ownerReferences: [OwnerReference]
  /// Names of those who must act before it may vanish.
  public var finalizers: [String]

  /// Metadata of a fresh object.
  public init(
    name: String = "", namespace: String = "", labels: StringMap = [:],
    annotations: StringMap = [:]
  ) {
    self.name = name
    self.namespace = namespace
    self.labels = labels
    self.annotations = annotations
    generateName = ""
    uid = ""
    resourceVersion = 0
    generation = 0
    creationTimestamp = nil
    deletionTimestamp = nil
    deletionGracePeriodSeconds = nil
    ownerReferences = []
    finalizers = []
  }

  /// Namespace and name together.
  public var key: ObjectKey { ObjectKey(namespace: namespace, name: name) }
  /// Whether a deletion is under way.
  public var isTerminating: Bool { deletionTimestamp != nil }
  /// The owner that manages the object, if it has one.
  public var controller: OwnerReference? { ownerReferences.first { $0.isController } }
}

/// Says that an object belongs to another, which outlives it no longer than the owner lives.
public struct OwnerReference: Hashable, Sendable {
  /// The owner's kind.
  public var kind: Kind
  /// The owner's name, in the dependent's namespace.
  public var name: String
  /// The owner's unique id.
  public var uid: String
  /// Whether the owner manages the object (at most one owner does).
  public var isController: Bool
  /// Whether a foreground deletion of the owner waits for the object.
  public var blocksOwnerDeletion: Bool

  /// A reference to an owner.
  public init(
    kind: Kind, name: String, uid: String, isController: Bool = true,
    blocksOwnerDeletion: Bool = true
  ) {
    self.kind = kind
    self.name = name
    self.uid = uid
    self.isController = isController
    self.blocksOwnerDeletion = blocksOwnerDeletion
  }
}
