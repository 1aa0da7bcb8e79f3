/// Which plugins of a profile turn nodes down, and which give points, as the scheduler asks them.
public struct ProfileSummary: Hashable, Sendable {
  /// A plugin that gives points.
  public struct Score: Hashable, Sendable {
    /// The plugin.
    public let plugin: String
    /// How often its points count.
    public let weight: Int64

    /// A plugin with its weight.
    public init(plugin: String, weight: Int64) {
      self.plugin = plugin
      self.weight = weight
    }
  }

  /// The scheduler name of the pods that it is for.
  public let schedulerName: String
  /// The plugins that turn nodes down, in the order in which they are asked.
  public let filters: [String]
  /// The plugins that give points, in the order in which they are asked.
  public let scores: [Score]

  /// A profile's plugins.
  public init(schedulerName: String, filters: [String], scores: [Score]) {
    self.schedulerName = schedulerName
    self.filters = filters
    self.scores = scores
  }
}

extension Framework {
  /// The profile with what it asks.
  public var summary: ProfileSummary {
    ProfileSummary(
      schedulerName: profile.schedulerName, filters: filter.map(\.name),
      scores: score.map { ProfileSummary.Score(plugin: $0.plugin.name, weight: $0.weight) })
  }
}
