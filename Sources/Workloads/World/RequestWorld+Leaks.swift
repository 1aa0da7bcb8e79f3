package import EventKernel
package import Units

/// Looking at the tables from outside, for those who check runs.
extension RequestWorld {
  /// What is left in the tables although nobody sends any more: requests, connections, workers that
  /// hold nothing; nil when there is nothing but young probes and what hangs.
  ///
  /// A database keeps connections from machines that lost power, as in reality: those are no leak.
  /// - Parameter patience: How long a connection may go on whose client has given up.
  /// - Complexity: O(rows of all tables).
  package func leak(patience: TimeSpan) -> String? {
    if requests.count > 0 { return "\(requests.count) requests are still in flight" }
    let oldest = now - patience.nanoseconds
    var probes = 0
    for call in 0..<calls.endIndex where calls.contains(call) {
      let row = calls[call].pointee
      if row.ownerKind == .probe { probes += 1 }
      if row.started < oldest, row.ownerKind != .command {
        return "a connection to pod \(row.pod) is \((now - row.started) / 1_000_000_000) s old"
      }
    }
    if probes != probeHandlers.count {
      return "\(probeHandlers.count) probes are waited for, \(probes) are under way"
    }
    for worker in 0..<workers.endIndex where workers.contains(worker) {
      if let problem = leak(ofWorker: worker) { return problem }
    }
    for pod in heldEvents.keys.sorted() where !pods[pod].pointee.isHung {
      return "pod \(pod) goes on, and something is still kept for it"
    }
    return nil
  }

  private func leak(ofWorker worker: UInt32) -> String? {
    let row = workers[worker].pointee
    guard row.state == .busy else { return nil }
    guard row.call != .max, calls.contains(row.call), calls[row.call].pointee.worker == worker
    else { return "a worker of pod \(row.pod) is busy with nothing" }
    return nil
  }

  /// The pods that a node sends a Service's new connections to, by index, in its own order.
  package func endpoints(service: UInt32, node: UInt32) -> [UInt32] {
    services.endpoints(service: service, node: node)
  }

  /// The request whose answer arrives by `event`; nil when it is about something else.
  package func request(answeredBy event: Event) -> UInt32? {
    guard event.kind == WorldEvent.done.rawValue,
      calls.isCurrent(event.a, generation: event.b),
      calls[event.a].pointee.epoch == event.c, calls[event.a].pointee.ownerKind == .request
    else { return nil }
    return calls[event.a].pointee.owner
  }

  /// The request whose present attempt is given up by `event`; nil when it is about something else.
  package func request(timedOutBy event: Event) -> UInt32? {
    event.kind == WorldEvent.timeout.rawValue ? event.a : nil
  }
}
