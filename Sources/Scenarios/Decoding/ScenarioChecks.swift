import ClusterSim
import Documents
import KubeAPI
import Units

/// What can only be checked when all parts of a scenario are known: that images run something,
/// Services exist, and somebody can answer what clients ask for.
struct ScenarioChecks {
  private let reader: MappingReader
  private let design: ClusterDesign

  init(_ reader: MappingReader, _ design: ClusterDesign) {
    self.reader = reader
    self.design = design
  }

  /// Reports what does not fit together, of parts without errors of their own.
  func report() {
    machines()
    images()
    clients()
    hops()
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
    for image in objects.flatMap(Self.images) + laterImages where !seen.contains(image) {
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
    case let workload as any Workload: spec = workload.template.spec
    default: return []
    }
    return (spec.initContainers + spec.containers).map(\.image)
  }

  /// Images that the timeline brings in without a manifest.
  private var laterImages: [String] {
    design.timeline.flatMap { step -> [String] in
      switch step.action {
      case .command(.setImage(let command)): command.changes.map(\.image)
      case .command(.patch(let command)): command.patch.images
      default: []
      }
    }
  }

  private func clients() {
    let services = objects.compactMap { $0 as? Service }
    for (index, client) in design.clients.enumerated() {
      guard let item = reader.value("clients")?.items?[index] else { continue }
      exists(client.target, services, item, "target")
      mix(client, item)
    }
  }

  /// Services that plain servers pass requests on to.
  private func hops() {
    let services = objects.compactMap { $0 as? Service }
    for (index, binding) in design.images.enumerated() {
      guard case .plain(let plain) = binding.program, !plain.next.isEmpty,
        let next = next(ofImage: index)
      else { continue }
      if case .scalar = next.node { exists(plain.next[0].service, services, next, nil) }
      guard case .sequence = next.node, let items = next.items else { continue }
      for (hop, item) in zip(plain.next, items) {
        exists(hop.service, services, item, "service")
      }
    }
  }

  /// `images[index].plain.next`, which was read before.
  private func next(ofImage index: Int) -> ValueReader? {
    guard let item = reader.value("images")?.items?[index], case .mapping(let image) = item.node,
      case .mapping(let plain)? = image["plain"], let next = plain["next"]
    else { return nil }
    return ValueReader(
      next, path: item.path.child("plain").child("next"), log: reader.log)
  }

  /// Reports a Service or a port that nothing makes; `key` is the field of `item` that names it,
  /// nil when `item` itself does.
  private func exists(
    _ target: ServiceTarget, _ services: [Service], _ item: ValueReader, _ key: String?
  ) {
    let mark = key.map { Self.mark($0, in: item) } ?? item.mark
    let path = key.map { "\(item.path).\($0)" } ?? "\(item.path)"
    let found = services.first {
      $0.metadata.name == target.name && $0.metadata.namespace == target.namespace
    }
    guard let found else {
      reader.log.error(
        at: mark, .wrongValue,
        "\(path) names the Service \(quoted(target.name)), which nothing makes",
        hint: Suggestion.hint(for: target.name, among: services.map(\.metadata.name))
          ?? "create it in a step, or list its file in manifests:")
      return
    }
    let ports = found.spec.ports.map(\.port)
    guard !ports.contains(target.port) else { return }
    reader.log.error(
      at: mark, .wrongValue,
      "\(path) names port \(target.port), which the Service does not have",
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
      case .at(let until)? = window.until
    else { return }
    if until <= from {
      reader.fail("window", "ends before it begins", hint: "let until be later than from")
    } else if let warmUp = window.warmUp, until <= from + warmUp.cut {
      reader.fail("window", "is over before its warm-up is", hint: "shorten warm-up")
    }
  }

  private static func mark(_ key: String, in item: ValueReader) -> Mark {
    guard case .mapping(let mapping) = item.node else { return item.mark }
    return mapping[key]?.mark ?? item.mark
  }
}
