import EventKernel
import Machines
import Units

extension RequestWorld {
  /// Adds a connection to its database's list.
  func link(_ session: Session) -> UInt32 {
    var session = session
    let row = pods[session.pod]
    session.next = row.pointee.firstSession
    let index = sessions.insert(session)
    if row.pointee.firstSession != .max {
      sessions[row.pointee.firstSession].pointee.previous = index
    }
    row.pointee.firstSession = index
    row.pointee.sessionCount &+= 1
    grow(session.pod, row, by: postgresServers[row.pointee.server].pointee.connectionMemory)
    return index
  }

  /// Ends a connection on the database's side.
  func removeSession(_ session: UInt32) {
    let backend = sessions[session].pointee
    let row = pods[backend.pod]
    if backend.previous == .max {
      row.pointee.firstSession = backend.next
    } else {
      sessions[backend.previous].pointee.next = backend.next
    }
    if backend.next != .max { sessions[backend.next].pointee.previous = backend.previous }
    row.pointee.sessionCount &-= 1
    shrink(row, by: postgresServers[row.pointee.server].pointee.connectionMemory)
    sessions.remove(session)
  }

  /// A worker closes its connection in good order, between queries.
  @inline(__always)
  func closeSession(of worker: UInt32) {
    if workers[worker].pointee.session == .max { return }
    orphanSession(of: worker)
  }

  /// A worker is gone: its connection ends now, or with the query that the backend works on.
  func orphanSession(of worker: UInt32) {
    let process = workers[worker]
    let session = process.pointee.session
    process.pointee.session = .max
    guard session != .max else { return }
    guard sessions.isCurrent(session, generation: process.pointee.sessionGeneration) else {
      return
    }
    if sessions[session].pointee.state == .idle {
      removeSession(session)
    } else {
      sessions[session].pointee.isOrphan = true
    }
  }

  /// Ends all connections of a database that stops or dies; who waits for an answer learns of it
  /// unless the machine vanished.
  func cutSessions(of pod: UInt32, isSilent: Bool) {
    let row = pods[pod]
    while row.pointee.firstSession != .max {
      let session = row.pointee.firstSession
      let backend = sessions[session].pointee
      processors.removeThread(token(session), group: row.pointee.group)
      if backend.state != .idle, !backend.isOrphan, !isSilent,
        calls.isCurrent(backend.call, generation: backend.callGeneration),
        calls[backend.call].pointee.epoch == backend.callEpoch
      {
        calls[backend.call].pointee.cause = .databaseLost
        schedule(.fromDatabase, backend.call, after: calls[backend.call].pointee.databaseWay)
      }
      removeSession(session)
    }
  }

  /// Connections that a database has open.
  public func connectionCount(database pod: UInt32) -> Int { Int(pods[pod].pointee.sessionCount) }
}
