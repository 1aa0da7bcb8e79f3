import EventKernel
import Machines
import Randomness
import Units

extension RequestWorld {
  /// A request gets to Gunicorn: to an idle worker, or into the listen backlog.
  @inline(__always)
  func enterGunicorn(_ call: UInt32, _ pod: UInt32, _ row: UnsafeMutablePointer<PodRow>) {
    let worker = row.pointee.firstIdle
    if worker == .max { return enqueue(call, row) }
    row.pointee.firstIdle = workers[worker].pointee.nextIdle
    begin(call, worker, pod, row)
  }

  /// Idle workers take what waits in the backlog.
  func acceptWaiting(_ pod: UInt32) {
    let row = pods[pod]
    while row.pointee.firstIdle != .max, let call = dequeue(row) {
      let worker = row.pointee.firstIdle
      row.pointee.firstIdle = workers[worker].pointee.nextIdle
      settle(call)
      begin(call, worker, pod, row)
    }
  }

  /// A worker takes a request.
  @inline(__always)
  private func begin(
    _ call: UInt32, _ worker: UInt32, _ pod: UInt32, _ row: UnsafeMutablePointer<PodRow>
  ) {
    let process = workers[worker]
    let job = calls[call]
    let server = gunicorns[row.pointee.server]
    process.pointee.state = .busy
    process.pointee.call = call
    process.pointee.busySince = now
    if !row.pointee.isTicking { armTick(pod, row, server) }
    job.pointee.worker = worker
    job.pointee.stage = .cpu
    job.pointee.step = .before
    let program = server.pointee.firstProgram &+ UInt32(job.pointee.endpoint)
    guard UInt32(job.pointee.endpoint) < server.pointee.programCount,
      programs[program].pointee.exists
    else {
      job.pointee.cause = .notFound
      job.pointee.step = .failing
      return compute(call, work: server.pointee.overheadBefore + server.pointee.errorCPU, on: row)
    }
    let view = programs[program]
    job.pointee.program = program
    job.pointee.queriesLeft = view.pointee.queries
    let work = max(0, view.pointee.cpu.sample(&job.pointee.demands)) * 1e9
    var before = work + server.pointee.overheadBefore
    if view.pointee.queries > 0 {
      before = work * view.pointee.shareBefore + server.pointee.overheadBefore
      job.pointee.workAfter = work * (1 - view.pointee.shareBefore)
    } else {
      job.pointee.step = .after
    }
    compute(call, work: before, on: row)
  }

  /// The view is done, well or not: the answer leaves and the worker closes the connection.
  @inline(__always)
  func endView(_ call: UInt32, _ cause: FailureCause) {
    let worker = calls[call].pointee.worker
    let process = workers[worker]
    let row = pods[process.pointee.pod]
    if process.pointee.state == .command { return endCommand(call, cause) }
    let server = gunicorns[row.pointee.server]
    if !server.pointee.isPersistent { closeSession(of: worker) }
    process.pointee.call = .max
    if server.pointee.wearsOut { wearOut(process, row, server) }
    respond(call, cause)
    if server.pointee.overheadAfter > 0 {
      process.pointee.state = .closing
      let token = ProcessorToken.pack(.worker, worker, workers.generation(of: worker))
      processors.start(
        work: server.pointee.overheadAfter, group: row.pointee.group, token: token)
    } else {
      becomeIdle(worker)
    }
  }

  /// A worker has booted, or is done with a request: it takes the next, waits, or ends.
  @inline(__always)
  func becomeIdle(_ worker: UInt32) {
    let process = workers[worker]
    let pod = process.pointee.pod
    let row = pods[pod]
    if row.pointee.isStopping { return endWorker(worker) }
    if process.pointee.served >= process.pointee.requestLimit { return replaceWorker(worker) }
    if let call = dequeue(row) {
      settle(call)
      begin(call, worker, pod, row)
    } else {
      process.pointee.state = .idle
      process.pointee.nextIdle = row.pointee.firstIdle
      row.pointee.firstIdle = worker
    }
  }

  /// Gunicorn's master listens, and forks its workers one after another.
  func masterHasBooted(_ pod: UInt32) {
    let row = pods[pod]
    if row.pointee.isStopping { return }
    listen(pod)
    let server = gunicorns[row.pointee.server].pointee
    var delay: Int64 = 0
    for _ in 0..<server.workers {
      addWorker(pod, after: delay)
      delay &+= server.forkPause.sampleSpan(&row.pointee.stream).nanoseconds
    }
  }

  /// Makes a worker that is forked after `delay` nanoseconds.
  func addWorker(_ pod: UInt32, after delay: Int64) {
    let worker = link(Worker(pod: pod, state: .forking))
    pods[pod].pointee.workerCount &+= 1
    drawRequestLimit(worker)
    timeline.schedule(
      Event(kind: WorldEvent.fork.rawValue, a: worker, b: workers.generation(of: worker)),
      at: Instant(nanoseconds: now &+ delay))
  }

  /// A worker is forked and begins to load the application.
  func fork(worker: UInt32, generation: UInt32) {
    guard workers.isCurrent(worker, generation: generation) else { return }
    let pod = workers[worker].pointee.pod
    let row = pods[pod]
    if row.pointee.isHung {
      return hold(Event(kind: WorldEvent.fork.rawValue, a: worker, b: generation), pod: pod)
    }
    workers[worker].pointee.state = .booting
    let server = gunicorns[row.pointee.server]
    grow(workers[worker].pointee.pod, row, by: server.pointee.workerMemory)
    let work = server.pointee.workerBoot.sample(&row.pointee.stream) * 1e9
    processors.start(
      work: work, group: row.pointee.group,
      token: ProcessorToken.pack(.worker, worker, generation))
  }

  private func armTick(
    _ pod: UInt32, _ row: UnsafeMutablePointer<PodRow>,
    _ server: UnsafeMutablePointer<GunicornRow>
  ) {
    row.pointee.isTicking = true
    let tick = server.pointee.masterTick
    let due = now &+ server.pointee.workerTimeout
    // The master looks at whole ticks; the first look at which the worker is late counts.
    let look = (due &+ tick) / tick * tick
    timeline.schedule(
      Event(kind: WorldEvent.masterTick.rawValue, a: pod, b: row.pointee.run),
      at: Instant(nanoseconds: look))
  }

  /// The master kills workers that have been busy for too long, and plans its next look.
  ///
  /// It looks only when a worker can be late; looks in between would change nothing.
  func masterTick(pod: UInt32, run: UInt32) {
    let row = pods[pod]
    guard row.pointee.run == run, !row.pointee.isGone else { return }
    if row.pointee.isHung { return hold(.masterTick, pod) }
    row.pointee.isTicking = false
    let server = gunicorns[row.pointee.server]
    var late: [UInt32] = []
    var soonest = Int64.max
    var worker = row.pointee.firstWorker
    while worker != .max {
      let process = workers[worker].pointee
      if process.state == .busy {
        if now &- process.busySince >= server.pointee.workerTimeout {
          late.append(worker)
        } else {
          soonest = min(soonest, process.busySince &+ server.pointee.workerTimeout)
        }
      }
      worker = process.next
    }
    for worker in late {
      let pause = server.pointee.timeoutRespawnPause.sampleSpan(&row.pointee.stream)
      killWorker(worker, cause: .workerTimeout, respawnAfter: pause.nanoseconds)
    }
    if soonest < .max {
      row.pointee.isTicking = true
      let tick = server.pointee.masterTick
      timeline.schedule(
        Event(kind: WorldEvent.masterTick.rawValue, a: pod, b: run),
        at: Instant(nanoseconds: (soonest &+ tick) / tick * tick))
    }
  }
}
