import EventKernel
import Machines
import Units

extension RequestWorld {
  /// Adds a process to its pod's list.
  func link(_ process: Worker) -> UInt32 {
    var process = process
    let row = pods[process.pod]
    process.next = row.pointee.firstWorker
    let worker = workers.insert(process)
    if row.pointee.firstWorker != .max {
      workers[row.pointee.firstWorker].pointee.previous = worker
    }
    row.pointee.firstWorker = worker
    return worker
  }

  /// Removes a process from its pod; the caller has dealt with its call.
  func unlink(_ worker: UInt32) {
    let process = workers[worker].pointee
    let row = pods[process.pod]
    if process.previous == .max {
      row.pointee.firstWorker = process.next
    } else {
      workers[process.previous].pointee.next = process.next
    }
    if process.next != .max { workers[process.next].pointee.previous = process.previous }
    if process.state == .idle { rebuildIdle(row) }
    releaseMemory(of: process, row)
    workers.remove(worker)
  }

  /// Lists a pod's idle workers anew; none while they are stopped.
  func rebuildIdle(_ row: UnsafeMutablePointer<PodRow>) {
    row.pointee.firstIdle = .max
    if row.pointee.isHung { return }
    var worker = row.pointee.firstWorker
    while worker != .max {
      if workers[worker].pointee.state == .idle {
        workers[worker].pointee.nextIdle = row.pointee.firstIdle
        row.pointee.firstIdle = worker
      }
      worker = workers[worker].pointee.next
    }
  }

  /// A worker of a stopping server ends after its last request.
  func endWorker(_ worker: UInt32) {
    let pod = workers[worker].pointee.pod
    orphanSession(of: worker)
    unlink(worker)
    pods[pod].pointee.workerCount &-= 1
    if pods[pod].pointee.workerCount == 0 { lastWorkerHasEnded(pod) }
  }

  /// Kills one worker: its request is lost, and the master forks another unless it is stopping.
  func killWorker(_ worker: UInt32, cause: FailureCause, respawnAfter delay: Int64) {
    let process = workers[worker].pointee
    let pod = process.pod
    let group = pods[pod].pointee.group
    let generation = workers.generation(of: worker)
    processors.removeThread(ProcessorToken.pack(.worker, worker, generation), group: group)
    if process.call != .max {
      let token = ProcessorToken.call(
        process.call, generation: calls.generation(of: process.call))
      processors.removeThread(token, group: group)
      respond(process.call, cause)
    }
    orphanSession(of: worker)
    unlink(worker)
    pods[pod].pointee.workerCount &-= 1
    if pods[pod].pointee.isStopping {
      if pods[pod].pointee.workerCount == 0 { lastWorkerHasEnded(pod) }
    } else {
      addWorker(pod, after: delay)
    }
  }

  /// Kills up to `count` workers of a Gunicorn, busy ones first, as the OOM killer might.
  ///
  /// Their requests are reset; the master forks others.
  /// - Returns: how many there were to kill.
  @discardableResult
  public func killWorkers(pod: UInt32, count: Int) -> Int {
    guard pods[pod].pointee.kind == .gunicorn else { return 0 }
    var victims: [UInt32] = []
    for isBusyWanted in [true, false] {
      var worker = pods[pod].pointee.firstWorker
      while worker != .max {
        let process = workers[worker].pointee
        let isCommand = process.state == .command
        if !isCommand, (process.state == .busy) == isBusyWanted, victims.count < count {
          victims.append(worker)
        }
        worker = process.next
      }
    }
    let server = gunicorns[pods[pod].pointee.server].pointee
    for worker in victims {
      let pause = server.respawnPause.sampleSpan(&pods[pod].pointee.stream)
      killWorker(worker, cause: .reset, respawnAfter: pause.nanoseconds)
    }
    return victims.count
  }

  /// The workers of a Gunicorn that wait for a request, that hold one, and all of them.
  public func workerCounts(pod: UInt32) -> (idle: Int, busy: Int, all: Int) {
    var counts = (idle: 0, busy: 0, all: 0)
    var worker = pods[pod].pointee.firstWorker
    while worker != .max {
      let process = workers[worker].pointee
      if process.state != .command { counts.all += 1 }
      if process.state == .idle { counts.idle += 1 }
      if process.state == .busy || process.state == .closing { counts.busy += 1 }
      worker = process.next
    }
    return counts
  }
}
