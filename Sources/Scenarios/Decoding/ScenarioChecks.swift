import ClusterSim
import Documents
import KubeAPI

/// What can only be checked when all parts of a scenario are known: that images run something,
/// Services exist, and somebody can answer what clients ask for.
struct ScenarioChecks {
  private let reader: MappingReader
  private let design: ClusterDesign

  init(_ reader: MappingReader, _ design: ClusterDesign) {
    self.reader = reader
    self.design = design
  }

  /// Reports what does not fit together. Silent while there are other errors in the file, of which
  /// these would only be echoes.
  func report() {
    guard !reader.log.hasErrors else { return }
    machines()
    images()
    clients()
    window()
  }

  /// Every object that the scenario may create, with the line that creates it.
  private var objects: [any KubeObject] {
    design.manifests
      + design.timeline.flatMap { step -> [any KubeObject] in
        guard case .command(.create(let create)) = step.action else { return [] }
        return create.objects.map(\.object)
      }
  }

  private func machines() {
    let made = design.timeline.contains { step in
      if case .command(.createCluster) = step.action { return true }
      return false
    }
    guard design.cluster.pools.isEmpty, !made else { return }
    reader.fail(
      "has no machines", hint: "add cluster: pools:, or a step gcloud container clusters create",
      code: .missingField)
  }

  private func images() {
    var seen: [String] = []
    for image in objects.flatMap(Self.images) where !seen.contains(image) {
      seen.append(image)
      guard !design.images.contains(where: { $0.matches(image) }) else { continue }
      reader.log.error(
        at: reader.keyMark("images"), .missingField,
        "nothing says what runs inside the image \(quoted(image))",
        hint: "add an entry to images: with a pattern that matches it")
    }
  }

  private static func images(of object: any KubeObject) -> [String] {
    let spec: PodSpec
    switch object {
    case let pod as Pod: spec = pod.spec
    case let controller as ReplicationController: spec = controller.spec.template.spec
    default: return []
    }
    return (spec.initContainers + spec.containers).map(\.image)
  }

  private func clients() {
    let services = objects.compactMap { $0 as? Service }
    for (index, client) in design.clients.enumerated() {
      guard let item = reader.value("clients")?.items?[index] else { continue }
      target(client, services, item)
      mix(client, item)
    }
  }

  private func target(_ client: ClientDesign, _ services: [Service], _ item: ValueReader) {
    let mark = Self.mark("target", in: item)
    let found = services.first {
      $0.metadata.name == client.target.name && $0.metadata.namespace == client.target.namespace
    }
    guard let found else {
      reader.log.error(
        at: mark, .wrongValue,
        "\(item.path).target names the Service \(quoted(client.target.name)), which nothing makes",
        hint: Suggestion.hint(for: client.target.name, among: services.map(\.metadata.name))
          ?? "create it in a step, or list its file in manifests:")
      return
    }
    let ports = found.spec.ports.map(\.port)
    guard !ports.contains(client.target.port) else { return }
    reader.log.error(
      at: mark, .wrongValue,
      "\(item.path).target names port \(client.target.port), which the Service does not have",
      hint: "its ports: \(ports.map(String.init).joined(separator: ", "))")
  }

  private func mix(_ client: ClientDesign, _ item: ValueReader) {
    if client.mix.isEmpty {
      reader.log.error(
        at: item.mark, .missingField, "\(item.path) does not say what it asks for",
        hint: "add ask: with endpoints and weights, such as {list: 3, detail: 1}")
    }
    var known: [String] = []
    for binding in design.images {
      switch binding.program {
      case .plain: return
      case .gunicorn(let gunicorn): known += gunicorn.endpoints.map(\.name)
      case .postgresql, .task, .pause: break
      }
    }
    for entry in client.mix where !known.contains(entry.endpoint) {
      reader.log.error(
        at: Self.mark("ask", in: item), .wrongValue,
        "\(item.path).ask names the endpoint \(quoted(entry.endpoint)), which no program answers",
        hint: Suggestion.hint(for: entry.endpoint, among: known))
    }
  }

  private func window() {
    guard let window = design.window, case .at(let from) = window.from,
      case .at(let until)? = window.until, until <= from
    else { return }
    reader.fail("window", "ends before it begins", hint: "let until be later than from")
  }

  private static func mark(_ key: String, in item: ValueReader) -> Mark {
    guard case .mapping(let mapping) = item.node else { return item.mark }
    return mapping[key]?.mark ?? item.mark
  }
}
