import EventKernel
public import Machines
public import Randomness
public import Units

extension RequestWorld {
  /// Adds a pod: an address on a node, with nothing running, and returns its index.
  ///
  /// Indices count from 0 and are never used again.
  /// - Parameters:
  ///   - name: Unique in a run; the pod's random streams hang on it.
  ///   - weight: `cpu.shares` of its containers: 1024 for each requested core, at least 2.
  ///   - limit: Cores that it may use at most.
  ///   - version: From `version(named:)`; requests that it answers are counted under it.
  public func addPod(
    name: String, node: UInt32, weight: Double, limit: Double = .infinity, version: UInt16
  ) -> UInt32 {
    let group = processors.addGroup(node: node, weight: weight, limit: limit)
    let stream = streams.stream("pod/\(name)")
    return UInt32(
      pods.append(PodRow(node: node, group: group, version: version, stream: stream)))
  }

  /// Whether a pod's server takes connections.
  public func isListening(pod: UInt32) -> Bool { pods[pod].pointee.isListening }

  /// Whether a pod's server runs, starting and stopping included.
  public func isRunning(pod: UInt32) -> Bool { pods[pod].pointee.kind != .none }

  /// Core-seconds that a pod has used so far; zero once it is removed.
  public func cpuSeconds(pod: UInt32) -> Double {
    let row = pods[pod].pointee
    return row.isGone ? 0 : processors.busyCoreSeconds(group: row.group)
  }

  /// Connections in a pod's listen backlog or queue.
  public func backlogCount(pod: UInt32) -> Int { Int(pods[pod].pointee.backlogCount) }

  /// Starts the server of `server` (from `addServer`) in a pod; one server a pod.
  ///
  /// It uses CPU to start, and listens when it has got it.
  /// - Parameters:
  ///   - databaseService: The Service of the database that the site found, by the Service's name or
  ///     its variable; nil when it found none, so that views that ask it answer 500.
  ///   - hasData: For PostgreSQL: whether its data directory is there; making one takes CPU.
  ///   - isMigrated: For PostgreSQL: whether that directory holds the site's tables.
  ///   - recovery: For PostgreSQL: CPU time to bring a directory left by a crash in order first.
  public func startServer(
    _ server: UInt32, pod: UInt32, databaseService: UInt32? = nil, hasData: Bool = true,
    isMigrated: Bool = false, recovery: TimeSpan = .zero
  ) {
    let row = pods[pod]
    precondition(!row.pointee.isGone, "pod \(pod) was removed; nothing can start in it")
    precondition(row.pointee.kind == .none, "a server runs in pod \(pod) already")
    let (kind, index) = servers[Int(server)]
    row.pointee.run &+= 1
    row.pointee.kind = kind
    row.pointee.server = index
    row.pointee.isStopping = false
    row.pointee.databaseService = databaseService ?? .max
    row.pointee.isMigrated = isMigrated
    row.pointee.commits = 0
    var work: Double
    switch kind {
    case .none: return
    case .plain:
      row.pointee.port = plainServers[index].pointee.port
      let boot = plainServers[index].pointee.boot.sampleSpan(&row.pointee.stream)
      return plan(.listen, pod, after: boot.nanoseconds)
    case .gunicorn:
      row.pointee.port = gunicorns[index].pointee.port
      work = gunicorns[index].pointee.masterBoot.sample(&row.pointee.stream)
    case .postgres:
      row.pointee.port = postgresServers[index].pointee.port
      work = postgresServers[index].pointee.boot.sample(&row.pointee.stream)
      if !hasData { work += postgresServers[index].pointee.initialise.sample(&row.pointee.stream) }
      work += recovery.seconds
    }
    processors.start(
      work: work * 1e9, group: row.pointee.group,
      token: ProcessorToken.pack(.main, pod, row.pointee.run))
  }

  /// Schedules an event about a pod's present server.
  func plan(_ kind: WorldEvent, _ pod: UInt32, after delay: Int64) {
    timeline.schedule(
      Event(kind: kind.rawValue, a: pod, b: pods[pod].pointee.run),
      at: Instant(nanoseconds: now &+ delay))
  }

  func beginListening(pod: UInt32, run: UInt32) {
    let row = pods[pod]
    if row.pointee.run == run, !row.pointee.isStopping { listen(pod) }
  }

  /// A pod's server takes connections from now on.
  func listen(_ pod: UInt32) {
    pods[pod].pointee.isListening = true
    onListening?(pod)
  }

  /// Says whether a database holds the site's tables, as after `migrate`.
  public func setMigrated(_ isMigrated: Bool, database pod: UInt32) {
    pods[pod].pointee.isMigrated = isMigrated
  }

  /// Whether a database holds the site's tables.
  public func isMigrated(database pod: UInt32) -> Bool { pods[pod].pointee.isMigrated }

  /// Commits of views to a database since its server was started.
  public func commitCount(database pod: UInt32) -> Int64 { pods[pod].pointee.commits }

  /// Lets a pod's server listen or not, for models whose readiness is decided elsewhere.
  public func setListening(_ isListening: Bool, pod: UInt32) {
    pods[pod].pointee.isListening = isListening
  }
}
