/// Keeps a number of equal pods running.
public struct ReplicationController: KubeObject, Hashable {
  public static let kind = Kind.replicationController
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// What is wanted.
  public var spec: ReplicationControllerSpec
  /// What is.
  public var status: ReplicationControllerStatus

  /// A controller that has not been stored yet.
  public init(
    metadata: ObjectMeta, spec: ReplicationControllerSpec,
    status: ReplicationControllerStatus = ReplicationControllerStatus()
  ) {
    self.metadata = metadata
    self.spec = spec
    self.status = status
  }

  public func wantsTheSame(as other: ReplicationController) -> Bool { spec == other.spec }
}

/// What a replication controller wants.
public struct ReplicationControllerSpec: Hashable, Sendable {
  /// How many pods; zero or more.
  public var replicas: Int
  /// Labels by which it knows its pods.
  public var selector: StringMap
  /// What a new pod looks like.
  public var template: PodTemplate
  /// How long a pod must be ready to count as available, in seconds.
  public var minReadySeconds: Int = 0

  /// `replicas` pods of `template`.
  public init(replicas: Int, selector: StringMap, template: PodTemplate) {
    self.replicas = replicas
    self.selector = selector
    self.template = template
  }
}

/// What a new pod looks like.
public struct PodTemplate: Hashable, Sendable {
  /// Labels and annotations of the pod.
  public var metadata: ObjectMeta
  /// The pod's spec.
  public var spec: PodSpec

  /// A template.
  public init(metadata: ObjectMeta, spec: PodSpec) {
    self.metadata = metadata
    self.spec = spec
  }
}

/// What a replication controller last reported: the same as a replica set.
public typealias ReplicationControllerStatus = ReplicaSetStatus
