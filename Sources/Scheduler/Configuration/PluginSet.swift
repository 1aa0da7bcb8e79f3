/// What a configuration changes at one extension point, or at all that a plugin has.
public struct PluginSet: Sendable {
  /// Plugins that join in, in this order.
  public var enabled: [Profile.Use] = []
  /// The names of plugins that do not; `*` means all that are not named in `enabled`.
  public var disabled: [String] = []

  /// Nothing changed.
  public init() {}

  /// These plugins, and not those.
  public init(enabled: [Profile.Use] = [], disabled: [String] = []) {
    self.enabled = enabled
    self.disabled = disabled
  }

  /// The name that stands for all plugins.
  static let all = "*"

  /// This set of defaults as `custom` changes it.
  ///
  /// What is disabled goes; a default that is named again stays in its place with its new weight;
  /// what is new comes last. A plugin that is named twice comes twice, for the framework to refuse.
  ///
  /// Source: `pkg/scheduler/apis/config/v1/default_plugins.go` (mergePluginSet), v1.34.
  func changed(by custom: PluginSet) -> PluginSet {
    var merged = PluginSet(disabled: custom.disabled + disabled)
    var replacing: Set<Int> = []
    if !merged.disabled.contains(Self.all) {
      for use in enabled where !merged.disabled.contains(use.name) {
        let own = custom.enabled.lastIndex { $0.name == use.name }
        merged.enabled.append(own.map { custom.enabled[$0] } ?? use)
        if let own { replacing.insert(own) }
      }
    }
    for (place, use) in custom.enabled.enumerated() where !replacing.contains(place) {
      merged.enabled.append(use)
    }
    return merged
  }
}
