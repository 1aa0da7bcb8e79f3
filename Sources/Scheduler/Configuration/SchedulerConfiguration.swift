/// What a scheduler is told to do: its profiles, how much of the cluster they search, and how the
/// queue paces its pods.
///
/// Source: `pkg/scheduler/apis/config/types.go` (KubeSchedulerConfiguration), v1.34.
public struct SchedulerConfiguration: Sendable {
  /// The profiles, each for the pods of one scheduler name.
  public var profiles: [Profile] = [.standard]
  /// How many nodes are enough to choose among, where a profile does not say.
  public var nodeSampling = NodeSampling.adaptive
  /// How the queue paces its pods.
  public var queue = QueueSettings()

  /// The defaults of kube-scheduler.
  public init() {}

  /// One profile, and as much of the cluster as `nodeSampling` says.
  public init(_ profile: Profile, nodeSampling: NodeSampling = .adaptive) {
    profiles = [profile]
    self.nodeSampling = nodeSampling
  }
}
