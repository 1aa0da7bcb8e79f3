import EventKernel
import Units

/// Plain servers that do not treat all endpoints alike, and clients without patience.
extension RequestWorld {
  /// Sets how urgent a call is at the server that it has come to.
  func setRank(_ call: UInt32, _ server: UnsafeMutablePointer<PlainRow>) {
    let job = calls[call]
    let endpoint = UInt32(job.pointee.endpoint)
    job.pointee.rank =
      endpoint < server.pointee.classCount
      ? plainClasses[server.pointee.firstClass &+ endpoint].pointee.rank
      : server.pointee.otherRank
  }

  /// The service time of a call whose endpoint may have its own, or what an interruption has left
  /// of it.
  func classService(_ call: UInt32, _ server: UnsafeMutablePointer<PlainRow>) -> Int64 {
    let job = calls[call]
    var service = job.pointee.serviceLeft
    if service == 0 {
      let endpoint = UInt32(job.pointee.endpoint)
      if endpoint < server.pointee.classCount {
        let own = plainClasses[server.pointee.firstClass &+ endpoint]
        service = own.pointee.service.sampleSpan(&job.pointee.demands).nanoseconds
      } else {
        service = server.pointee.service.sampleSpan(&job.pointee.demands).nanoseconds
      }
    }
    job.pointee.serviceLeft = now &+ service
    return service
  }

  /// Puts a call into its pod's queue behind those that are as urgent, or before them.
  ///
  /// - Complexity: O(waiting calls that are less urgent).
  func enqueueByRank(_ call: UInt32, _ row: UnsafeMutablePointer<PodRow>, isFirst: Bool) {
    let job = calls[call]
    let rank = job.pointee.rank
    var before = row.pointee.backlogTail
    while before != .max {
      let other = calls[before].pointee.rank
      if other < rank || (other == rank && !isFirst) { break }
      before = calls[before].pointee.previous
    }
    if before == row.pointee.backlogTail { return enqueue(call, row) }
    let after = before == .max ? row.pointee.backlogHead : calls[before].pointee.next
    job.pointee.stage = .backlog
    job.pointee.step = .queued
    job.pointee.previous = before
    job.pointee.next = after
    if before == .max {
      row.pointee.backlogHead = call
    } else {
      calls[before].pointee.next = call
    }
    calls[after].pointee.previous = call
    row.pointee.backlogCount &+= 1
  }

  /// Interrupts the least urgent call in service, of equals the one that began last, if it is less
  /// urgent than `call`. It waits at the head of its rank, even in a full queue, and keeps what it
  /// has been served.
  ///
  /// - Complexity: O(servers).
  func interruptLess(urgentThan call: UInt32, _ row: UnsafeMutablePointer<PodRow>) -> Bool {
    var victim = UInt32.max
    var lowest = calls[call].pointee.rank
    var served = row.pointee.servingHead
    while served != .max {
      if calls[served].pointee.rank > lowest {
        lowest = calls[served].pointee.rank
        victim = served
      }
      served = calls[served].pointee.next
    }
    if victim == .max { return false }
    unlink(serving: victim, row)
    settle(victim)
    let job = calls[victim]
    job.pointee.epoch &+= 1
    // At least a nanosecond, for zero means that service has not begun.
    job.pointee.serviceLeft = max(1, job.pointee.serviceLeft &- now)
    enqueueByRank(victim, row, isFirst: true)
    return true
  }

  /// A call begins to wait: its client will leave the queue when its patience ends.
  @inline(__always)
  func armPatience(_ call: UInt32) {
    let job = calls[call]
    guard job.pointee.ownerKind == .request else { return }
    let client = clients[requests[job.pointee.owner].pointee.client]
    guard client.pointee.isImpatient else { return }
    let patience = client.pointee.patience.sampleSpan(&job.pointee.path).nanoseconds
    job.pointee.impatience = timeline.schedule(
      Event(
        kind: WorldEvent.impatience.rawValue, a: call, b: calls.generation(of: call),
        c: job.pointee.epoch),
      at: Instant(nanoseconds: now &+ patience))
  }

  /// The client of a waiting call leaves: the server sees the closed connection and forgets it.
  ///
  /// The news takes no time to get to the server, and the client knows that it waits: a
  /// simplification that makes patience that of queueing theory (Erlang A).
  func loseHeart(_ call: UInt32) {
    guard calls[call].pointee.step == .queued, calls[call].pointee.ownerKind == .request else {
      return
    }
    settle(call)
    unlink(queued: call, pods[calls[call].pointee.pod])
    let request = calls[call].pointee.owner
    timeline.cancel(requests[request].pointee.timeout)
    requests[request].pointee.timeout = .none
    endAttempt(request, call: call, cause: .clientTimeout)
    calls.remove(call)
  }
}
