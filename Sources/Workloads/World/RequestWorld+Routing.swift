import EventKernel
import Network
import Randomness
import Units

extension RequestWorld {
  /// Schedules an event about a call in its present epoch.
  @inline(__always)
  func schedule(_ kind: WorldEvent, _ call: UInt32, after delay: Int64) {
    timeline.schedule(
      Event(
        kind: kind.rawValue, a: call, b: calls.generation(of: call),
        c: calls[call].pointee.epoch),
      at: Instant(nanoseconds: now &+ delay))
  }

  /// Sends a call on its way: balancer, node, that node's view of the Service, pod.
  ///
  /// All choices fall when the SYN is sent; the request follows after a round trip, together with
  /// the last part of the handshake.
  @inline(__always)
  func route(_ call: UInt32, _ client: UnsafeMutablePointer<ClientRow>) {
    let row = calls[call]
    var roundTrip: Int64 = 0
    let node: UInt32
    let service: UInt32
    switch client.pointee.target {
    case .nowhere:
      row.pointee.cause = .noHealthyNode
      return unanswered(call)
    case .balancer:
      roundTrip = fabric.outsideRoundTrip(&row.pointee.path).nanoseconds
      let balancer = client.pointee.targetIndex
      if row.pointee.retransmissions > 0, row.pointee.origin != .max,
        balancers.keeps(row.pointee.origin, balancer: balancer)
      {
        node = row.pointee.origin
      } else if let target = balancers.pick(balancer: balancer, &row.pointee.path) {
        node = target
      } else {
        row.pointee.cause = .noHealthyNode
        return unanswered(call)
      }
      service = balancers.service(of: balancer)
      row.pointee.isFromOutside = true
    case .service:
      node = client.pointee.origin
      service = client.pointee.targetIndex
    case .pod:
      row.pointee.origin = client.pointee.origin
      row.pointee.port = client.pointee.targetPort
      row.pointee.pod = client.pointee.targetIndex
      return connect(call, roundTripToNode: 0)
    }
    row.pointee.origin = node
    guard row.pointee.isFromOutside ? fabric.isReachedFromOutside(node) : fabric.answers(node)
    else {
      row.pointee.cause = .connectTimeout
      return unanswered(call)
    }
    switch services.pick(service: service, node: node, &row.pointee.path) {
    case .rejected:
      row.pointee.cause = .noEndpoint
      row.pointee.step = .travelling
      schedule(.done, call, after: roundTrip)
    case .endpoint(let endpoint, let port):
      row.pointee.pod = endpoint
      row.pointee.port = port
      connect(call, roundTripToNode: roundTrip)
    }
  }

  /// Opens the connection from the node where the call is to its pod.
  @inline(__always)
  func connect(_ call: UInt32, roundTripToNode: Int64) {
    let row = calls[call]
    let pod = row.pointee.pod
    row.pointee.cause = .connectTimeout
    let target = pods[pod]
    if target.pointee.isGone { return unanswered(call) }
    let inside = fabric.roundTrip(row.pointee.origin, target.pointee.node, &row.pointee.path)
    let roundTrip = roundTripToNode &+ inside.nanoseconds
    row.pointee.oneWay = roundTrip / 2
    guard fabric.connects(row.pointee.origin, target.pointee.node) else {
      return unanswered(call)
    }
    if !target.pointee.isListening || target.pointee.port != row.pointee.port {
      row.pointee.cause = .refused
      return schedule(.done, call, after: roundTrip)
    }
    schedule(.reach, call, after: roundTrip &+ row.pointee.oneWay)
  }

  /// Nobody answered a SYN: it is sent again until the client has had enough.
  func unanswered(_ call: UInt32) {
    let row = calls[call]
    let sent = Int(row.pointee.retransmissions)
    let next = row.pointee.started &+ ((1 << Int64(min(sent + 1, 7))) - 1) * 1_000_000_000
    if sent >= SynRetransmission.limit || next >= row.pointee.connectDeadline {
      return schedule(.done, call, after: max(0, row.pointee.connectDeadline &- now))
    }
    row.pointee.retransmissions &+= 1
    schedule(.reach, call, after: max(0, next &- now))
  }

  /// A request gets to its pod, or it is time for the SYN that nobody answered.
  @inline(__always)
  func reach(_ call: UInt32) {
    let row = calls[call]
    if row.pointee.pod == .max { return routeAgain(call) }
    let pod = row.pointee.pod
    row.pointee.cause = .connectTimeout
    let target = pods[pod]
    if target.pointee.isGone { return unanswered(call) }
    guard fabric.connects(row.pointee.origin, target.pointee.node) else {
      return unanswered(call)
    }
    if !target.pointee.isListening || target.pointee.port != row.pointee.port {
      row.pointee.cause = .refused
      return schedule(.done, call, after: row.pointee.oneWay)
    }
    if isFull(target) { return unanswered(call) }
    row.pointee.cause = .none
    let elapsed = now &- row.pointee.mark
    let network = min(elapsed, row.pointee.oneWay)
    row.pointee.stages.network &+= network
    row.pointee.stages.connect &+= elapsed &- network
    row.pointee.mark = now
    row.pointee.version = target.pointee.version
    row.pointee.node = target.pointee.node
    accept(call, pod, target)
  }

  /// A SYN whose balancer or node did not answer goes out anew; to another node only if the
  /// balancer has given up the first one.
  private func routeAgain(_ call: UInt32) {
    let row = calls[call]
    guard row.pointee.ownerKind == .request else { return unanswered(call) }
    route(call, clients[requests[row.pointee.owner].pointee.client])
  }

  /// Whether the kernel drops the SYN of one more connection.
  @inline(__always)
  private func isFull(_ pod: UnsafeMutablePointer<PodRow>) -> Bool {
    guard pod.pointee.kind == .gunicorn else {
      return pod.pointee.isHung && pod.pointee.backlogCount > RequestWorld.hungBacklog
    }
    // Linux takes connections until the queue is longer than the backlog says.
    return pod.pointee.backlogCount > gunicorns[pod.pointee.server].pointee.backlog
  }

  @inline(__always)
  private func accept(_ call: UInt32, _ pod: UInt32, _ target: UnsafeMutablePointer<PodRow>) {
    if calls[call].pointee.isTCPOnly { return respond(call, .none) }
    switch target.pointee.kind {
    case .plain: enterPlain(call, pod, target)
    case .gunicorn: enterGunicorn(call, pod, target)
    case .postgres, .none: respond(call, .reset)
    }
  }

  /// Sends the answer of a call, or its reset, back; events that the call waited for are void.
  @inline(__always)
  func respond(_ call: UInt32, _ cause: FailureCause) {
    settle(call)
    let row = calls[call]
    if row.pointee.ownerKind == .nobody {
      calls.remove(call)
      return
    }
    row.pointee.epoch &+= 1
    row.pointee.stage = .network
    row.pointee.step = .travelling
    row.pointee.cause = cause
    if row.pointee.origin == .max || answersArrive(row) {
      schedule(.done, call, after: row.pointee.oneWay &+ row.pointee.wayBack)
    } else {
      row.pointee.retransmissions = 0
      awaitLink(call)
    }
  }

  /// Ends a call whose server vanished without a word; its client waits on.
  func lose(_ call: UInt32) {
    settle(call)
    let row = calls[call]
    if row.pointee.ownerKind == .nobody {
      calls.remove(call)
      return
    }
    row.pointee.epoch &+= 1
    row.pointee.stage = .network
    markLost(call)
  }

  /// Whether what the call's pod sends now gets to the client.
  @inline(__always)
  func answersArrive(_ row: UnsafeMutablePointer<Call>) -> Bool {
    fabric.connects(pods[row.pointee.pod].pointee.node, row.pointee.origin)
      && (!row.pointee.isFromOutside || fabric.isReachedFromOutside(row.pointee.origin))
  }
}
