/// The kinds of object that the API server stores.
public enum Kind: String, Hashable, Sendable, CaseIterable {
  case pod = "Pod"
  case node = "Node"
  case replicationController = "ReplicationController"
  case replicaSet = "ReplicaSet"
  case deployment = "Deployment"
  case service = "Service"
  case endpoints = "Endpoints"
  case endpointSlice = "EndpointSlice"
  case event = "Event"
  case lease = "Lease"
  case namespace = "Namespace"
  case persistentVolume = "PersistentVolume"
  case persistentVolumeClaim = "PersistentVolumeClaim"
  case storageClass = "StorageClass"
  case secret = "Secret"
  case configMap = "ConfigMap"
  case podDisruptionBudget = "PodDisruptionBudget"
  case priorityClass = "PriorityClass"
  case csiNode = "CSINode"
  case statefulSet = "StatefulSet"

  /// The kinds that keep a number of pods made from a template, in the order of their names.
  public static let workloads: [Kind] = [.deployment, .replicaSet, .replicationController]

  /// The API group and version of its objects, as manifests write it.
  public var apiVersion: String {
    switch self {
    case .replicaSet, .deployment, .statefulSet: "apps/v1"
    case .endpointSlice: "discovery.k8s.io/v1"
    case .lease: "coordination.k8s.io/v1"
    case .podDisruptionBudget: "policy/v1"
    case .storageClass, .csiNode: "storage.k8s.io/v1"
    case .priorityClass: "scheduling.k8s.io/v1"
    default: "v1"
    }
  }

  /// Whether objects of this kind live outside of namespaces.
  public var isClusterScoped: Bool {
    switch self {
    case .node, .namespace, .persistentVolume, .storageClass, .priorityClass, .csiNode: true
    default: false
    }
  }
}

/// Names one object among those of its kind: a namespace (empty for cluster-scoped kinds) and a
/// name.
public struct ObjectKey: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The namespace; empty for cluster-scoped objects.
  public var namespace: String
  /// The name, unique in its namespace among objects of one kind.
  public var name: String

  /// The object called `name` in `namespace`.
  public init(namespace: String = "", name: String) {
    self.namespace = namespace
    self.name = name
  }

  /// Orders by namespace, then name.
  public static func < (a: ObjectKey, b: ObjectKey) -> Bool {
    a.namespace == b.namespace ? a.name < b.name : a.namespace < b.namespace
  }

  /// `namespace/name`, or the bare name of a cluster-scoped object.
  public var description: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
}

/// Names one object of any kind.
public struct ObjectReference: Hashable, Sendable, CustomStringConvertible {
  /// What it is.
  public var kind: Kind
  /// Which one.
  public var key: ObjectKey
  /// Its unique id, where only that very incarnation is meant; empty otherwise.
  public var uid: String

  /// Refers to the object of `kind` with `key`.
  public init(_ kind: Kind, _ key: ObjectKey, uid: String = "") {
    self.kind = kind
    self.key = key
    self.uid = uid
  }

  /// `Kind namespace/name`.
  public var description: String { "\(kind.rawValue) \(key)" }
}
