/// What a configuration says to one plugin; each plugin with arguments has a type of its own.
public protocol PluginArguments: Sendable {}

/// A resource with its weight in a score.
public struct WeightedResource: Hashable, Sendable {
  /// The resource's name, such as `cpu`.
  public var name: String
  /// From 1 to 100.
  public var weight: Int64

  /// A resource that counts `weight` times.
  public init(_ name: String, weight: Int64 = 1) {
    self.name = name
    self.weight = weight
  }

  /// CPU and memory, once each.
  public static let cpuAndMemory = [
    WeightedResource(ResourceName.cpu), WeightedResource(ResourceName.memory),
  ]
}

/// How `NodeResourcesFit` scores.
///
/// Source: `staging/src/k8s.io/kube-scheduler/config/v1/types_pluginargs.go`, v1.34.
public enum ScoringStrategy: Hashable, Sendable {
  /// A point of a curve: at this percentage of use a node earns this many of 10 points.
  public struct ShapePoint: Hashable, Sendable {
    /// Percentage of the node's resource in use, 0 to 100.
    public var utilization: Int64
    /// Points, 0 to 10.
    public var score: Int64

    /// A point of a curve.
    public init(utilization: Int64, score: Int64) {
      self.utilization = utilization
      self.score = score
    }
  }
  /// Emptier nodes are better.
  case leastAllocated
  /// Fuller nodes are better.
  case mostAllocated
  /// A curve over the share in use decides.
  case requestedToCapacityRatio([ShapePoint])
}

/// The arguments of `NodeResourcesFit`.
public struct NodeResourcesFitArguments: PluginArguments, Hashable {
  /// Extended resources that the filter does not look at.
  public var ignoredResources: [String] = []
  /// Domains of extended resources that the filter does not look at.
  public var ignoredResourceGroups: [String] = []
  /// How nodes are scored.
  public var strategy = ScoringStrategy.leastAllocated
  /// The resources that are scored.
  public var resources = WeightedResource.cpuAndMemory

  /// The defaults.
  public init() {}
}

/// The arguments of `NodeResourcesBalancedAllocation`.
public struct BalancedAllocationArguments: PluginArguments, Hashable {
  /// The resources whose use is to be alike; each weighs 1.
  public var resources = WeightedResource.cpuAndMemory

  /// The defaults.
  public init() {}
}

/// Why a plugin cannot be set up as asked.
public struct PluginError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The plugin's name.
  public let plugin: String
  /// What is wrong, and what would be right.
  public let message: String

  /// A plugin that cannot be set up.
  public init(plugin: String, _ message: String) {
    self.plugin = plugin
    self.message = message
  }

  /// The plugin and what is wrong.
  public var description: String { "\(plugin): \(message)" }
}
