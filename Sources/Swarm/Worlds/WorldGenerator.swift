import Randomness
import Units

/// Makes a world from a number.
///
/// Worlds are small and odd rather than large: a bug needs few machines and much trouble. What
/// they ask for fits: all pods together ask for three quarters of the CPU at most and one pod for a
/// fifth of a machine's, so that every pod finds a place once all machines are back, however the
/// others lie. Requests are few, so that whoever works is not overloaded.
public struct WorldGenerator {
  private var random: RandomStream
  private var world: SwarmWorld
  /// Thousandths of cores that may still be asked for.
  private var budget: Int

  /// The world of number `seed`.
  public static func world(seed: UInt64) -> SwarmWorld {
    var generator = WorldGenerator(seed: seed)
    return generator.make()
  }

  private init(seed: UInt64) {
    random = Streams(seed: seed).stream("swarm/world")
    world = SwarmWorld(
      seed: seed, zones: 1, nodes: 1, cores: 1, apps: [], clients: [], steps: [])
    budget = 0
  }

  private mutating func make() -> SwarmWorld {
    world.nodes = draw(1...5)
    world.zones = draw(1...min(3, world.nodes))
    world.cores = pick([1, 1, 2, 4])
    budget = world.nodes * world.cores * draw(350...750)
    addApps()
    addClients()
    addSteps()
    addDeployments()
    return world
  }

  // MARK: Draws

  mutating func draw(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(random.uniform(below: UInt32(range.count)))
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(random.uniform(below: UInt32(elements.count)))]
  }

  mutating func chance(_ share: Double) -> Bool { random.bernoulli(share) }

  // MARK: Apps

  private mutating func addApps() {
    let hasDatabase = chance(0.3)
    if hasDatabase { addDatabase() }
    for number in 0..<draw(1...3) { addApp(number, hasDatabase: hasDatabase) }
  }

  private mutating func addDatabase() {
    let cpu = min(draw(50...200), world.cores * 200)
    guard cpu <= budget else { return }
    budget -= cpu
    var app = app("database", .postgresql, most: 1, cpu: cpu)
    app.cpuLimit = nil
    app.hasBalancer = false
    app.readiness = chance(0.7) ? .tcp : nil
    app.liveness = chance(0.3) ? .tcp : nil
    world.apps.append(app)
  }

  private mutating func addApp(_ number: Int, hasDatabase: Bool) {
    let cpu = draw(40...(world.cores * 200))
    let most = min(draw(2...10), budget / cpu)
    guard most > 0 else { return }
    // All that a later step may scale it to must fit, too.
    budget -= most * cpu
    let program: SwarmWorld.App.Program =
      chance(0.6)
      ? .plain(servers: draw(1...8), mean: draw(2...50))
      : .gunicorn(
        workers: draw(1...3), asksDatabase: hasDatabase && chance(0.6),
        keepsConnections: chance(0.5))
    world.apps.append(app("app-\(number)", program, most: most, cpu: cpu))
  }

  private mutating func app(
    _ name: String, _ program: SwarmWorld.App.Program, most: Int, cpu: Int
  ) -> SwarmWorld.App {
    SwarmWorld.App(
      name: name, program: program, replicas: chance(0.4) ? most : draw(1...most), most: most,
      cpu: cpu,
      cpuLimit: chance(0.3) ? max(250, cpu * draw(1...3)) : nil,
      readiness: chance(0.6) ? pick([.http, .tcp, .exec]) : nil,
      liveness: chance(0.5) ? pick([.http, .http, .tcp, .exec]) : nil,
      preStop: chance(0.3) ? draw(1...12) : nil, grace: draw(3...45),
      imageSize: draw(5...400), alwaysPulls: chance(0.2), hasBalancer: chance(0.3))
  }

  /// Some apps are deployments, which roll out now and then. They have draws of their own, so that
  /// the rest of a world does not hang on them.
  private mutating func addDeployments() {
    random = Streams(seed: world.seed).stream("swarm/deployments")
    for place in world.apps.indices where world.apps[place].program != .postgresql {
      guard chance(0.5) else { continue }
      var kinds: [SwarmWorld.App.RollOut] = [.recreate, .oneLess]
      // One more than wanted must fit, too.
      if world.apps[place].cpu <= budget { kinds += [.oneMore, .oneMore] }
      let kind = pick(kinds)
      if kind == .oneMore { budget -= world.apps[place].cpu }
      world.apps[place].rollOut = kind
      for _ in 0..<draw(0...2) {
        let step = SwarmWorld.Step(
          at: draw(60...420), action: .rollOut(app: world.apps[place].name))
        let index = world.steps.firstIndex { $0.at > step.at } ?? world.steps.count
        world.steps.insert(step, at: index)
      }
    }
  }

  // MARK: Clients

  private mutating func addClients() {
    let targets = world.apps.filter { $0.program != .postgresql }
    guard !targets.isEmpty else { return }
    for number in 0..<draw(1...3) {
      world.clients.append(
        SwarmWorld.Client(
          name: "client-\(number)", app: pick(targets).name,
          rate: chance(0.7) ? draw(2...80) : nil, users: draw(1...8), timeout: draw(1...12),
          retries: chance(0.4) ? draw(1...3) : 0))
    }
  }

  // MARK: Steps

  private mutating func addSteps() {
    var steps: [SwarmWorld.Step] = []
    // Half of the worlds get their trouble all at once.
    let last = chance(0.5) ? 420 : 150
    for _ in 0..<draw(1...12) {
      let at = draw(60...last)
      steps += makeAction().enumerated().map { place, action in
        SwarmWorld.Step(at: at + 25 * place, action: action)
      }
    }
    // A stable order whatever was drawn first.
    world.steps = steps.enumerated()
      .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  private mutating func makeAction() -> [SwarmWorld.Action] {
    let node = draw(0...(world.nodes - 1))
    let zone = draw(0...(world.zones - 1))
    guard let app = world.apps.isEmpty ? nil : pick(world.apps) else {
      return [.crashNode(node, seconds: draw(10...400))]
    }
    switch draw(0...11) {
    case 0, 1: return [.scale(app: app.name, replicas: replicas(app))]
    case 2: return [.deletePod(app: app.name, pick(SwarmWorld.Haste.allCases))]
    case 3: return [.deleteApp(app: app.name), .create(app: app.name)]
    case 4: return [.killProcess(app: app.name)]
    case 5: return [.hangProcess(app: app.name, seconds: draw(2...90))]
    case 6, 7: return [.crashNode(node, seconds: draw(5...400))]
    case 8:
      return [.zoneOutage(zone, isPower: chance(0.5), seconds: draw(5...400))]
    case 9, 10: return [cut(node, zone)]
    default: return [.registryOutage(seconds: draw(10...150))]
    }
  }

  /// How many pods an app is scaled to: never more than were counted when it was made.
  private mutating func replicas(_ app: SwarmWorld.App) -> Int {
    app.program == .postgresql ? 1 : chance(0.3) ? app.most : draw(0...app.most)
  }

  private mutating func cut(_ node: Int, _ zone: Int) -> SwarmWorld.Action {
    let a: SwarmWorld.End = chance(0.6) ? .node(node) : .zone(zone)
    var ends: [SwarmWorld.End] = [.controlPlane, .controlPlane, .outside, .everything]
    if world.nodes > 1 { ends.append(.node((node + 1) % world.nodes)) }
    if world.zones > 1 { ends.append(.zone((zone + 1) % world.zones)) }
    return .cutLink(a, pick(ends), seconds: chance(0.3) ? draw(1...10) : draw(10...400))
  }
}
