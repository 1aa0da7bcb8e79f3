/// The extension points of kube-scheduler's own plugins.
///
/// A configuration may name a plugin at each point that it has there, even where the plugin here
/// does the same work at another point (resources are counted in Filter alone, for instance).
///
/// Source: the interfaces that each package of `pkg/scheduler/framework/plugins` says it
/// implements, v1.34.
enum UpstreamPlugins {
  private static let filters: [ExtensionPoint] = [.preFilter, .filter]
  private static let judges: [ExtensionPoint] = [.preFilter, .filter, .preScore, .score]

  private static let table: [(name: String, points: [ExtensionPoint])] = [
    ("PrioritySort", [.queueSort]),
    ("SchedulingGates", [.preEnqueue]),
    ("NodeUnschedulable", [.filter]),
    ("NodeName", [.filter]),
    ("TaintToleration", [.filter, .preScore, .score]),
    ("NodeAffinity", judges),
    ("NodePorts", filters),
    ("NodeResourcesFit", judges),
    ("VolumeRestrictions", filters),
    ("NodeVolumeLimits", filters),
    ("VolumeBinding", judges + [.reserve, .preBind]),
    ("VolumeZone", filters),
    ("PodTopologySpread", judges),
    ("InterPodAffinity", judges),
    ("DynamicResources", filters + [.preEnqueue, .postFilter, .reserve, .preBind]),
    ("DefaultPreemption", [.preEnqueue, .postFilter]),
    ("NodeResourcesBalancedAllocation", [.preScore, .score]),
    ("ImageLocality", [.score]),
    ("DefaultBinder", [.bind]),
  ]

  /// The points of the plugin called `name`; nil when kube-scheduler has none of that name.
  static func points(of name: String) -> [ExtensionPoint]? {
    table.first { $0.name == name }?.points
  }

  /// Plugins that older versions had, which v1 configurations must not name.
  ///
  /// Source: `pkg/scheduler/apis/config/validation/validation.go` (invalidPluginsByVersion), v1.34.
  static let removed = ["AzureDiskLimits", "CinderLimits", "EBSLimits", "GCEPDLimits"]
}
