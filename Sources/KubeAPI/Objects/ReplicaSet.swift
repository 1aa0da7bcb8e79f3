/// Keeps a number of equal pods running; most often one of those that a Deployment keeps.
public struct ReplicaSet: KubeObject, Hashable {
  public static let kind = Kind.replicaSet
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// What is wanted.
  public var spec: ReplicaSetSpec
  /// What is.
  public var status: ReplicaSetStatus

  /// A replica set that has not been stored yet.
  public init(
    metadata: ObjectMeta, spec: ReplicaSetSpec, status: ReplicaSetStatus = ReplicaSetStatus()
  ) {
    self.metadata = metadata
    self.spec = spec
    self.status = status
  }

  public func wantsTheSame(as other: ReplicaSet) -> Bool { spec == other.spec }
}

/// What a replica set wants.
public struct ReplicaSetSpec: Hashable, Sendable {
  /// How many pods; zero or more.
  public var replicas: Int
  /// By which it knows its pods; may not change.
  public var selector: LabelSelector
  /// What a new pod looks like.
  public var template: PodTemplate
  /// How long a pod must be ready to count as available, in seconds.
  public var minReadySeconds: Int = 0

  /// `replicas` pods of `template`.
  public init(replicas: Int, selector: LabelSelector, template: PodTemplate) {
    self.replicas = replicas
    self.selector = selector
    self.template = template
  }
}

/// What a replica set, or a replication controller, last reported.
public struct ReplicaSetStatus: Hashable, Sendable {
  /// Active pods.
  public var replicas = 0
  /// Active pods that carry all labels of the template.
  public var fullyLabeledReplicas = 0
  /// Active pods that are ready.
  public var readyReplicas = 0
  /// Active pods that have been ready for long enough.
  public var availableReplicas = 0
  /// Pods that are being deleted and have not ended; nil where it is not reported (replication
  /// controllers never do).
  public var terminatingReplicas: Int?
  /// The generation that this status speaks of.
  public var observedGeneration: Int64 = 0
  /// `ReplicaFailure` and its like.
  public var conditions: [Condition] = []

  /// The status of one that has not been looked at yet.
  public init() {}
}
