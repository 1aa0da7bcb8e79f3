import EventKernel
import Machines
import Units

extension RequestWorld {
  /// A request gets to a plain server: into service, into the queue, or away.
  @inline(__always)
  func enterPlain(_ call: UInt32, _ pod: UInt32, _ row: UnsafeMutablePointer<PodRow>) {
    let server = plainServers[row.pointee.server]
    if server.pointee.classCount > 0 { setRank(call, server) }
    if row.pointee.isHung {
      // The kernel takes the connection; whether the program would, it cannot say now.
      lineUp(call, row, server)
    } else if row.pointee.servingCount < server.pointee.servers {
      beginService(call, pod, row, server)
    } else if server.pointee.isPreemptive, interruptLess(urgentThan: call, row) {
      beginService(call, pod, row, server)
    } else if row.pointee.backlogCount < server.pointee.queueCapacity {
      lineUp(call, row, server)
    } else {
      respond(call, .queueFull)
    }
  }

  /// Puts a call into its pod's queue, in the order of its class, for as long as its client waits.
  @inline(__always)
  private func lineUp(
    _ call: UInt32, _ row: UnsafeMutablePointer<PodRow>, _ server: UnsafeMutablePointer<PlainRow>
  ) {
    if server.pointee.classCount > 0 {
      enqueueByRank(call, row, isFirst: false)
    } else {
      enqueue(call, row)
    }
    armPatience(call)
  }

  @inline(__always)
  private func beginService(
    _ call: UInt32, _ pod: UInt32, _ row: UnsafeMutablePointer<PodRow>,
    _ server: UnsafeMutablePointer<PlainRow>
  ) {
    let job = calls[call]
    link(serving: call, row)
    job.pointee.step = .serving
    var service: Int64
    if server.pointee.classCount == 0 {
      service = server.pointee.service.sampleSpan(&job.pointee.demands).nanoseconds
    } else {
      service = classService(call, server)
    }
    if server.pointee.isCPUBound {
      job.pointee.stage = .cpu
      compute(call, work: Double(service), on: row)
    } else {
      job.pointee.stage = .service
      schedule(.served, call, after: service)
    }
  }

  /// A plain server takes calls from its queue for as long as it has room.
  func serveWaiting(_ pod: UInt32) {
    let row = pods[pod]
    let server = plainServers[row.pointee.server]
    while row.pointee.servingCount < server.pointee.servers, let call = dequeue(row) {
      settle(call)
      beginService(call, pod, row, server)
    }
  }

  /// A plain server's service time has passed.
  @inline(__always)
  func served(_ call: UInt32) {
    let pod = calls[call].pointee.pod
    if pods[pod].pointee.isHung { return hold(.served, call, pod: pod) }
    endService(call)
  }

  /// Gives a call a slice of its pod's CPU; `finishSlice` follows.
  @inline(__always)
  func compute(_ call: UInt32, work: Double, on row: UnsafeMutablePointer<PodRow>) {
    let speed = processors.speed(of: row.pointee.node)
    calls[call].pointee.alone = ProcessorBank.roundedUp(work / speed)
    calls[call].pointee.throttleMark = processors.throttledSpan(ofGroup: row.pointee.group)
    let token = ProcessorToken.call(call, generation: calls.generation(of: call))
    processors.start(work: work, group: row.pointee.group, token: token)
  }

  /// A plain server is done with a call and takes the next.
  @inline(__always)
  func endService(_ call: UInt32) {
    let pod = calls[call].pointee.pod
    let row = pods[pod]
    unlink(serving: call, row)
    let server = plainServers[row.pointee.server]
    if server.pointee.hopCount == 0 {
      respond(call, .none)
    } else {
      passOn(call, row, server)
    }
    if row.pointee.servingCount < server.pointee.servers, let next = dequeue(row) {
      settle(next)
      let impatience = calls[next].pointee.impatience
      if impatience != .none { timeline.cancel(impatience) }
      beginService(next, pod, row, server)
    }
  }

  /// Puts a call at the end of its pod's queue.
  @inline(__always)
  func enqueue(_ call: UInt32, _ row: UnsafeMutablePointer<PodRow>) {
    let job = calls[call]
    job.pointee.stage = .backlog
    job.pointee.step = .queued
    job.pointee.next = .max
    job.pointee.previous = row.pointee.backlogTail
    if row.pointee.backlogTail == .max {
      row.pointee.backlogHead = call
    } else {
      calls[row.pointee.backlogTail].pointee.next = call
    }
    row.pointee.backlogTail = call
    row.pointee.backlogCount &+= 1
  }

  /// Takes the first call of a pod's queue.
  @inline(__always)
  func dequeue(_ row: UnsafeMutablePointer<PodRow>) -> UInt32? {
    let call = row.pointee.backlogHead
    if call == .max { return nil }
    let next = calls[call].pointee.next
    row.pointee.backlogHead = next
    if next == .max {
      row.pointee.backlogTail = .max
    } else {
      calls[next].pointee.previous = .max
    }
    row.pointee.backlogCount &-= 1
    return call
  }

  /// Takes a call out of its pod's queue, wherever it stands.
  func unlink(queued call: UInt32, _ row: UnsafeMutablePointer<PodRow>) {
    let job = calls[call].pointee
    if job.previous == .max {
      row.pointee.backlogHead = job.next
    } else {
      calls[job.previous].pointee.next = job.next
    }
    if job.next == .max {
      row.pointee.backlogTail = job.previous
    } else {
      calls[job.next].pointee.previous = job.previous
    }
    row.pointee.backlogCount &-= 1
  }

  @inline(__always)
  private func link(serving call: UInt32, _ row: UnsafeMutablePointer<PodRow>) {
    let job = calls[call]
    job.pointee.previous = .max
    job.pointee.next = row.pointee.servingHead
    if row.pointee.servingHead != .max { calls[row.pointee.servingHead].pointee.previous = call }
    row.pointee.servingHead = call
    row.pointee.servingCount &+= 1
  }

  /// Takes a call out of those in service.
  @inline(__always)
  func unlink(serving call: UInt32, _ row: UnsafeMutablePointer<PodRow>) {
    let job = calls[call].pointee
    if job.previous == .max {
      row.pointee.servingHead = job.next
    } else {
      calls[job.previous].pointee.next = job.next
    }
    if job.next != .max { calls[job.next].pointee.previous = job.previous }
    row.pointee.servingCount &-= 1
  }
}
