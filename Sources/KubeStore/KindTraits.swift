import KubeAPI

/// What the API server knows of a kind beside its objects.
extension Kind {
  /// The name in the API's paths and messages, with its group: `pods`,
  /// `endpointslices.discovery.k8s.io`.
  public var qualifiedResource: String {
    switch self {
    case .pod: "pods"
    case .node: "nodes"
    case .replicationController: "replicationcontrollers"
    case .replicaSet: "replicasets.apps"
    case .deployment: "deployments.apps"
    case .service: "services"
    case .endpoints: "endpoints"
    case .endpointSlice: "endpointslices.discovery.k8s.io"
    case .event: "events"
    case .lease: "leases.coordination.k8s.io"
    case .namespace: "namespaces"
    case .persistentVolume: "persistentvolumes"
    case .persistentVolumeClaim: "persistentvolumeclaims"
    case .storageClass: "storageclasses.storage.k8s.io"
    case .secret: "secrets"
    case .configMap: "configmaps"
    case .podDisruptionBudget: "poddisruptionbudgets.policy"
    case .priorityClass: "priorityclasses.scheduling.k8s.io"
    case .csiNode: "csinodes.storage.k8s.io"
    case .statefulSet: "statefulsets.apps"
    }
  }

  /// Whether the server counts generations of its objects.
  ///
  /// Source: the strategies under `pkg/registry`, v1.36; services, nodes and the like stay at 0.
  var hasGeneration: Bool {
    switch self {
    case .pod, .replicationController, .replicaSet, .deployment, .endpointSlice,
      .podDisruptionBudget, .priorityClass, .statefulSet: true
    default: false
    }
  }

  /// What becomes of dependents when a deletion does not say.
  ///
  /// Source: `pkg/registry/core/replicationcontroller/strategy.go`
  /// (DefaultGarbageCollectionPolicy), v1.36.
  var orphansByDefault: Bool { self == .replicationController }

  /// Whether dependents of its objects are looked after at all; events have none.
  var hasDependents: Bool { self != .event }
}
