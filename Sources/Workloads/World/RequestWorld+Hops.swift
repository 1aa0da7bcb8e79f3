import EventKernel
import Network
import Randomness
import Units

/// Requests that a server passes on to another Service when it is done with them.
///
/// As an asynchronous proxy does it: the place in the server is free at once, and the answer of the
/// last server goes back the whole way. The proxies on that way need no time for it. Requests whose
/// client has given up, and probes, are answered and not passed on.
extension RequestWorld {
  /// How often a request is passed on at most; more is a loop, which a proxy cuts. Assumed.
  static let hopLimit: UInt8 = 250

  /// A server with hops is done with a call: it passes it on, or answers.
  func passOn(
    _ call: UInt32, _ row: UnsafeMutablePointer<PodRow>, _ server: UnsafeMutablePointer<PlainRow>
  ) {
    let job = calls[call]
    guard job.pointee.ownerKind == .request,
      let service = nextService(server, &job.pointee.demands)
    else { return respond(call, .none) }
    guard job.pointee.hops < RequestWorld.hopLimit else { return respond(call, .nextFailed) }
    settle(call)
    job.pointee.epoch &+= 1
    job.pointee.hops &+= 1
    job.pointee.stage = .connect
    job.pointee.step = .travelling
    job.pointee.retransmissions = 0
    job.pointee.rank = 0
    job.pointee.serviceLeft = 0
    job.pointee.wayBack &+= job.pointee.oneWay
    job.pointee.oneWay = 0
    job.pointee.started = now
    job.pointee.connectDeadline = now &+ SynRetransmission.giveUp.nanoseconds
    let node = row.pointee.node
    job.pointee.origin = node
    switch services.pick(service: service, node: node, &job.pointee.path) {
    case .rejected:
      job.pointee.cause = .noEndpoint
      schedule(.done, call, after: 0)
    case .endpoint(let endpoint, let port):
      job.pointee.pod = endpoint
      job.pointee.port = port
      connect(call, roundTripToNode: 0)
    }
  }

  /// Where a call goes next; nil: nowhere. One draw of what the call asks for.
  @inline(__always)
  private func nextService(
    _ server: UnsafeMutablePointer<PlainRow>, _ stream: inout RandomStream
  ) -> UInt32? {
    let draw = stream.nextDouble()
    var index = server.pointee.firstHop
    let end = index &+ server.pointee.hopCount
    while index < end {
      if draw < hops[index].pointee.cumulative { return hops[index].pointee.service }
      index &+= 1
    }
    return nil
  }

  /// A call that was passed on has failed below HTTP: the server that passed it on says so to the
  /// client, with a 502. False when there is nothing to say, for the answer is the client's own.
  func bringBack(_ call: UInt32) -> Bool {
    let job = calls[call]
    switch job.pointee.cause {
    case .refused, .noEndpoint, .connectTimeout, .reset, .backlogReset: break
    default: return false
    }
    job.pointee.epoch &+= 1
    job.pointee.stage = .network
    job.pointee.step = .travelling
    job.pointee.cause = .nextFailed
    schedule(.done, call, after: job.pointee.wayBack)
    return true
  }
}
