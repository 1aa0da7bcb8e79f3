import EventKernel
import Network
import Randomness
import Units

extension RequestWorld {
  /// Makes an attempt: a new connection, and the timer that ends it.
  @inline(__always)
  func attempt(_ request: UInt32, demands: RandomStream) {
    let row = requests[request]
    let client = clients[row.pointee.client]
    row.pointee.attempts &+= 1
    row.pointee.attemptStarted = now
    var path = client.pointee.paths[row.pointee.number]
    if row.pointee.attempts > 1 { path = path.substream(UInt64(row.pointee.attempts)) }
    let deadline = now &+ min(client.pointee.connectTimeout, SynRetransmission.giveUp.nanoseconds)
    let call = calls.insert(
      Call(
        owner: request, ownerKind: .request, endpoint: row.pointee.endpoint, mark: now,
        started: now, connectDeadline: deadline, demands: demands, path: path))
    row.pointee.call = call
    row.pointee.timeout = timeline.schedule(
      Event(
        kind: WorldEvent.timeout.rawValue, a: request, b: requests.generation(of: request)),
      at: Instant(nanoseconds: now &+ client.pointee.timeout))
    route(call, client)
  }

  /// Begins the next attempt after the back-off.
  func retry(_ request: UInt32, generation: UInt32) {
    guard requests.isCurrent(request, generation: generation) else { return }
    let row = requests[request].pointee
    let client = clients[row.client]
    var demands = client.pointee.demands[row.number]
    _ = demands.nextDouble()
    attempt(request, demands: demands)
  }

  /// The client gives up the present attempt; whatever serves it goes on.
  func timeOut(_ request: UInt32, generation: UInt32) {
    guard requests.isCurrent(request, generation: generation) else { return }
    requests[request].pointee.timeout = .none
    let call = requests[request].pointee.call
    settle(call)
    let isConnecting =
      calls[call].pointee.cause == .connectTimeout && calls[call].pointee.hops == 0
    endAttempt(request, call: call, cause: isConnecting ? .connectTimeout : .clientTimeout)
    if calls[call].pointee.step == .travelling || calls[call].pointee.step == .lost {
      calls.remove(call)
    } else {
      calls[call].pointee.ownerKind = .nobody
    }
  }

  /// The answer of a call has come, or the news that none will.
  @inline(__always)
  func complete(_ call: UInt32) {
    settle(call)
    let row = calls[call]
    switch row.pointee.ownerKind {
    case .nobody: break
    case .request:
      if row.pointee.cause != .none, row.pointee.hops > 0, bringBack(call) { return }
      let request = row.pointee.owner
      timeline.cancel(requests[request].pointee.timeout)
      endAttempt(request, call: call, cause: row.pointee.cause)
    case .probe, .command: return completeErrand(call)
    }
    calls.remove(call)
  }

  /// Ends an attempt: with the request, or with a wait for the next one.
  @inline(__always)
  func endAttempt(_ request: UInt32, call: UInt32, cause: FailureCause) {
    let row = requests[request]
    let client = clients[row.pointee.client]
    row.pointee.call = .max
    if cause != .none, row.pointee.attempts <= client.pointee.maxRetries,
      client.pointee.retryCauses.rawValue & cause.retryBit != 0
    {
      let doublings = min(20, Int64(row.pointee.attempts) - 1)
      let wait = client.pointee.backoff << doublings
      timeline.schedule(
        Event(kind: WorldEvent.retry.rawValue, a: request, b: requests.generation(of: request)),
        at: Instant(nanoseconds: now &+ wait))
      return
    }
    finish(request, call: call, cause: cause)
  }

  /// Ends a request and enters it in the account.
  @inline(__always)
  private func finish(_ request: UInt32, call: UInt32, cause: FailureCause) {
    let row = requests[request].pointee
    let attempt = calls[call]
    var record = RequestRecord()
    record.number = row.serial
    record.client = UInt16(truncatingIfNeeded: row.client)
    record.endpoint = row.endpoint
    record.phase = row.phase
    record.version = attempt.pointee.version
    if attempt.pointee.version != RequestRecord.noVersion {
      record.pod = attempt.pointee.pod
      record.node = attempt.pointee.node
    }
    record.arrived = Instant(nanoseconds: row.arrived)
    record.ended = timeline.now
    record.outcome = cause.outcome
    record.cause = cause
    record.attempts = row.attempts
    record.isProbe = clients[row.client].pointee.isProber
    record.stages = attempt.pointee.stages
    record.stages.retry = row.attemptStarted &- row.arrived
    ledger.finish(record)
    requests.remove(request)
    if row.user != .max { beginThinking(user: row.user) }
  }

  /// Counts the time since the last change of stage to the stage that ends now.
  @inline(__always)
  func settle(_ call: UInt32) {
    let row = calls[call]
    let elapsed = now &- row.pointee.mark
    row.pointee.mark = now
    switch row.pointee.stage {
    case .connect: row.pointee.stages.connect &+= elapsed
    case .network: row.pointee.stages.network &+= elapsed
    case .backlog: row.pointee.stages.backlog &+= elapsed
    case .service: row.pointee.stages.cpu &+= elapsed
    case .cpu:
      let own = min(elapsed, row.pointee.alone)
      row.pointee.stages.cpu &+= own
      if elapsed > own { settleWait(call, elapsed &- own) }
    case .database: row.pointee.stages.database &+= elapsed
    case .databaseConnect: row.pointee.stages.databaseConnect &+= elapsed
    }
  }

  /// Counts the time that a call wanted a CPU and had none: to its container's quota for as long as
  /// that held it back, else to those who had the CPU.
  @inline(never)
  private func settleWait(_ call: UInt32, _ wait: Int64) {
    let row = calls[call]
    var held: Int64 = 0
    let pod = row.pointee.pod
    if pod != .max, !pods[pod].pointee.isGone {
      let throttled = processors.throttledSpan(ofGroup: pods[pod].pointee.group)
      held = min(wait, throttled &- row.pointee.throttleMark)
    }
    row.pointee.stages.cpuThrottled &+= held
    row.pointee.stages.cpuContention &+= wait &- held
  }
}
