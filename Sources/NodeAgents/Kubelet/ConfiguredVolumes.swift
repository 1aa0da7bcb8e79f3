import KubeAPI

/// The volumes of a pod that are made of secrets and config maps, and what stops them.
///
/// Source: `pkg/volume/secret/secret.go`, `pkg/volume/configmap/configmap.go`,
/// `pkg/volume/projected/projected.go` (SetUpAt, MakePayload), v1.36.
struct ConfiguredVolumes {
  /// Looks a secret up; nil when there is none of that name.
  var secret: (ObjectKey) -> StringMap?
  /// Looks a config map up, text and binary data together; nil when there is none of that name.
  var configMap: (ObjectKey) -> StringMap?

  /// Whether a pod has any such volume.
  static func areIn(_ spec: PodSpec) -> Bool {
    spec.volumes.contains { !sources(of: $0).isEmpty }
  }

  /// What stops each volume of `pod` that cannot be set up now, in the words of the event.
  func problems(of pod: Pod) -> [String] {
    pod.spec.volumes.compactMap { volume in
      let sources = Self.sources(of: volume)
      let isProjected = if case .projected = volume.source { true } else { false }
      let reasons = sources.compactMap { problem(of: $0, pod.metadata.namespace, isProjected) }
      guard !reasons.isEmpty else { return nil }
      let why = reasons.count > 1 ? "[\(reasons.joined(separator: ", "))]" : reasons[0]
      return "MountVolume.SetUp failed for volume \"\(volume.name)\" : \(why)"
    }
  }

  private static func sources(of volume: Volume) -> [DataSource] {
    switch volume.source {
    case .data(let source): [source]
    case .projected(let sources): sources
    default: []
    }
  }

  private func problem(
    of source: DataSource, _ namespace: String, _ isProjected: Bool
  ) -> String? {
    let key = ObjectKey(namespace: namespace, name: source.name)
    guard let data = source.sort == .secret ? secret(key) : configMap(key) else {
      return source.isOptional ? nil : "\(source.sort.word) \"\(source.name)\" not found"
    }
    guard !source.isOptional, let missing = source.keys.first(where: { data[$0] == nil }) else {
      return nil
    }
    return source.sort == .secret
      ? "references non-existent secret key: \(missing)"
      : "\(isProjected ? "" : "configmap ")references non-existent config key: \(missing)"
  }
}
