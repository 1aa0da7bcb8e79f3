import KubeAPI

/// The text of a first scenario, in which every guess is marked by a comment with its reason.
struct ScenarioText {
  private let stack: FoundStack
  private let images: [ImageGuess]
  private let clients: [ClientGuess]
  private let pool: PoolGuess
  /// How many guesses the text marks; counted while it is written.
  private(set) var guesses = 0
  private var lines: [String] = []

  init(_ stack: FoundStack) {
    self.stack = stack
    var images: [ImageGuess] = []
    for (container, group) in stack.containers
    where !images.contains(where: { $0.image == container.image }) {
      images.append(ImageGuess(container, port: Self.port(of: container, in: group, stack)))
    }
    self.images = images
    clients = ClientGuess.all(of: stack, images: images)
    pool = PoolGuess(stack, provider: "gcp")
  }

  /// The port that a Service sends the container's requests to, if one does.
  private static func port(
    of container: Container, in group: FoundStack.Group, _ stack: FoundStack
  ) -> Int32? {
    let own = container.ports.map(\.containerPort)
    for service in stack.services where service.metadata.namespace == group.namespace {
      guard !service.spec.selector.isEmpty, service.spec.selector.isSubset(of: group.labels) else {
        continue
      }
      for port in service.spec.ports {
        let number = stack.number(of: port, in: group)
        if own.contains(number) || own.isEmpty && group.spec.containers.count == 1 { return number }
      }
    }
    return nil
  }

  /// The whole text.
  var scenario: String {
    mutating get {
      guesses = 0
      lines = [
        "# A first scenario for these manifests. It runs as it is; what it says is only as good as",
        "# its guesses, each of which says why it was made. scenarios/README.md and",
        "# `wavetank explain FIELD` tell of every field.",
      ]
      writeCluster()
      lines += ["", "manifests: [manifests]", ""]
      writeImages()
      writeClients()
      writeTimeline()
      return lines.joined(separator: "\n") + "\n"
    }
  }

  private mutating func guess(_ indent: String, _ what: String, _ reason: String) {
    guesses += 1
    let text = "\(indent)# guess: \(Self.plain(what)), because \(Self.plain(reason))"
    lines.append(text)
  }

  /// `text` as a comment can hold it.
  private static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }

  private mutating func writeCluster() {
    lines += ["", "cluster:", "  provider: gcp", "  pools:"]
    guess("    ", "\(pool.count) × \(pool.machine)", pool.reason)
    lines += [
      "    - name: default-pool", "      machine: \(pool.machine)", "      count: \(pool.count)",
    ]
    guard !pool.labels.isEmpty else { return }
    lines.append("      # Pods ask these of their nodes.")
    lines.append("      labels:")
    for (key, value) in pool.labels {
      lines.append(
        "        \(ManifestText.quotedIfNeeded(key)): \(ManifestText.quotedIfNeeded(value))")
    }
  }

  private mutating func writeImages() {
    lines.append("images:")
    for image in images {
      write(image)
    }
  }

  private mutating func write(_ image: ImageGuess) {
    let head = "  - image: \(ManifestText.quotedText(image.image))"
    let port = image.port.map { "port: \($0)" }
    func plain(_ service: String, _ more: String = "") -> String {
      "{" + (["service: \(service)"] + (more.isEmpty ? [] : [more]) + (port.map { [$0] } ?? []))
        .joined(separator: ", ") + "}"
    }
    switch image.program {
    case .gunicorn(let workers):
      guess("  ", "Gunicorn with a Django site", image.reason)
      lines += [head, "    gunicorn:"]
      guess(
        "      ", "\(workers ?? 2) workers",
        workers == nil ? "nothing says how many" : "its command or environment says so")
      lines.append("      workers: \(workers ?? 2)")
      if let port { lines.append("      " + port) }
      lines.append("      needs-migration: false  # as if migrate had run before")
      writeDatabase()
      lines.append("      # The views are those of a blog that was measured; add yours:")
      lines.append("      # endpoints: {NAME: {cpu: 20ms, queries: 3, query-cpu: 300us}}")
    case .postgresql:
      guess("  ", "PostgreSQL", image.reason)
      lines += [head, "    postgresql: {\(port ?? "")}"]
    case .web:
      guess("  ", "a web server that answers in half a millisecond", image.reason)
      let many = "servers: 512, cpu-bound: true"
      lines += [head, "    plain: " + plain("lognormal 500us cv 0.5", many)]
    case .cache:
      guess("  ", "a cache that answers in a fifth of a millisecond, one at a time", image.reason)
      lines += [head, "    plain: " + plain("lognormal 200us cv 0.5", "cpu-bound: true")]
    case .pause:
      guess("  ", "a program that does nothing", image.reason)
      lines += [head, "    pause: {}"]
    case .other(let name):
      guess("  ", "\(name), for which a plain server stands", image.reason)
      lines += [head, "    plain: " + plain("lognormal 5ms cv 0.5", "servers: 8")]
    case .unknown:
      guess("  ", "a server that takes 20 ms, four at a time", image.reason)
      lines += [head, "    plain: " + plain("lognormal 20ms cv 0.5", "servers: 4")]
    }
  }

  /// The database that the site asks: the Service before a PostgreSQL, if there is one.
  private mutating func writeDatabase() {
    let database = stack.services.first { service in
      stack.groups(behind: service).flatMap(\.spec.containers).contains { container in
        images.contains { $0.image == container.image && $0.program == .postgresql }
      }
    }
    guard let database else {
      guess("      ", "no database", "no Service here leads to a PostgreSQL")
      lines.append("      database: none")
      return
    }
    guess(
      "      ", "it asks the Service \(database.metadata.name)", "a PostgreSQL is behind it")
    let port = database.spec.ports.first?.port ?? 5_432
    lines.append(
      "      database: {service: \(database.metadata.name), port: \(port), found-by: name}")
  }

  private mutating func writeClients() {
    guard !clients.isEmpty else {
      lines += ["", "# No client: no Service here has pods that serve. Add one under clients:."]
      return
    }
    lines += ["", "clients:"]
    for client in clients {
      guess("  ", "users of \(client.target)", client.reason)
      lines += ["  - name: \(client.name)", "    target: \"\(client.target)\""]
      if client.isInside { lines.append("    from: inside") }
      guess("    ", "five requests a second", "nothing says how many")
      lines += ["    rate: 5/s", "    ask: \(client.ask)", "    start: phase traffic"]
    }
  }

  private mutating func writeTimeline() {
    lines += ["", "timeline:", "  - {phase: start, title: Pods start, wait: 1s}"]
    for client in clients {
      if client.hasAddress {
        lines.append("  - {wait: {service: \(client.service), address: true}}")
      }
      lines.append("  - {wait: {service: \(client.service), endpoints: 1}}")
    }
    lines += [
      "  - {phase: traffic, title: Users come, wait: 10s}",
      "  # What would you like to know? Try one of these:",
      "  # - {phase: crash, title: A machine dies, wait: 2m, fault: {kill-node: 0}}",
      "  # - {phase: look, title: Somebody looks, wait: 2m, run: kubectl get pods -o wide}",
      "", "end: {after: 5m}",
    ]
  }
}
