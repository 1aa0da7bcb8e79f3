import EventKernel
import Machines
import Units

extension RequestWorld {
  /// Whether every request that arrived has ended once or is in flight.
  ///
  /// Returns nil when the account holds, else what does not. Cheap enough for every run.
  public func checkConservation() -> String? {
    ledger.checkConservation(live: requests.count)
  }

  /// Checks queues, workers and connections against their counts; empty in release builds.
  ///
  /// - Complexity: O(everything) under `INTERNAL_CHECKS`, else nothing.
  public func checkInvariants() {
    #if INTERNAL_CHECKS
      engine.checkInvariants()
      processors.checkInvariants()
      if let problem = checkConservation() { preconditionFailure(problem) }
      for pod in 0..<UInt32(pods.count) { checkPod(pod) }
    #endif
  }

  #if INTERNAL_CHECKS
    private func checkPod(_ pod: UInt32) {
      let row = pods[pod].pointee
      precondition(row.memory >= 0, "pod \(pod) uses \(row.memory) bytes")
      precondition(
        row.kind != .none || row.firstWorker != .max || row.memory == 0 || !row.isGone,
        "pod \(pod) is gone and uses \(row.memory) bytes")
      var queued: UInt32 = 0
      var call = row.backlogHead
      var before = UInt32.max
      while call != .max {
        precondition(calls[call].pointee.step == .queued, "call \(call) is queued in no queue")
        precondition(calls[call].pointee.previous == before, "broken queue at call \(call)")
        if before != .max {
          precondition(
            calls[before].pointee.rank <= calls[call].pointee.rank, "call \(call) is out of turn")
        }
        before = call
        queued += 1
        call = calls[call].pointee.next
      }
      precondition(queued == row.backlogCount, "\(queued) queued, \(row.backlogCount) counted")
      if row.kind == .gunicorn, row.firstIdle != .max {
        precondition(queued == 0, "\(queued) requests wait while a worker of \(pod) is idle")
      }
      var open: UInt32 = 0
      var session = row.firstSession
      while session != .max {
        open += 1
        session = sessions[session].pointee.next
      }
      precondition(open == row.sessionCount, "\(open) connections, \(row.sessionCount) counted")
      var alive: UInt32 = 0
      for worker in workersOf(pod) where workers[worker].pointee.state != .command { alive += 1 }
      precondition(alive == row.workerCount, "\(alive) workers, \(row.workerCount) counted")
    }
  #endif
}
