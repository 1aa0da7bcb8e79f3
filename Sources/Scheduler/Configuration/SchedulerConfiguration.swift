import ControllerRuntime

/// What a scheduler is told to do: its profiles, how much of the cluster they search, and how the
/// queue paces its pods.
///
/// Source: `pkg/scheduler/apis/config/types.go` (KubeSchedulerConfiguration), v1.34.
public struct SchedulerConfiguration: Sendable {
  /// The profiles, each for the pods of one scheduler name.
  public var profiles: [Profile] = [.standard]
  /// How many nodes are enough to choose among, where a profile does not say; nil: nobody has said,
  /// which is `adaptive` to kube-scheduler.
  public var wantedSampling: NodeSampling?
  /// How the queue paces its pods.
  public var queue = QueueSettings()
  /// How often the API server may be called (documented).
  ///
  /// Source: `pkg/scheduler/apis/config/v1/defaults.go`, v1.34.
  public var clientLimit = ClientLimit.scheduler
  /// Programs outside that have a say, in the order in which they are asked.
  public var extenders: [ExtenderSettings] = []

  /// Makes the way to the extenders; nil: there is none, and a scheduler with extenders cannot be
  /// set up.
  public var connect: (@Sendable () -> any ExtenderTransport)?

  /// The defaults of kube-scheduler.
  public init() {}

  /// One profile, and as much of the cluster as `nodeSampling` says.
  public init(_ profile: Profile, nodeSampling: NodeSampling = .adaptive) {
    profiles = [profile]
    wantedSampling = nodeSampling
  }

  /// How many nodes are enough to choose among, where a profile does not say.
  public var nodeSampling: NodeSampling {
    get { wantedSampling ?? .adaptive }
    set { wantedSampling = newValue }
  }
}
