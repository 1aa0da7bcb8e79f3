/// Which plugins judge the pods of one scheduler name, in which order and with which weights.
///
/// Source: `pkg/scheduler/apis/config/v1/default_plugins.go`, v1.34.
public struct Profile: Sendable {
  /// A plugin in use.
  public struct Use: Sendable {
    /// The plugin's name.
    public var name: String
    /// How often its points count.
    public var weight: Int64
    /// What it is told; nil for its defaults.
    public var arguments: (any PluginArguments)?

    /// The plugin called `name`.
    public init(
      _ name: String, weight: Int64 = 1, arguments: (any PluginArguments)? = nil
    ) {
      self.name = name
      self.weight = weight
      self.arguments = arguments
    }
  }

  /// The pods' `schedulerName`.
  public var schedulerName: String
  /// The plugins that join in at every extension point that they have, in the order in which they
  /// are asked.
  public var plugins: [Use]
  /// What is otherwise at single extension points.
  public var points: [ExtensionPoint: PluginSet] = [:]
  /// How much of the cluster is searched; nil leaves it to the scheduler's own setting.
  public var nodeSampling: NodeSampling?

  /// A profile.
  public init(schedulerName: String, plugins: [Use], nodeSampling: NodeSampling? = nil) {
    self.schedulerName = schedulerName
    self.plugins = plugins
    self.nodeSampling = nodeSampling
  }

  /// The default plugins that this module has, with upstream's order and weights.
  public static let standard = Profile(
    schedulerName: "default-scheduler",
    plugins: [
      Use("SchedulingGates"),
      Use("PrioritySort"),
      Use("NodeUnschedulable"),
      Use("NodeName"),
      Use("TaintToleration", weight: 3),
      Use("NodeAffinity", weight: 2),
      Use("NodePorts"),
      Use("NodeResourcesFit"),
      Use("VolumeRestrictions"),
      Use("NodeVolumeLimits"),
      Use("VolumeBinding"),
      Use("VolumeZone"),
      Use("PodTopologySpread", weight: 2),
      Use("InterPodAffinity", weight: 2),
      Use("DefaultPreemption"),
      Use("NodeResourcesBalancedAllocation"),
      Use("ImageLocality"),
      Use("DefaultBinder"),
    ])
}
