import Units

/// Keeps equal pods running and replaces them step by step when their template changes.
public struct Deployment: KubeObject, Hashable {
  public static let kind = Kind.deployment
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// What is wanted.
  public var spec: DeploymentSpec
  /// What is.
  public var status: DeploymentStatus

  /// A deployment that has not been stored yet.
  public init(
    metadata: ObjectMeta, spec: DeploymentSpec, status: DeploymentStatus = DeploymentStatus()
  ) {
    self.metadata = metadata
    self.spec = spec
    self.status = status
  }

  public func wantsTheSame(as other: Deployment) -> Bool { spec == other.spec }
}

/// What a deployment wants.
///
/// Defaults: `pkg/apis/apps/v1/defaults.go` (SetDefaults_Deployment), v1.36.
public struct DeploymentSpec: Hashable, Sendable {
  /// How many pods; zero or more.
  public var replicas: Int
  /// By which it knows its replica sets and pods; may not change.
  public var selector: LabelSelector
  /// What a new pod looks like.
  public var template: PodTemplate
  /// How pods of an old template give way to those of a new one.
  public var strategy = DeploymentStrategy.standard
  /// How long a pod must be ready to count as available, in seconds.
  public var minReadySeconds = 0
  /// How many empty old replica sets are kept.
  public var revisionHistoryLimit = 10
  /// Whether changes of the template wait.
  public var isPaused = false
  /// How long a roll-out may make no progress before it is reported as failed, in seconds;
  /// `Int32.max` for ever.
  public var progressDeadlineSeconds = 600

  /// `replicas` pods of `template`.
  public init(replicas: Int, selector: LabelSelector, template: PodTemplate) {
    self.replicas = replicas
    self.selector = selector
    self.template = template
  }
}

/// How pods of an old template give way to those of a new one.
public enum DeploymentStrategy: Hashable, Sendable {
  /// All old ones go before the first new one comes.
  case recreate
  /// Step by step, with at most `maxSurge` pods more than wanted and `maxUnavailable` fewer.
  case rollingUpdate(maxSurge: CountOrPercent, maxUnavailable: CountOrPercent)

  /// A quarter more, a quarter fewer.
  public static let standard = DeploymentStrategy.rollingUpdate(
    maxSurge: .percent(25), maxUnavailable: .percent(25))

  /// Its name in the API.
  public var name: String {
    switch self {
    case .recreate: "Recreate"
    case .rollingUpdate: "RollingUpdate"
    }
  }
}

/// What a deployment last reported.
public struct DeploymentStatus: Hashable, Sendable {
  /// Active pods of all its replica sets.
  public var replicas = 0
  /// Active pods of the present template.
  public var updatedReplicas = 0
  /// Active pods that are ready.
  public var readyReplicas = 0
  /// Active pods that have been ready for long enough.
  public var availableReplicas = 0
  /// Pods asked for that are not available.
  public var unavailableReplicas = 0
  /// Pods that are being deleted and have not ended; nil while no replica set has said.
  public var terminatingReplicas: Int?
  /// How often the hash of a template was another's, too.
  public var collisionCount = 0
  /// The generation that this status speaks of.
  public var observedGeneration: Int64 = 0
  /// `Available`, `Progressing` and `ReplicaFailure`.
  public var conditions: [Condition] = []
  /// When the condition `Progressing` was last written, cut to whole seconds: the `lastUpdateTime`
  /// of that condition, which is the only one that anybody reads.
  public var progressUpdateTime: Instant?

  /// The status of a deployment that has not been looked at yet.
  public init() {}
}
