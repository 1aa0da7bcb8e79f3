/// Writes a world as a scenario that a person can read and `wavetank run` carries out.
public struct WorldText {
  let world: SwarmWorld
  private let schedule: WorldSchedule

  /// The texts of `world`.
  public init(_ world: SwarmWorld) {
    self.world = world
    schedule = WorldSchedule(world)
  }

  /// The files of the scenario's folder, by name.
  public var files: [(name: String, text: String)] {
    [("scenario.yaml", scenario), ("services.yaml", services)]
      + world.apps.map { ("\($0.name).yaml", controller($0)) }
  }

  // MARK: The scenario

  private var scenario: String {
    let manifests = ["services.yaml"] + world.apps.map { "\($0.name).yaml" }
    return """
      name: swarm-\(world.seed)
      description: A random world (\(world.size)), left alone from \(schedule.healed) s on.
      seed: \(world.seed)
      cluster:
        zones: [\(zones.joined(separator: ", "))]
        pools: [{machine: {cpu: "\(world.cores)", memory: 16Gi, price: $0.05/h}, count: \
      \(world.nodes)}]
      manifests: [\(manifests.joined(separator: ", "))]
      images:
      \(lines(world.apps.map(image)))\(clients)timeline:
      \(lines(world.steps.map(step)))  - {phase: calm, at: \(schedule.calm)s}
      end: {at: \(schedule.end)s}

      """
  }

  private var zones: [String] { (0..<world.zones).map(zone) }

  private func zone(_ number: Int) -> String { "zone-\(number)" }

  private func lines(_ items: [String]) -> String {
    items.map { "  - \($0)\n" }.joined()
  }

  private func image(_ app: SwarmWorld.App) -> String {
    let program =
      switch app.program {
      case .plain(let servers, let mean):
        "plain: {service: exponential \(mean)ms, servers: \(servers)}"
      case .gunicorn(let workers, true, let keeps):
        "gunicorn: {workers: \(workers), port: 80, needs-migration: false, database: "
          + "{service: database, found-by: name, connections: "
          + "\(keeps ? "persistent" : "per-request")}}"
      case .gunicorn(let workers, false, _):
        "gunicorn: {workers: \(workers), port: 80, database: none}"
      case .postgresql: "postgresql: {}"
      }
    return "{image: swarm/\(app.name), size: \(app.imageSize)Mi, \(program)}"
  }

  /// What clients ask an app for.
  func endpoint(_ app: SwarmWorld.App) -> String {
    guard case .gunicorn(_, let asksDatabase, _) = app.program else { return "page" }
    return asksDatabase ? "list" : "hello"
  }

  private var clients: String {
    var items: [String] = []
    for client in world.clients {
      guard let app = world.apps.first(where: { $0.name == client.app }) else { continue }
      let load =
        client.rate.map { "rate: \(Double($0) / 10)/s" }
        ?? "users: \(client.users), think: exponential 1s"
      items.append(
        "{name: \(client.name), target: '\(app.name):80', \(load), ask: \(endpoint(app)), "
          + "timeout: \(client.timeout)s, connect-timeout: \(client.timeout)s, "
          + "retries: {count: \(client.retries), on: [refused, reset, timeout, 5xx]}, "
          + "start: 30s, stop: \(schedule.trafficStops)s}")
    }
    for app in world.apps where isProbed(app) {
      items.append(
        "{name: calm-\(app.name), target: '\(app.name):80', rate: 2/s, ask: \(endpoint(app)), "
          + "timeout: 5s, connect-timeout: 5s, start: \(schedule.calm + 1)s, "
          + "stop: \(schedule.calmEnds)s}")
    }
    return items.isEmpty ? "" : "clients:\n" + lines(items)
  }

  /// Whether somebody must answer for an app in the end.
  private func isProbed(_ app: SwarmWorld.App) -> Bool {
    guard app.program != .postgresql, world.finalReplicas(of: app) > 0 else { return false }
    guard case .gunicorn(_, true, _) = app.program else { return true }
    return world.apps.contains { $0.program == .postgresql && world.finalReplicas(of: $0) > 0 }
  }

  private func step(_ step: SwarmWorld.Step) -> String {
    "{at: \(step.at)s, \(text(step.action))}"
  }

  private func text(_ action: SwarmWorld.Action) -> String {
    switch action {
    case .scale(let app, let replicas):
      "run: kubectl scale --replicas=\(replicas) \(controller(of: app))/\(app)"
    case .rollOut(let app): "run: kubectl rollout restart deployment/\(app)"
    case .deletePod(let app, let haste):
      "run: kubectl delete pod <name=\(app)> --wait=false\(haste.rawValue)"
    case .deleteApp(let app): "run: kubectl delete \(controller(of: app)) \(app) --wait=false"
    case .create(let app): "run: kubectl create -f \(app).yaml"
    case .killProcess(let app): "fault: {kill-process: <name=\(app)>}"
    case .hangProcess(let app, let seconds):
      "fault: {hang-process: <name=\(app)>, for: \(seconds)s}"
    case .crashNode(let node, let seconds):
      "fault: {crash-node: {node: \(node), for: \(seconds)s}}"
    case .zoneOutage(let zone, let isPower, let seconds):
      "fault: {zone-outage: \(self.zone(zone)), loses: \(isPower ? "power" : "network"), "
        + "for: \(seconds)s}"
    case .cutLink(let a, let b, let seconds):
      "fault: {cut-link: {between: [\(end(a)), \(end(b))], for: \(seconds)s}}"
    case .registryOutage(let seconds): "fault: {registry-outage: {for: \(seconds)s}}"
    }
  }

  private func controller(of app: String) -> String {
    world.apps.first { $0.name == app }?.controller ?? "rc"
  }

  private func end(_ end: SwarmWorld.End) -> String {
    switch end {
    case .node(let number): "\(number)"
    case .zone(let number): zone(number)
    case .controlPlane: "control-plane"
    case .outside: "outside"
    case .everything: "everything"
    }
  }
}
