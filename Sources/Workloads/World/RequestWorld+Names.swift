import EventKernel
import Units

extension RequestWorld {
  /// The number of an endpoint, which programs, mixes and records use; made at the first call.
  public func endpoint(named name: String) -> UInt16 {
    RequestWorld.number(of: name, in: &endpointNames)
  }

  /// The number of an image version, which pods and records use; made at the first call.
  public func version(named name: String) -> UInt16 {
    RequestWorld.number(of: name, in: &versionNames)
  }

  /// The endpoints by number.
  public var endpoints: [String] { endpointNames }
  /// The image versions by number.
  public var versions: [String] { versionNames }
  /// The clients by index.
  public var clientsByIndex: [String] { clientNames }

  private static func number(of name: String, in names: inout [String]) -> UInt16 {
    if let index = names.firstIndex(of: name) { return UInt16(index) }
    precondition(names.count < 60_000, "more than \(names.count) names")
    names.append(name)
    return UInt16(names.count - 1)
  }

  /// Makes a kind of server known, to be started in any number of pods, and returns its number.
  public func addServer(_ parameters: ServerParameters) -> UInt32 {
    switch parameters {
    case .plain(let plain): servers.append((.plain, add(plain)))
    case .gunicorn(let gunicorn): servers.append((.gunicorn, add(gunicorn)))
    case .postgres(let postgres): servers.append((.postgres, add(postgres)))
    }
    return UInt32(servers.count - 1)
  }

  private func add(_ p: PlainServerParameters) -> UInt32 {
    let ranks = RequestWorld.ranks(p)
    let classes = RequestWorld.classes(p, ranks)
    let row = PlainRow(
      service: p.service, servers: p.servers.map { UInt32(clamping: $0) } ?? .max,
      queueCapacity: p.queueCapacity.map { UInt32(clamping: $0) } ?? .max,
      isCPUBound: p.isCPUBound, port: p.port, boot: p.boot, stop: p.stop,
      memory: p.memory.count,
      firstClass: UInt32(plainClasses.count), classCount: UInt32(classes.count),
      otherRank: ranks.other, isPreemptive: p.isPreemptive && !p.isCPUBound,
      firstHop: UInt32(hops.count), hopCount: UInt32(p.next.count))
    for row in classes { plainClasses.append(row) }
    var sum = 0.0
    for hop in p.next {
      sum += hop.share
      hops.append(HopRow(service: hop.service, cumulative: sum))
    }
    return UInt32(plainServers.append(row))
  }

  /// The rank of each priority, the highest first, and that of endpoints without one.
  private static func ranks(
    _ p: PlainServerParameters
  ) -> (of: (Int) -> UInt8, other: UInt8) {
    let priorities = Set(p.classes.map(\.priority) + [0]).sorted(by: >)
    func rank(_ priority: Int) -> UInt8 {
      UInt8(clamping: priorities.firstIndex(of: priority) ?? priorities.count)
    }
    return (rank, rank(0))
  }

  /// One row for each endpoint up to the last that differs from the others.
  private static func classes(
    _ p: PlainServerParameters, _ ranks: (of: (Int) -> UInt8, other: UInt8)
  ) -> [PlainClassRow] {
    let count = (p.classes.map { Int($0.endpoint) }.max() ?? -1) + 1
    return (0..<count).map { endpoint in
      guard let own = p.classes.last(where: { Int($0.endpoint) == endpoint }) else {
        return PlainClassRow(service: p.service, rank: ranks.other)
      }
      return PlainClassRow(service: own.service ?? p.service, rank: ranks.of(own.priority))
    }
  }

  private func add(_ p: PostgresParameters) -> UInt32 {
    let row = PostgresRow(
      connectionLimit: UInt32(max(0, p.maxConnections - p.reservedConnections)), port: p.port,
      connectCPU: p.connectCPU, commitWait: p.commitWait, boot: p.boot,
      initialise: p.initialise, stop: p.stop, baseMemory: p.baseMemory.count,
      connectionMemory: p.connectionMemory.count)
    return UInt32(postgresServers.append(row))
  }

  private func add(_ p: GunicornParameters) -> UInt32 {
    let count = (p.views.map { Int($0.endpoint) }.max() ?? -1) + 1
    let first = UInt32(programs.count)
    for endpoint in 0..<count {
      var row = ProgramRow(
        cpu: .deterministic(TimeSpan.zero), queryCPU: .deterministic(TimeSpan.zero))
      if let view = p.views.first(where: { Int($0.endpoint) == endpoint }) {
        row = ProgramRow(
          exists: true, commits: view.commits, queries: UInt16(clamping: view.queries),
          shareBefore: view.shareBeforeQueries, cpu: view.cpu, queryCPU: view.queryCPU)
      }
      programs.append(row)
    }
    let row = GunicornRow(
      workers: UInt32(clamping: p.workers), port: p.port, backlog: UInt32(clamping: p.backlog),
      workerTimeout: p.workerTimeout.nanoseconds,
      masterTick: max(1, p.masterTick.nanoseconds),
      gracefulTimeout: p.gracefulTimeout.nanoseconds, masterBoot: p.masterBoot,
      workerBoot: p.workerBoot, forkPause: p.forkPause, respawnPause: p.respawnPause,
      timeoutRespawnPause: p.timeoutRespawnPause, stop: p.stop,
      overheadBefore: Double(p.overheadBefore.nanoseconds),
      overheadAfter: Double(p.overheadAfter.nanoseconds),
      errorCPU: Double(p.errorCPU.nanoseconds), isPersistent: p.database.isPersistent,
      needsMigration: p.needsMigration, connectCPU: p.database.connectCPU,
      connectTimeout: p.database.connectTimeout.nanoseconds,
      masterMemory: p.masterMemory.count, workerMemory: p.workerMemory.count,
      wearsOut: p.memoryPerRequest > .zero || p.maxRequests > 0,
      memoryPerRequest: p.memoryPerRequest.count, maxRequests: UInt32(clamping: p.maxRequests),
      maxRequestsJitter: UInt32(clamping: min(p.maxRequestsJitter, 1_000_000_000)),
      firstProgram: first,
      programCount: UInt32(count))
    return UInt32(gunicorns.append(row))
  }
}
