import EventKernel
import Machines
import Units

extension RequestWorld {
  /// Sends SIGTERM to a pod's server; `onExit` runs when its main process has ended.
  ///
  /// Gunicorn: no worker accepts any more, requests in hand may finish within the graceful timeout,
  /// and the listen backlog is reset when the last worker has let go of the socket. Measured with
  /// queued connections: they were reset at the moment at which the request in hand ended.
  /// PostgreSQL cuts its connections. A plain server finishes what it can until its stop time.
  public func stopServer(pod: UInt32, onExit: @escaping () -> Void) {
    let row = pods[pod]
    exitHandlers[pod] = onExit
    if row.pointee.isStopping { return }
    row.pointee.isStopping = true
    switch row.pointee.kind {
    case .none: plan(.exit, pod, after: 0)
    case .plain:
      row.pointee.isListening = false
      resetBacklog(pod, .backlogReset)
      let stop = plainServers[row.pointee.server].pointee.stop
      plan(.exit, pod, after: stop.sampleSpan(&row.pointee.stream).nanoseconds)
    case .gunicorn: stopGunicorn(pod)
    case .postgres:
      row.pointee.isListening = false
      cutSessions(of: pod, isSilent: false)
      let stop = postgresServers[row.pointee.server].pointee.stop
      plan(.exit, pod, after: stop.sampleSpan(&row.pointee.stream).nanoseconds)
    }
  }

  private func stopGunicorn(_ pod: UInt32) {
    let row = pods[pod]
    let grace = gunicorns[row.pointee.server].pointee.gracefulTimeout
    plan(.gracefulEnd, pod, after: grace)
    if row.pointee.workerCount == 0 { return lastWorkerHasEnded(pod) }
    for worker in workersOf(pod) {
      switch workers[worker].pointee.state {
      case .forking, .idle: endWorker(worker)
      case .booting:
        let token = ProcessorToken.pack(.worker, worker, workers.generation(of: worker))
        processors.removeThread(token, group: row.pointee.group)
        endWorker(worker)
      case .busy, .closing, .command: break
      }
    }
  }

  /// The processes of a pod's Gunicorn, commands included.
  func workersOf(_ pod: UInt32) -> [UInt32] {
    var all: [UInt32] = []
    var worker = pods[pod].pointee.firstWorker
    while worker != .max {
      all.append(worker)
      worker = workers[worker].pointee.next
    }
    return all
  }

  /// A stopping Gunicorn has no worker left: the socket closes, the backlog is reset.
  func lastWorkerHasEnded(_ pod: UInt32) {
    let row = pods[pod]
    row.pointee.isListening = false
    resetBacklog(pod, .backlogReset)
    let stop = gunicorns[row.pointee.server].pointee.stop
    plan(.exit, pod, after: stop.sampleSpan(&row.pointee.stream).nanoseconds)
  }

  /// The graceful timeout is over: what is still in hand is lost.
  func endGrace(pod: UInt32, run: UInt32) {
    guard pods[pod].pointee.run == run, pods[pod].pointee.kind == .gunicorn else { return }
    if pods[pod].pointee.isHung { return hold(.gracefulEnd, pod) }
    for worker in workersOf(pod) where workers[worker].pointee.state != .command {
      killWorker(worker, cause: .reset, respawnAfter: 0)
    }
  }

  /// The main process of a stopping server ends, and with it all that is left.
  func exit(pod: UInt32, run: UInt32) {
    guard pods[pod].pointee.run == run else { return }
    if pods[pod].pointee.isHung { return hold(.exit, pod) }
    endProcesses(of: pod, isSilent: false)
    exitHandlers.removeValue(forKey: pod)?()
  }

  /// Sends SIGKILL to a pod's server: everything that it held is reset. `onExit` is not called.
  public func killServer(pod: UInt32) {
    exitHandlers.removeValue(forKey: pod)
    endProcesses(of: pod, isSilent: false)
  }

  /// Removes a pod with its address: its server is killed if it runs, packets find nobody.
  public func removePod(_ pod: UInt32) {
    if pods[pod].pointee.isGone { return }
    killServer(pod: pod)
    shrink(pods[pod], by: pods[pod].pointee.memory)
    pods[pod].pointee.isGone = true
    finalBandwidths[pod] = processors.bandwidth(ofGroup: pods[pod].pointee.group)
    processors.removeGroup(pods[pod].pointee.group)
  }

  private func resetBacklog(_ pod: UInt32, _ cause: FailureCause) {
    while let call = dequeue(pods[pod]) { respond(call, cause) }
  }

  /// Ends all processes of a pod at once; who waits for them gets a reset, or nothing at all.
  func endProcesses(of pod: UInt32, isSilent: Bool) {
    let row = pods[pod]
    if row.pointee.isHung { forgetHang(pod) }
    if row.pointee.kind == .none, row.pointee.firstWorker == .max { return }
    row.pointee.run &+= 1
    row.pointee.isOutOfMemory = false
    row.pointee.isListening = false
    row.pointee.isStopping = false
    row.pointee.isTicking = false
    if isSilent { exitHandlers.removeValue(forKey: pod) }
    while let call = dequeue(row) { abandon(call, isSilent) }
    while row.pointee.servingHead != .max {
      let call = row.pointee.servingHead
      row.pointee.servingHead = calls[call].pointee.next
      abandon(call, isSilent)
    }
    row.pointee.servingCount = 0
    if row.pointee.kind == .postgres { cutSessions(of: pod, isSilent: isSilent) }
    for worker in workersOf(pod) {
      let process = workers[worker].pointee
      if process.call != .max { abandon(process.call, isSilent && process.state != .command) }
      if !isSilent { orphanSession(of: worker) }
      unlink(worker)
    }
    row.pointee.workerCount = 0
    row.pointee.firstIdle = .max
    processors.removeThreads(of: row.pointee.group)
    shrink(row, by: row.pointee.memory)
    row.pointee.kind = .none
  }

  private func abandon(_ call: UInt32, _ isSilent: Bool) {
    if isSilent { lose(call) } else { respond(call, .reset) }
  }
}
