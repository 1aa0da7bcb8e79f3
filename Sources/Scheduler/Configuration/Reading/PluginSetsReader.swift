import Documents
import KubeAPI

/// Reads which plugins a profile enables and disables, and where.
struct PluginSetsReader {
  let registry: PluginRegistry
  let log: ProblemLog

  /// Changes the defaults in `profile` as the mapping `plugins` says.
  func read(_ plugins: MappingReader, into profile: inout Profile) {
    if let set = plugins.object("multiPoint", { self.set($0, at: nil) }) {
      profile.plugins = PluginSet(enabled: profile.plugins).changed(by: set).enabled
    }
    for point in ExtensionPoint.allCases {
      guard let set = plugins.object(point.rawValue, { self.set($0, at: point) }) else { continue }
      profile.points[point] = PluginSet().changed(by: set)
    }
    if let set = profile.points[.queueSort], set.enabled.count > 1 {
      plugins.fail(
        "queueSort", "enables \(set.enabled.count) plugins", hint: "only one can sort the queue")
    }
  }

  private func set(_ reader: MappingReader, at point: ExtensionPoint?) -> PluginSet {
    var seen: Set<String> = []
    var set = PluginSet()
    set.enabled =
      reader.list("enabled") { item -> Profile.Use? in
        let weight = item.optional("weight", .integer(in: 0...Int64(Int32.max))) ?? 0
        guard let name = item.required("name", .someText) else { return nil }
        guard isKnown(name, item, at: point) else { return nil }
        if !seen.insert(name).inserted {
          item.fail("name", "is \(quoted(name)) a second time", hint: "keep one of them")
          return nil
        }
        // Left out, and 0, both mean 1.
        return Profile.Use(name, weight: weight == 0 ? 1 : weight)
      } ?? []
    var off: Set<String> = []
    set.disabled =
      reader.list("disabled") { item -> String? in
        _ = item.optional("weight", .integer(in: Int32.min...Int32.max))
        guard let name = item.required("name", .someText) else { return nil }
        noteUnknown(disabled: name, item)
        return off.insert(name).inserted ? name : nil
      } ?? []
    return set
  }

  /// Whether a plugin called `name` can be enabled at `point`; says why not.
  private func isKnown(
    _ name: String, _ item: MappingReader, at point: ExtensionPoint?
  ) -> Bool {
    guard registry.knows(name, item, "name") else { return false }
    guard let point, let points = UpstreamPlugins.points(of: name), !points.contains(point) else {
      return true
    }
    item.fail(
      "name", "is \(name), which has nothing to do at \(point.rawValue)",
      hint: "it has at " + points.map(\.rawValue).joined(separator: ", "))
    return false
  }

  private func noteUnknown(disabled name: String, _ item: MappingReader) {
    let names = registry.entries.map(\.name)
    if name == PluginSet.all || names.contains(name) || UpstreamPlugins.points(of: name) != nil {
      return
    }
    let near = Suggestion.nearest(to: name, among: names)
    log.warning(
      at: item.valueMark("name"), .wrongValue,
      "\(item.path.child("name")) is \(quoted(name)), and there is no such plugin to disable",
      hint: near.map { "did you mean \($0)?" })
  }
}

extension PluginRegistry {
  /// Whether there is a plugin called `name`; reports at `key` of `item` if there is none.
  ///
  /// One that kube-scheduler has and this registry has not is warned of and left out.
  func knows(_ name: String, _ item: MappingReader, _ key: String) -> Bool {
    if entry(name) != nil { return true }
    if UpstreamPlugins.points(of: name) != nil {
      item.log.warning(
        at: item.valueMark(key), .notSimulated, "the plugin \(name) is not simulated",
        hint: "it has no effect here", once: name)
      return false
    }
    if UpstreamPlugins.removed.contains(name) {
      item.fail(
        key, "is \(quoted(name)), which kube-scheduler has no more",
        hint: name == "CinderLimits" ? "remove it" : "remove it; NodeVolumeLimits does its work")
      return false
    }
    let names = entries.map(\.name)
    let near = Suggestion.nearest(to: name, among: names)
    item.fail(
      key, "is \(quoted(name)), and there is no such plugin",
      hint: near.map { "did you mean \($0)?" }
        ?? "plugins have kube-scheduler's names, such as NodeResourcesFit")
    return false
  }
}
