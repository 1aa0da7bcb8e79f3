/// What a scheduler is told to do: its profiles, how much of the cluster they search, and how the
/// queue paces its pods.
///
/// Source: `pkg/scheduler/apis/config/types.go` (KubeSchedulerConfiguration), v1.34.
public struct SchedulerConfiguration: Sendable {
  /// How often the scheduler may call the API server.
  public struct ClientRate: Hashable, Sendable {
    /// Calls a second in the long run; below zero: as many as it likes.
    public var perSecond: Double
    /// Calls at once.
    public var burst: Int

    /// A rate.
    public init(perSecond: Double, burst: Int) {
      self.perSecond = perSecond
      self.burst = burst
    }
  }

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
  public var clientRate = ClientRate(perSecond: 50, burst: 100)
  /// Programs outside that have a say, in the order in which they are asked.
  public var extenders: [ExtenderSettings] = []

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
