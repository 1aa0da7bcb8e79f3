/// The plugins of one profile, sorted by the extension points at which they join in.
///
/// Source: `pkg/scheduler/framework/runtime/framework.go`, v1.34.
public final class Framework {
  /// The profile.
  public let profile: Profile
  let preEnqueue: [any PreEnqueuePlugin]
  let queueSort: any QueueSortPlugin
  let preFilter: [any PreFilterPlugin]
  let filter: [any FilterPlugin]
  let trial: [any TrialPlugin]
  let postFilter: [any PostFilterPlugin]
  let preScore: [any PreScorePlugin]
  let score: [(plugin: any ScorePlugin, weight: Int64)]
  let reserve: [any ReservePlugin]
  let permit: [any PermitPlugin]
  let preBind: [any PreBindPlugin]
  let bind: [any BindPlugin]
  let postBind: [any PostBindPlugin]
  /// Programs outside that have a say beside the plugins.
  public let extenders: [any Extender]
  /// Who waits for room, and where; nil where nobody does.
  public var nominator: Nominator?
  /// What is remembered of nodes for the pods of this profile; nil until a pod came.
  var fast: FastPlacement?
  /// Whether a profile was found that has to ask its plugins each time.
  var isPlain = false
  /// Every plugin's interest in events, with the plugin's name.
  let interests: [(plugin: String, interest: EventInterest)]

  /// Makes the plugins of `profile`.
  /// - Throws: a plugin that is not in `registry`, is listed twice or cannot be set up; no or two
  ///   plugins that sort the queue, or none that binds.
  public init(
    _ profile: Profile, registry: PluginRegistry, context: PluginContext
  ) throws {
    let uses = profile.named
    var made: [String: any SchedulerPlugin] = [:]
    for use in uses {
      guard let entry = registry.entry(use.name) else {
        throw PluginError(
          plugin: use.name, "there is no such plugin; there are "
            + registry.entries.map(\.name).joined(separator: ", "))
      }
      made[use.name] = try entry.make(context, use.arguments)
    }
    self.profile = profile
    extenders = context.extenders
    func list<Plugin>(_ point: ExtensionPoint, as: Plugin.Type) throws -> [Plugin] {
      try profile.joining(point, among: made).compactMap { made[$0.name] as? Plugin }
    }
    preEnqueue = try list(.preEnqueue, as: (any PreEnqueuePlugin).self)
    preFilter = try list(.preFilter, as: (any PreFilterPlugin).self)
    filter = try list(.filter, as: (any FilterPlugin).self)
    trial = preFilter.compactMap { $0 as? any TrialPlugin }
    postFilter = try list(.postFilter, as: (any PostFilterPlugin).self)
    preScore = try list(.preScore, as: (any PreScorePlugin).self)
    score = try profile.joining(.score, among: made).compactMap { use in
      (made[use.name] as? any ScorePlugin).map { ($0, use.weight) }
    }
    reserve = try list(.reserve, as: (any ReservePlugin).self)
    permit = try list(.permit, as: (any PermitPlugin).self)
    preBind = try list(.preBind, as: (any PreBindPlugin).self)
    bind = try list(.bind, as: (any BindPlugin).self)
    postBind = try list(.postBind, as: (any PostBindPlugin).self)
    let plugins = uses.compactMap { made[$0.name] }
    var interests = plugins.flatMap(Self.interests)
    if !extenders.isEmpty { interests.append((Self.extenderName, EventInterest(.wildcard))) }
    self.interests = interests
    let sorters = try list(.queueSort, as: (any QueueSortPlugin).self)
    guard let sorter = sorters.first, sorters.count == 1 else {
      throw PluginError(
        plugin: profile.schedulerName,
        "\(sorters.count) plugins sort the queue; exactly one must, such as PrioritySort")
    }
    queueSort = sorter
    if bind.isEmpty {
      throw PluginError(
        plugin: profile.schedulerName, "no plugin binds pods; enable DefaultBinder")
    }
    for (plugin, weight) in score where !(1...Self.largestWeight).contains(weight) {
      throw PluginError(
        plugin: plugin.name, "the weight is \(weight); 1 to \(Self.largestWeight) is right")
    }
  }

  /// Keeps sums of weighted points far from overflow.
  static let largestWeight = Int64(Int32.max)

  /// What a plugin wakes for; one that does not say wakes for everything if it can reject pods.
  private static func interests(
    of plugin: any SchedulerPlugin
  ) -> [(plugin: String, interest: EventInterest)] {
    if let eventful = plugin as? any EventfulPlugin {
      return eventful.eventsToRegister.map { (plugin.name, $0) }
    }
    let canReject =
      plugin is any PreEnqueuePlugin || plugin is any PreFilterPlugin
      || plugin is any FilterPlugin || plugin is any ReservePlugin || plugin is any PermitPlugin
    return canReject ? [(plugin.name, EventInterest(.wildcard))] : []
  }

  /// The names of the score plugins, in the order of their points in a `SchedulingDecision`.
  public var scorePluginNames: [String] { score.map(\.plugin.name) }
}
