import EventKernel
import Network
import Units

/// What TCP does when a link fails under a standing connection: it sends again, until the link is
/// mended, somebody gives up, or a machine of the connection has lost its memory of it.
extension RequestWorld {
  /// An answer does not get through: it is sent again after a while, unless its server or the
  /// machine that it goes through has lost power, which nobody hears of.
  @inline(never)
  func awaitLink(_ call: UInt32) {
    let row = calls[call]
    let sent = Int(row.pointee.retransmissions)
    guard fabric.isUp(pods[row.pointee.pod].pointee.node), fabric.isUp(row.pointee.origin),
      sent < DataRetransmission.limit
    else {
      return markLost(call)
    }
    row.pointee.retransmissions &+= 1
    schedule(.resend, call, after: DataRetransmission.wait(after: sent).nanoseconds)
  }

  /// Nobody will ever answer a call; a probe, whose patience was planned for what came before,
  /// hears of it when that is over.
  func markLost(_ call: UInt32) {
    let row = calls[call]
    row.pointee.step = .lost
    guard row.pointee.ownerKind == .probe else { return }
    schedule(.callTimeout, call, after: max(0, row.pointee.connectDeadline &- now))
  }

  /// An answer is sent again.
  func resend(_ call: UInt32) {
    let row = calls[call]
    if answersArrive(row) {
      schedule(.done, call, after: row.pointee.oneWay &+ row.pointee.wayBack)
    } else {
      awaitLink(call)
    }
  }

  /// Whether packets pass between a call's pod and its database.
  @inline(__always)
  func reachesDatabase(_ job: UnsafeMutablePointer<Call>) -> Bool {
    fabric.connects(job.pointee.node, pods[job.pointee.database].pointee.node)
  }

  /// A query, or its answer, does not get through: it is sent again after a while.
  ///
  /// Nobody waits longer than the kernel does, and a site's master kills its worker long before.
  @inline(never)
  func awaitDatabaseLink(_ kind: WorldEvent, _ call: UInt32) {
    let row = calls[call]
    let sent = Int(row.pointee.retransmissions)
    guard sent < DataRetransmission.limit else {
      row.pointee.cause = .databaseLost
      return schedule(.fromDatabase, call, after: 0)
    }
    row.pointee.retransmissions &+= 1
    schedule(kind, call, after: DataRetransmission.wait(after: sent).nanoseconds)
  }

  /// A message of the database is on its way, or waits for the link.
  @inline(__always)
  func answer(_ call: UInt32, after delay: Int64) {
    if reachesDatabase(calls[call]) { return schedule(.fromDatabase, call, after: delay) }
    calls[call].pointee.retransmissions = 0
    awaitDatabaseLink(.databaseResend, call)
  }

  /// A message of the database is sent again.
  func resendFromDatabase(_ call: UInt32) {
    if reachesDatabase(calls[call]) {
      schedule(.fromDatabase, call, after: calls[call].pointee.databaseWay)
    } else {
      awaitDatabaseLink(.databaseResend, call)
    }
  }
}
