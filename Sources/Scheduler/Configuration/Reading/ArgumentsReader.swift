import Documents
import KubeAPI

/// Reads what a profile tells its plugins.
struct ArgumentsReader {
  let registry: PluginRegistry
  let log: ProblemLog

  /// The arguments of the profile's `pluginConfig`, by plugin.
  ///
  /// - Parameter places: where the arguments of each plugin stand.
  func arguments(
    _ profile: MappingReader, places: inout [String: Mark]
  ) -> [String: any PluginArguments] {
    var found: [String: any PluginArguments] = [:]
    var seen: Set<String> = []
    for item in profile.value("pluginConfig")?.items ?? [] {
      _ = item.object { fields -> Void? in
        let value = fields.value("args")
        guard let name = fields.required("name", .someText),
          registry.knows(name, fields, "name"), let entry = registry.entry(name)
        else { return nil }
        if !seen.insert(name).inserted {
          fields.fail(
            "name", "is \(quoted(name)) a second time",
            hint: "write all its arguments in one place")
          return nil
        }
        guard let value else { return nil }
        places[name] = value.mark
        found[name] = arguments(of: entry, value)
        return ()
      }
    }
    return found
  }

  private func arguments(
    of entry: PluginRegistry.Entry, _ value: ValueReader
  ) -> (any PluginArguments)? {
    switch entry.format {
    case .raw: RawArguments(node: value.node, path: value.path, file: log.file)
    case .none:
      refuse(value, "stands beside \(entry.name), which takes no arguments", hint: "remove it")
    case .fields(let read):
      value.object { reader in
        _ = reader.optional("apiVersion", .choice([SchedulerConfigurationReader.apiVersion]))
        _ = reader.optional("kind", .choice([entry.name + "Args"]))
        return read(reader)
      }
    }
  }

  private func refuse(
    _ value: ValueReader, _ message: String, hint: String
  ) -> (any PluginArguments)? {
    value.fail(.wrongValue, message, hint: hint)
    return nil
  }
}
