import KubeAPI

/// What kubectl calls a kind: in the plural, in the singular, and for short.
extension Kind {
  /// The name in the plural, as in `pods "x" not found`.
  public var plural: String {
    switch self {
    case .pod: "pods"
    case .node: "nodes"
    case .replicationController: "replicationcontrollers"
    case .replicaSet: "replicasets"
    case .deployment: "deployments"
    case .service: "services"
    case .endpoints: "endpoints"
    case .endpointSlice: "endpointslices"
    case .event: "events"
    case .lease: "leases"
    case .namespace: "namespaces"
    case .persistentVolume: "persistentvolumes"
    case .persistentVolumeClaim: "persistentvolumeclaims"
    case .storageClass: "storageclasses"
    case .secret: "secrets"
    case .configMap: "configmaps"
    case .podDisruptionBudget: "poddisruptionbudgets"
    case .priorityClass: "priorityclasses"
    case .csiNode: "csinodes"
    case .statefulSet: "statefulsets"
    }
  }

  /// The name in the singular, as in `pod/x created`.
  public var singular: String {
    switch self {
    case .endpoints: "endpoints"
    case .storageClass: "storageclass"
    case .priorityClass: "priorityclass"
    default: String(plural.dropLast())
    }
  }

  /// The names for short, such as `rc`.
  public var shortNames: [String] {
    switch self {
    case .pod: ["po"]
    case .node: ["no"]
    case .replicationController: ["rc"]
    case .replicaSet: ["rs"]
    case .deployment: ["deploy"]
    case .service: ["svc"]
    case .endpoints: ["ep"]
    case .event: ["ev"]
    case .namespace: ["ns"]
    case .persistentVolume: ["pv"]
    case .persistentVolumeClaim: ["pvc"]
    case .storageClass: ["sc"]
    case .configMap: ["cm"]
    case .podDisruptionBudget: ["pdb"]
    case .priorityClass: ["pc"]
    case .statefulSet: ["sts"]
    case .endpointSlice, .lease, .secret, .csiNode: []
    }
  }

  /// The name with its API group, as in `lease.coordination.k8s.io/x created`.
  public var singularWithGroup: String {
    switch self {
    case .endpointSlice: "endpointslice.discovery.k8s.io"
    case .lease: "lease.coordination.k8s.io"
    case .storageClass: "storageclass.storage.k8s.io"
    case .podDisruptionBudget: "poddisruptionbudget.policy"
    case .priorityClass: "priorityclass.scheduling.k8s.io"
    case .csiNode: "csinode.storage.k8s.io"
    case .replicaSet, .deployment, .statefulSet: singular + ".apps"
    default: singular
    }
  }

  /// The name in the plural with its API group, as in `deployments.apps "x" not found`.
  public var pluralWithGroup: String {
    self == .endpoints ? plural : plural + singularWithGroup.dropFirst(singular.count)
  }

  /// The kinds that the cluster has objects of.
  public static let served = allCases.filter { $0 != .statefulSet }

  /// The kind that a person means by `word`, in any case, plural, singular or short.
  public init?(resource word: String) {
    let folded = word.lowercased()
    let found = Kind.served.first {
      $0.plural == folded || $0.singular == folded || $0.shortNames.contains(folded)
        || $0.singularWithGroup == folded || $0.pluralWithGroup == folded
    }
    guard let found else { return nil }
    self = found
  }
}
