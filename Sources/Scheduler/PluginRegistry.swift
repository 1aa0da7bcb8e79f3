import Documents

/// Which plugins there are, and how each is made.
///
/// An explicit list, so that what is there can be read in one place. A program with plugins of its
/// own appends theirs.
///
/// Source: `pkg/scheduler/framework/plugins/registry.go`, v1.34.
public struct PluginRegistry {
  /// One plugin that can be made.
  public struct Entry {
    /// Its name.
    public let name: String
    /// What it does, in a sentence.
    public let summary: String
    /// What a configuration's file may tell it.
    public let format: ArgumentsFormat
    /// Makes it for one profile.
    public let make: (PluginContext, (any PluginArguments)?) throws -> any SchedulerPlugin

    /// A plugin called `name`, which is told what a file says as `RawArguments` if nobody reads
    /// them before.
    public init(
      _ name: String, _ summary: String, format: ArgumentsFormat = .raw,
      make: @escaping (PluginContext, (any PluginArguments)?) throws -> any SchedulerPlugin
    ) {
      self.name = name
      self.summary = summary
      self.format = format
      self.make = make
    }
  }

  /// How the arguments of a plugin stand in a configuration's file.
  public enum ArgumentsFormat {
    /// There are none.
    case none
    /// A mapping with these fields, whose `kind` is the plugin's name with `Args`.
    case fields((MappingReader) -> (any PluginArguments)?)
    /// Whatever the plugin itself makes of them: it gets `RawArguments`.
    case raw
  }

  /// The plugins, no name twice.
  public var entries: [Entry]

  /// A registry of these plugins.
  public init(_ entries: [Entry]) { self.entries = entries }

  /// The plugin called `name`, if there is one.
  public func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

  /// All plugins of this module.
  public static var builtIn: PluginRegistry {
    PluginRegistry([
      plain("PrioritySort", "Higher priority goes first, then longer waiting.") { _ in
        PrioritySort()
      },
      plain("SchedulingGates", "Holds pods back until their gates are gone.") { _ in
        SchedulingGates()
      },
      plain("NodeUnschedulable", "Keeps pods off cordoned nodes.") { _ in NodeUnschedulable() },
      plain("NodeName", "Keeps a pod that names its node off all others.") { _ in NodeName() },
      plain("TaintToleration", "Keeps pods off nodes whose taints they do not tolerate.") { _ in
        TaintToleration()
      },
      configured(
        "NodeAffinity", "Keeps pods to the nodes that they select.",
        NodeAffinityArguments(), reading: { $0.nodeAffinityArguments() }
      ) { _, arguments in try NodeAffinity(arguments) },
      plain("NodePorts", "Keeps pods off nodes whose host ports are taken.") { _ in NodePorts() },
      configured(
        "NodeResourcesFit", "Keeps pods off nodes that lack resources; prefers free ones.",
        NodeResourcesFitArguments(), reading: { $0.resourcesFitArguments() }
      ) { _, arguments in try NodeResourcesFit(arguments) },
      configured(
        "NodeResourcesBalancedAllocation", "Prefers nodes used evenly in CPU and memory.",
        BalancedAllocationArguments(), reading: { $0.balancedAllocationArguments() }
      ) { _, arguments in try NodeResourcesBalancedAllocation(arguments) },
      plain(
        "VolumeRestrictions", "Keeps pods off nodes whose disks they cannot share, and apart."
      ) { VolumeRestrictions($0.volumes) },
      plain("NodeVolumeLimits", "Keeps pods off nodes that take no more disks.") {
        NodeVolumeLimits($0.volumes)
      },
      configured(
        "VolumeBinding", "Keeps pods to nodes that their volumes reach; has volumes bound.",
        VolumeBindingArguments(), reading: { $0.volumeBindingArguments() }
      ) { context, arguments in VolumeBinding(context, arguments) },
      plain("VolumeZone", "Keeps pods to the zones of their volumes.") { VolumeZone($0.volumes) },
      configured(
        "PodTopologySpread", "Spreads pods evenly over zones and nodes.",
        PodTopologySpreadArguments(), reading: { $0.topologySpreadArguments() }
      ) { context, arguments in
        PodTopologySpread(arguments, cluster: context.cluster, directory: context.directory)
      },
      configured(
        "InterPodAffinity", "Brings pods near those they want near, and keeps others apart.",
        InterPodAffinityArguments(), reading: { $0.interPodAffinityArguments() }
      ) { context, arguments in
        try InterPodAffinity(arguments, cluster: context.cluster, directory: context.directory)
      },
      configured(
        "DefaultPreemption", "Makes room for important pods where lesser ones can go.",
        DefaultPreemptionArguments(), reading: { $0.preemptionArguments() }
      ) { context, arguments in
        try DefaultPreemption(
          arguments, cluster: context.cluster, directory: context.directory,
          running: context.preemptions)
      },
      plain("ImageLocality", "Prefers nodes that have the pod's images.") {
        ImageLocality($0.cluster)
      },
      plain("DefaultBinder", "Binds pods through the API server.") { DefaultBinder($0.client) },
    ])
  }

  private static func plain(
    _ name: String, _ summary: String, make: @escaping (PluginContext) -> any SchedulerPlugin
  ) -> Entry {
    Entry(name, summary, format: .none) { context, arguments in
      if arguments != nil { throw PluginError(plugin: name, "the plugin takes no arguments") }
      return make(context)
    }
  }

  private static func configured<Arguments: PluginArguments>(
    _ name: String, _ summary: String, _ defaults: Arguments,
    reading: @escaping (MappingReader) -> Arguments,
    make: @escaping (PluginContext, Arguments) throws -> any SchedulerPlugin
  ) -> Entry {
    Entry(name, summary, format: .fields(reading)) { context, given in
      guard let arguments = (given ?? defaults) as? Arguments else {
        throw PluginError(plugin: name, "the arguments must be \(Arguments.self)")
      }
      return try make(context, arguments)
    }
  }
}
