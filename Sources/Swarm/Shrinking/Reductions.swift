/// The ways in which a world can be made smaller by one thing, the most promising first.
enum Reductions {
  /// Every world that is `world` with one thing less.
  static func of(_ world: SwarmWorld) -> [SwarmWorld] {
    [steps(world), clients(world), apps(world), machines(world), features(world), times(world)]
      .flatMap { $0 }
  }

  /// `world` after `change`, unless that changes nothing.
  private static func changed(
    _ world: SwarmWorld, _ change: (inout SwarmWorld) -> Void
  ) -> [SwarmWorld] {
    var smaller = world
    change(&smaller)
    return smaller == world ? [] : [smaller]
  }

  /// The later or the earlier half of the steps gone, or one.
  private static func steps(_ world: SwarmWorld) -> [SwarmWorld] {
    let count = world.steps.count
    var all: [SwarmWorld] = []
    if count > 2 {
      all += changed(world) { $0.steps.removeLast(count / 2) }
      all += changed(world) { $0.steps.removeFirst(count / 2) }
    }
    for place in world.steps.indices { all += changed(world) { $0.steps.remove(at: place) } }
    return all
  }

  private static func clients(_ world: SwarmWorld) -> [SwarmWorld] {
    var all = world.clients.count > 1 ? changed(world) { $0.clients = [] } : []
    for place in world.clients.indices {
      all += changed(world) { $0.clients.remove(at: place) }
      all += changed(world) { $0.clients[place].retries = 0 }
    }
    return all
  }

  /// An app gone with all that is about it, or fewer pods of it.
  private static func apps(_ world: SwarmWorld) -> [SwarmWorld] {
    var all: [SwarmWorld] = []
    for (place, app) in world.apps.enumerated() {
      if world.apps.count > 1 {
        all += changed(world) { world in
          world.apps.remove(at: place)
          world.clients.removeAll { $0.app == app.name }
          world.steps.removeAll { $0.action.app == app.name }
          if app.program == .postgresql { world.forgetDatabase() }
        }
      }
      for replicas in [1, app.replicas / 2, app.replicas - 1] where replicas > 0 {
        if replicas < app.replicas {
          all += changed(world) { $0.apps[place].replicas = replicas }
        }
      }
    }
    return all
  }

  private static func machines(_ world: SwarmWorld) -> [SwarmWorld] {
    var all = changed(world) { world in
      world.zones = 1
      world.clampEnds()
    }
    all += changed(world) { world in
      world.nodes = max(1, world.nodes - 1)
      world.zones = min(world.zones, world.nodes)
      world.clampEnds()
    }
    return all
  }

  private static func features(_ world: SwarmWorld) -> [SwarmWorld] {
    var all: [SwarmWorld] = []
    for place in world.apps.indices {
      all += changed(world) { $0.apps[place].readiness = nil }
      all += changed(world) { $0.apps[place].liveness = nil }
      all += changed(world) { $0.apps[place].preStop = nil }
      all += changed(world) { $0.apps[place].cpuLimit = nil }
      all += changed(world) { $0.apps[place].alwaysPulls = false }
      all += changed(world) { $0.apps[place].hasBalancer = false }
      all += changed(world) { world in
        let name = world.apps[place].name
        world.apps[place].rollOut = nil
        world.steps.removeAll { $0.action == .rollOut(app: name) }
      }
    }
    return all
  }

  /// Faults that last half as long.
  private static func times(_ world: SwarmWorld) -> [SwarmWorld] {
    var all: [SwarmWorld] = []
    for place in world.steps.indices {
      all += changed(world) { $0.steps[place].action = $0.steps[place].action.shorter }
    }
    return all
  }
}

extension SwarmWorld {
  /// Sites that asked the database ask nobody.
  fileprivate mutating func forgetDatabase() {
    for place in apps.indices {
      if case .gunicorn(let workers, true, let keeps) = apps[place].program {
        apps[place].program = .gunicorn(
          workers: workers, asksDatabase: false, keepsConnections: keeps)
      }
    }
  }

  /// Steps about machines and zones that are not there any more are about the last one; those that
  /// then say nothing go.
  fileprivate mutating func clampEnds() {
    for place in steps.indices {
      switch steps[place].action {
      case .crashNode(let node, let seconds):
        steps[place].action = .crashNode(min(node, nodes - 1), seconds: seconds)
      case .zoneOutage(let zone, let isPower, let seconds):
        steps[place].action = .zoneOutage(
          min(zone, zones - 1), isPower: isPower, seconds: seconds)
      case .cutLink(let a, let b, let seconds):
        steps[place].action = .cutLink(clamped(a), clamped(b), seconds: seconds)
      default: break
      }
    }
    steps.removeAll { step in
      if case .cutLink(let a, let b, _) = step.action { return a == b }
      return false
    }
  }

  private func clamped(_ end: End) -> End {
    switch end {
    case .node(let number): .node(min(number, nodes - 1))
    case .zone(let number): .zone(min(number, zones - 1))
    case .controlPlane, .outside, .everything: end
    }
  }
}

extension SwarmWorld.Action {
  /// The same for half as long, ten seconds at least.
  fileprivate var shorter: SwarmWorld.Action {
    func half(_ seconds: Int) -> Int { seconds > 20 ? seconds / 2 : seconds }
    return switch self {
    case .hangProcess(let app, let seconds): .hangProcess(app: app, seconds: half(seconds))
    case .crashNode(let node, let seconds): .crashNode(node, seconds: half(seconds))
    case .zoneOutage(let zone, let isPower, let seconds):
      .zoneOutage(zone, isPower: isPower, seconds: half(seconds))
    case .cutLink(let a, let b, let seconds): .cutLink(a, b, seconds: half(seconds))
    case .registryOutage(let seconds): .registryOutage(seconds: half(seconds))
    default: self
    }
  }
}
