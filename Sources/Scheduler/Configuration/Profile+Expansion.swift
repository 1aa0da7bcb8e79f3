extension Profile {
  /// All plugins that the profile names, each once, the ones for all points first.
  var named: [Use] {
    var uses: [Use] = []
    for use in plugins + ExtensionPoint.allCases.flatMap({ points[$0]?.enabled ?? [] })
    where !uses.contains(where: { $0.name == use.name }) {
      uses.append(use)
    }
    return uses
  }

  /// The plugins that join in at `point`, in their order.
  ///
  /// Those that the point itself names again come first, in the point's order; then those of all
  /// points, in theirs; then those that only the point names. `*` among the disabled ones leaves
  /// what the point itself enables.
  ///
  /// Source: `pkg/scheduler/framework/runtime/framework.go` (expandMultiPointPlugins,
  /// updatePluginList), v1.34.
  /// - Parameter made: all plugins of the profile, by name.
  /// - Throws: a plugin that is named twice, or that has nothing to do with the point.
  func joining(
    _ point: ExtensionPoint, among made: [String: any SchedulerPlugin]
  ) throws(PluginError) -> [Use] {
    let set = points[point] ?? PluginSet()
    let own = try ownPlugins(of: set, at: point, among: made)
    if set.disabled.contains(PluginSet.all) { return own }
    var shared: [Use] = []
    for use in plugins where made[use.name].map(point.takes) == true {
      if set.disabled.contains(use.name) || own.contains(where: { $0.name == use.name }) {
        continue
      }
      if shared.contains(where: { $0.name == use.name }) {
        throw PluginError(plugin: use.name, "the plugin is enabled twice")
      }
      shared.append(use)
    }
    let isOverride: (Use) -> Bool = { use in
      plugins.contains { $0.name == use.name } && !set.disabled.contains(use.name)
    }
    return own.filter(isOverride) + shared + own.filter { !isOverride($0) }
  }

  private func ownPlugins(
    of set: PluginSet, at point: ExtensionPoint, among made: [String: any SchedulerPlugin]
  ) throws(PluginError) -> [Use] {
    var own: [Use] = []
    for use in set.enabled {
      if own.contains(where: { $0.name == use.name }) {
        throw PluginError(
          plugin: use.name, "the plugin is enabled twice at \(point.rawValue)")
      }
      guard let plugin = made[use.name] else { continue }
      if point.takes(plugin) {
        own.append(use)
      } else if UpstreamPlugins.points(of: use.name)?.contains(point) != true {
        throw PluginError(plugin: use.name, "the plugin has nothing to do at \(point.rawValue)")
      }
    }
    return own
  }
}

extension Framework {
  /// The names of the plugins that join in at `point`, in the order in which they are asked.
  public func pluginNames(at point: ExtensionPoint) -> [String] {
    switch point {
    case .preEnqueue: preEnqueue.map(\.name)
    case .queueSort: [queueSort.name]
    case .preFilter: preFilter.map(\.name)
    case .filter: filter.map(\.name)
    case .postFilter: postFilter.map(\.name)
    case .preScore: preScore.map(\.name)
    case .score: scorePluginNames
    case .reserve: reserve.map(\.name)
    case .permit: permit.map(\.name)
    case .preBind: preBind.map(\.name)
    case .bind: bind.map(\.name)
    case .postBind: postBind.map(\.name)
    }
  }

  /// The weights of the score plugins, in the order of `scorePluginNames`.
  public var scoreWeights: [Int64] { score.map(\.weight) }
}
