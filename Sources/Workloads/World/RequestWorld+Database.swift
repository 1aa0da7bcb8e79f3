import EventKernel
import Machines
import Network
import Units

extension RequestWorld {
  /// The view's part before its queries is done.
  @inline(__always)
  func beforeIsDone(_ call: UInt32) {
    settle(call)
    let job = calls[call]
    let process = workers[job.pointee.worker]
    let row = pods[job.pointee.pod]
    if job.pointee.queriesLeft == 0 { return endView(call, .none) }
    if row.pointee.databaseService == .max { return fail(call, .noDatabaseAddress) }
    let session = process.pointee.session
    if session == .max { return connectToDatabase(call, row) }
    if sessions.isCurrent(session, generation: process.pointee.sessionGeneration) {
      job.pointee.databaseWay = sessions[session].pointee.way
      return sendQuery(call)
    }
    // The worker finds out that its kept connection is dead by using it, and drops it.
    job.pointee.stage = .database
    fail(call, .databaseLost)
  }

  /// Opens a connection: by this node's view of the database's Service.
  func connectToDatabase(_ call: UInt32, _ row: UnsafeMutablePointer<PodRow>) {
    let job = calls[call]
    let node = row.pointee.node
    job.pointee.stage = .databaseConnect
    job.pointee.step = .connecting
    let service = row.pointee.databaseService
    guard case .endpoint(let database, let port) = services.pick(
      service: service, node: node, &job.pointee.path)
    else { return fail(call, .databaseRefused) }
    let target = pods[database]
    guard !target.pointee.isGone, fabric.connects(node, target.pointee.node) else {
      job.pointee.cause = .databaseTimeout
      return schedule(.fromDatabase, call, after: connectTimeout(row))
    }
    let roundTrip = fabric.roundTrip(node, target.pointee.node, &job.pointee.path).nanoseconds
    job.pointee.databaseWay = roundTrip / 2
    if !target.pointee.isListening || target.pointee.port != port {
      job.pointee.cause = .databaseRefused
      return schedule(.fromDatabase, call, after: roundTrip)
    }
    job.pointee.database = database
    schedule(.atDatabase, call, after: roundTrip &+ job.pointee.databaseWay)
  }

  private func connectTimeout(_ row: UnsafeMutablePointer<PodRow>) -> Int64 {
    let kernel = SynRetransmission.giveUp.nanoseconds
    guard row.pointee.kind == .gunicorn else { return kernel }
    return min(kernel, gunicorns[row.pointee.server].pointee.connectTimeout)
  }

  /// A message gets to the database: the first of a connection, or a query.
  @inline(__always)
  func reachDatabase(_ call: UInt32) {
    if calls[call].pointee.step == .connecting { return openSession(call) }
    let process = workers[calls[call].pointee.worker]
    let session = process.pointee.session
    guard sessions.isCurrent(session, generation: process.pointee.sessionGeneration) else {
      calls[call].pointee.cause = .databaseLost
      return schedule(.fromDatabase, call, after: calls[call].pointee.databaseWay)
    }
    query(call, session)
  }

  private func openSession(_ call: UInt32) {
    let job = calls[call]
    let pod = job.pointee.database
    let target = pods[pod]
    guard !target.pointee.isGone, fabric.connects(target.pointee.node, job.pointee.node) else {
      job.pointee.cause = .databaseTimeout
      return schedule(.fromDatabase, call, after: connectTimeout(pods[job.pointee.pod]))
    }
    guard target.pointee.isListening, target.pointee.kind == .postgres else {
      job.pointee.cause = .databaseRefused
      return schedule(.fromDatabase, call, after: job.pointee.databaseWay)
    }
    let server = postgresServers[target.pointee.server]
    guard target.pointee.sessionCount < server.pointee.connectionLimit else {
      job.pointee.cause = .databaseFull
      return schedule(.fromDatabase, call, after: job.pointee.databaseWay)
    }
    let session = link(
      Session(
        pod: pod, call: call, callGeneration: calls.generation(of: call),
        callEpoch: job.pointee.epoch, way: job.pointee.databaseWay))
    workers[job.pointee.worker].pointee.session = session
    workers[job.pointee.worker].pointee.sessionGeneration = sessions.generation(of: session)
    let work = server.pointee.connectCPU.sample(&job.pointee.demands) * 1e9
    processors.start(work: work, group: target.pointee.group, token: token(session))
  }

  @inline(__always)
  func token(_ session: UInt32) -> UInt64 {
    ProcessorToken.pack(.session, session, sessions.generation(of: session))
  }

  /// Sends a query over the worker's connection.
  @inline(__always)
  func sendQuery(_ call: UInt32) {
    let job = calls[call]
    job.pointee.stage = .database
    job.pointee.step = .querying
    if job.pointee.queriesLeft == 0 { return returnFromDatabase(call) }
    schedule(.atDatabase, call, after: job.pointee.databaseWay)
  }

  /// A backend works on a query, unless its tables are not there.
  @inline(__always)
  private func query(_ call: UInt32, _ session: UInt32) {
    let job = calls[call]
    let backend = sessions[session]
    let target = pods[backend.pointee.pod]
    let isCommand = job.pointee.program == .max
    if !target.pointee.isMigrated, !isCommand,
      gunicorns[pods[job.pointee.pod].pointee.server].pointee.needsMigration
    {
      job.pointee.cause = .notMigrated
      return schedule(.fromDatabase, call, after: job.pointee.databaseWay)
    }
    backend.pointee.state = .working
    backend.pointee.call = call
    backend.pointee.callGeneration = calls.generation(of: call)
    backend.pointee.callEpoch = job.pointee.epoch
    let work =
      isCommand
      ? commandQueryWork(job.pointee.owner)
      : programs[job.pointee.program].pointee.queryCPU.sample(&job.pointee.demands) * 1e9
    processors.start(work: work, group: target.pointee.group, token: token(session))
  }

  /// A backend has used its CPU: the connection stands, or a query has its answer.
  @inline(__always)
  func finishBackend(_ session: UInt32) {
    let backend = sessions[session]
    let wasConnecting = backend.pointee.state == .connecting
    backend.pointee.state = .idle
    if backend.pointee.isOrphan { return removeSession(session) }
    let call = backend.pointee.call
    guard calls.isCurrent(call, generation: backend.pointee.callGeneration) else { return }
    let job = calls[call]
    guard job.pointee.epoch == backend.pointee.callEpoch else { return }
    if wasConnecting { return schedule(.fromDatabase, call, after: job.pointee.databaseWay) }
    job.pointee.queriesLeft &-= 1
    if job.pointee.queriesLeft > 0 {
      return schedule(.atDatabase, call, after: 2 &* job.pointee.databaseWay)
    }
    var delay = job.pointee.databaseWay
    if job.pointee.program != .max, programs[job.pointee.program].pointee.commits {
      let database = pods[backend.pointee.pod]
      // Its record is on the way to the disk; nobody hears of it before it is there.
      database.pointee.commits &+= 1
      let server = postgresServers[database.pointee.server]
      delay &+= server.pointee.commitWait.sampleSpan(&job.pointee.demands).nanoseconds
    }
    schedule(.fromDatabase, call, after: delay)
  }

  /// A message of the database gets back: a connection, the last answer, or an error.
  @inline(__always)
  func returnFromDatabase(_ call: UInt32) {
    settle(call)
    let job = calls[call]
    if job.pointee.cause != .none { return fail(call, job.pointee.cause) }
    let row = pods[job.pointee.pod]
    if job.pointee.step == .connecting {
      guard workers[job.pointee.worker].pointee.state != .command else { return sendQuery(call) }
      let server = gunicorns[row.pointee.server]
      let work = server.pointee.connectCPU.sample(&job.pointee.demands) * 1e9
      return compute(call, work: work, on: row)
    }
    job.pointee.step = .after
    job.pointee.stage = .cpu
    if job.pointee.program == .max || job.pointee.workAfter <= 0 { return endView(call, .none) }
    compute(call, work: job.pointee.workAfter, on: row)
  }

  /// The view ends in an error: Django makes a page that says so.
  func fail(_ call: UInt32, _ cause: FailureCause) {
    let job = calls[call]
    job.pointee.cause = cause
    job.pointee.step = .failing
    let process = workers[job.pointee.worker]
    // Django drops a connection on which an error occurred at the end of the request.
    if cause == .databaseLost { process.pointee.session = .max }
    if process.pointee.state == .command { return endView(call, cause) }
    job.pointee.stage = .cpu
    let row = pods[job.pointee.pod]
    compute(call, work: gunicorns[row.pointee.server].pointee.errorCPU, on: row)
  }
}
