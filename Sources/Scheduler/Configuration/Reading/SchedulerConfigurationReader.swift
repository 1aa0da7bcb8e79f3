import ControllerRuntime
import Documents
import KubeAPI

/// Reads files of kind KubeSchedulerConfiguration, `kubescheduler.config.k8s.io/v1`.
///
/// Strict, with kube-scheduler's own defaults and rules; one pass shows everything that is wrong.
/// Beyond those rules, names of plugins that do not exist are errors wherever they are written,
/// except among the disabled ones, where they are warned of.
///
/// Source: `pkg/scheduler/apis/config/v1/defaults.go`, `default_plugins.go` and
/// `pkg/scheduler/apis/config/validation`, v1.34.
public struct SchedulerConfigurationReader {
  /// The version that is read.
  public static let apiVersion = "kubescheduler.config.k8s.io/v1"
  /// The kind that is read.
  public static let kind = "KubeSchedulerConfiguration"

  /// The plugins that a file may name.
  let registry: PluginRegistry
  let log: ProblemLog

  /// A reader of files that name the plugins of `registry`; what is wrong goes to `log`.
  public init(registry: PluginRegistry = .builtIn, log: ProblemLog) {
    self.registry = registry
    self.log = log
  }

  /// What `file` says; nil when it cannot be used, as the log then says.
  public func read(_ file: SourceFile) -> SchedulerConfiguration? {
    let before = log.errorsSoFar
    let documents = DocumentReader.documents(in: file, log: log)
    if documents.isEmpty, log.errorsSoFar == before {
      log.error(
        at: .start, .missingField, "there is no configuration in this file",
        hint: "write apiVersion: \(Self.apiVersion) and kind: \(Self.kind)")
    }
    for other in documents.dropFirst() {
      log.error(
        at: other.mark, .wrongValue, "the file has a second document",
        hint: "write one configuration a file")
    }
    guard let document = documents.first else { return nil }
    let value = ValueReader(document, path: .root(Self.kind), log: log)
    let found = value.object { reader in configuration(reader) }
    return log.errorsSoFar == before ? found : nil
  }

  private func configuration(_ reader: MappingReader) -> SchedulerConfiguration? {
    let before = log.errorsSoFar
    _ = reader.required("apiVersion", .choice([Self.apiVersion]))
    _ = reader.required("kind", .choice([Self.kind]))
    // Another version has other fields: nothing more can be said of them.
    guard log.errorsSoFar == before else {
      reader.ignore(reader.mapping.entries.map(\.key))
      return nil
    }
    var configuration = SchedulerConfiguration()
    configuration.wantedSampling = reader.nodeSampling()
    reader.readBackoff(into: &configuration.queue)
    reader.readClient(into: &configuration.clientLimit)
    reader.checkLeaderElection()
    reader.checkWithoutEffect()
    configuration.extenders = reader.extenders()
    let profiles = ProfilesReader(registry: registry, log: log)
    configuration.profiles = profiles.profiles(reader, extenders: configuration.extenders)
    return configuration
  }
}

extension SchedulerConfiguration {
  /// What `file` says, which names plugins of `registry`.
  ///
  /// - Throws: everything that is wrong with the file.
  public init(
    reading file: SourceFile, registry: PluginRegistry = .builtIn
  ) throws(Problems) {
    let log = ProblemLog(file: file.name)
    let found = SchedulerConfigurationReader(registry: registry, log: log).read(file)
    try log.throwIfErrors()
    self = found ?? SchedulerConfiguration()
  }
}
