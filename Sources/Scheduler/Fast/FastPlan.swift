/// How the plugins of one profile are asked when their answers are remembered; nil for a profile
/// with a plugin that has to be asked each time.
struct FastPlan {
  /// A local filter, with its place among all filters.
  struct Filter {
    let position: Int
    let plugin: any FilterPlugin
  }

  /// A score plugin with its weight.
  struct Scorer {
    let plugin: any ScorePlugin
    let weight: Int32
    let scale: PointScale
  }

  /// Local filters that mind the node alone, and those that mind the pods there, too.
  private(set) var fixedFilters: [Filter] = []
  private(set) var movingFilters: [Filter] = []
  /// Local score plugins whose points are added up as they are, likewise.
  private(set) var fixedScorers: [Scorer] = []
  private(set) var movingScorers: [Scorer] = []
  /// Local score plugins whose points are scaled, and whether they mind the pods on nodes.
  private(set) var scaledScorers: [(scorer: Scorer, mindsPods: Bool)] = []
  /// What local plugins work out before nodes are looked at.
  private(set) var localPreFilters: [any PreFilterPlugin] = []
  private(set) var localPreScores: [any PreScorePlugin] = []
  /// Plugins that are asked each time, and must have nothing to do with the pod.
  private(set) var foreignPreFilters: [any PreFilterPlugin] = []
  /// All local plugins.
  private(set) var locals: [any LocalPlugin] = []
  /// The plugins that look at the whole cluster, with their places or weights.
  private(set) var spreadFilter: (position: Int, plugin: PodTopologySpread)?
  private(set) var spreadScorer: (plugin: PodTopologySpread, weight: Int32)?
  private(set) var affinityFilter: (position: Int, plugin: InterPodAffinity)?
  private(set) var affinityScorer: (plugin: InterPodAffinity, weight: Int32)?

  /// More points than this in all would not fit the columns.
  private static let mostPoints: Int64 = 1 << 30

  init?(_ framework: Framework) {
    let weights = framework.score.reduce(Int64(0)) { $0.addingClamped($1.weight) }
    if weights.multipliedReportingOverflow(by: maxNodeScore).overflow
      || weights * maxNodeScore > Self.mostPoints || framework.filter.count > 250
    {
      return nil
    }
    for plugin in framework.preFilter { sort(plugin) }
    for (position, plugin) in framework.filter.enumerated() {
      if !sort(plugin, at: position, framework) { return nil }
    }
    for plugin in framework.preScore {
      if plugin is any LocalPlugin {
        localPreScores.append(plugin)
      } else if !(plugin is PodTopologySpread) && !(plugin is InterPodAffinity) {
        return nil
      }
    }
    for (plugin, weight) in framework.score {
      if !sort(plugin, weight: Int32(weight), framework) { return nil }
    }
    let all: [any SchedulerPlugin] = framework.filter + framework.score.map(\.plugin)
    for case let plugin as any LocalPlugin in all + framework.preFilter + framework.preScore
    where !locals.contains(where: { $0 === plugin }) {
      locals.append(plugin)
    }
    // What such a plugin wrote for a kind would be missing when it comes to a pod.
    if locals.contains(where: Self.actsLater) { return nil }
  }

  private static func actsLater(_ plugin: any LocalPlugin) -> Bool {
    plugin is any ReservePlugin || plugin is any PermitPlugin || plugin is any PreBindPlugin
      || plugin is any BindPlugin || plugin is any PostBindPlugin || plugin is any PostFilterPlugin
  }

  private mutating func sort(_ plugin: any PreFilterPlugin) {
    if plugin is any LocalPlugin {
      localPreFilters.append(plugin)
    } else if !(plugin is PodTopologySpread) && !(plugin is InterPodAffinity) {
      foreignPreFilters.append(plugin)
    }
  }

  private mutating func sort(
    _ plugin: any FilterPlugin, at position: Int, _ framework: Framework
  ) -> Bool {
    // Without its PreFilter a filter that needs one lets all pods pass.
    let hasPreFilter = framework.preFilter.contains { $0.name == plugin.name }
    if let local = plugin as? any LocalPlugin {
      let filter = Filter(position: position, plugin: plugin)
      if local.mindsPods { movingFilters.append(filter) } else { fixedFilters.append(filter) }
    } else if let spread = plugin as? PodTopologySpread {
      if hasPreFilter { spreadFilter = (position, spread) }
    } else if let affinity = plugin as? InterPodAffinity {
      if hasPreFilter { affinityFilter = (position, affinity) }
    } else {
      return hasPreFilter
    }
    return true
  }

  private mutating func sort(
    _ plugin: any ScorePlugin, weight: Int32, _ framework: Framework
  ) -> Bool {
    let hasPreScore = framework.preScore.contains { $0.name == plugin.name }
    if let local = plugin as? any LocalPlugin {
      let scorer = Scorer(plugin: plugin, weight: weight, scale: local.scale)
      switch (local.scale, local.mindsPods) {
      case (.asGiven, true): movingScorers.append(scorer)
      case (.asGiven, false): fixedScorers.append(scorer)
      case (_, let mindsPods): scaledScorers.append((scorer, mindsPods))
      }
    } else if let spread = plugin as? PodTopologySpread {
      if hasPreScore { spreadScorer = (spread, weight) }
    } else if let affinity = plugin as? InterPodAffinity {
      if hasPreScore { affinityScorer = (affinity, weight) }
    } else {
      return false
    }
    return true
  }
}
