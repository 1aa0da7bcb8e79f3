import Randomness
import Units
import Workloads

/// What runs inside which image, in the terms of the request world.
final class ServerCatalogue {
  private let fabric: WorldFabric
  private let bindings: [ImageBinding]
  private var servers: [Int: UInt32] = [:]

  /// The catalogue of a design's image bindings.
  init(_ bindings: [ImageBinding], fabric: WorldFabric) {
    self.bindings = bindings
    self.fabric = fabric
    for binding in bindings {
      guard case .gunicorn(let design) = binding.program else { continue }
      for view in design.endpoints { _ = world.endpoint(named: view.name) }
    }
  }

  private var world: RequestWorld { fabric.world }

  /// The binding of `image`; nil when no pattern matches.
  func binding(of image: String) -> ImageBinding? { bindings.first { $0.matches(image) } }

  /// The number of the server that runs in `image`; nil for an image that serves nothing.
  func server(of image: String) -> UInt32? {
    guard let place = bindings.firstIndex(where: { $0.matches(image) }) else { return nil }
    if let known = servers[place] { return known }
    guard let parameters = parameters(of: bindings[place].program) else { return nil }
    let number = world.addServer(parameters)
    servers[place] = number
    return number
  }

  private func parameters(of program: ProgramDesign) -> ServerParameters? {
    switch program {
    case .gunicorn(let design): .gunicorn(gunicorn(design))
    case .postgresql(let design): .postgres(Self.postgres(design))
    case .plain(let design): .plain(plain(design))
    case .task, .pause: nil
    }
  }

  private func gunicorn(_ design: GunicornDesign) -> GunicornParameters {
    var server = GunicornParameters()
    server.workers = design.workers
    server.port = UInt16(clamping: design.port)
    server.backlog = design.backlog
    server.workerTimeout = design.workerTimeout
    server.gracefulTimeout = design.gracefulTimeout
    server.masterBoot = design.masterBoot
    server.workerBoot = design.workerBoot
    server.stop = design.stop
    server.overheadBefore = design.overheadBefore
    server.overheadAfter = design.overheadAfter
    server.needsMigration = design.needsMigration
    server.masterMemory = design.masterMemory
    server.workerMemory = design.workerMemory
    server.memoryPerRequest = design.memoryPerRequest
    server.maxRequests = design.maxRequests
    server.maxRequestsJitter = design.maxRequestsJitter
    if let link = design.database {
      server.database.isPersistent = link.lifetime == .persistent
      server.database.connectCPU = link.connectCPU
      server.database.connectTimeout = link.connectTimeout
    }
    server.views = design.endpoints.map { view in
      DjangoView(
        endpoint: world.endpoint(named: view.name), cpu: view.cpu, queries: view.queries,
        queryCPU: view.queryCPU, commits: view.commits)
    }
    return server
  }

  private static func postgres(_ design: PostgreSQLDesign) -> PostgresParameters {
    var server = PostgresParameters()
    server.maxConnections = design.maxConnections
    server.reservedConnections = design.reservedConnections
    server.port = UInt16(clamping: design.port)
    server.connectCPU = design.connectCPU
    server.commitWait = design.commitWait
    server.boot = design.boot
    server.initialise = design.initialise
    server.stop = design.stop
    server.baseMemory = design.baseMemory
    server.connectionMemory = design.connectionMemory
    return server
  }

  private func plain(_ design: PlainDesign) -> PlainServerParameters {
    var server = PlainServerParameters(
      service: design.service, servers: design.servers, queueCapacity: design.queueCapacity,
      isCPUBound: design.isCPUBound)
    server.port = UInt16(clamping: design.port)
    server.boot = design.boot
    server.stop = design.stop
    server.memory = design.memory
    server.classes = design.endpoints.map { endpoint in
      PlainClass(
        endpoint: world.endpoint(named: endpoint.name), service: endpoint.service,
        priority: endpoint.priority)
    }
    server.isPreemptive = design.isPreemptive
    server.next = design.next.map { hop in
      PlainHop(
        service: fabric.service(hop.service.key, port: hop.service.port), share: hop.share)
    }
    return server
  }
}

extension ProgramDesign {
  /// The port that the program listens on; nil for one that serves nothing.
  var port: Int32? {
    switch self {
    case .gunicorn(let design): design.port
    case .postgresql(let design): design.port
    case .plain(let design): design.port
    case .task, .pause: nil
    }
  }

  /// Memory of a program that serves nobody, for as long as it runs; a server's is the request
  /// world's affair. What an image of which nothing is known uses is assumed to be 1 MiB.
  var ownMemory: Bytes {
    switch self {
    case .gunicorn, .postgresql, .plain: .zero
    case .task(let design): design.memory
    case .pause: .mebibytes(1)
    }
  }

  /// What its main process is called.
  var processName: String {
    switch self {
    case .gunicorn: "gunicorn"
    case .postgresql: "postgres"
    case .plain: "server"
    case .task: "task"
    case .pause: "pause"
    }
  }
}
