import EventKernel
public import Network
public import Randomness
public import Units

extension RequestWorld {
  /// Adds a client and returns its index, counted from 0; it begins at its start time.
  public func addClient(_ parameters: ClientParameters) -> UInt32 {
    precondition(!parameters.mix.isEmpty, "client \(parameters.name) asks for nothing")
    let index = UInt32(clients.count)
    let path = "client/\(parameters.name)"
    let firstChoice = addChoices(parameters.mix)
    var row = ClientRow(
      isProber: parameters.isProber,
      maxRetries: UInt8(min(max(0, parameters.retries), 200)),
      retryCauses: parameters.retryCauses,
      timeout: parameters.timeout.nanoseconds,
      connectTimeout: parameters.connectTimeout.nanoseconds,
      backoff: parameters.backoff.nanoseconds,
      stop: parameters.stop.nanoseconds,
      firstChoice: firstChoice, choiceCount: UInt32(parameters.mix.count),
      arrivals: streams.stream("\(path)/arrivals"),
      demands: streams.family(path, purpose: "demands"),
      paths: streams.family(path, purpose: "path"),
      thoughts: streams.family(path, purpose: "think"),
      think: .deterministic(TimeSpan.zero), patience: .deterministic(TimeSpan.zero))
    if let patience = parameters.patience {
      row.isImpatient = true
      row.patience = patience
    }
    set(parameters.target, &row)
    let start = max(parameters.start, timeline.now)
    clientNames.append(parameters.name)
    switch parameters.load {
    case .poisson(let rates), .constant(let rates):
      if case .constant = parameters.load { row.isConstant = true }
      addPieces(rates, from: start, &row)
      clients.append(row)
      planArrival(index, after: start.nanoseconds)
    case .users(let count, let think):
      row.isClosed = true
      row.think = think
      clients.append(row)
      addUsers(count, of: index, from: start)
    }
    return index
  }

  private func addChoices(_ mix: [(endpoint: UInt16, weight: Double)]) -> UInt32 {
    let first = UInt32(choices.count)
    let total = mix.reduce(0) { $0 + $1.weight }
    precondition(total > 0, "the weights of a mix add up to \(total)")
    var sum = 0.0
    for entry in mix {
      sum += entry.weight
      choices.append(ChoiceRow(endpoint: entry.endpoint, cumulative: sum / total))
    }
    return first
  }

  private func addUsers(_ count: Int, of client: UInt32, from start: Instant) {
    for ordinal in 0..<UInt32(count) {
      let user = UInt32(users.append(UserRow(client: client, ordinal: ordinal)))
      var stream = clients[client].pointee.thoughts[UInt64(ordinal) << 32]
      let wait = clients[client].pointee.think.sampleSpan(&stream)
      timeline.schedule(Event(kind: WorldEvent.thought.rawValue, a: user), at: start + wait)
    }
  }

  private func addPieces(_ rates: ArrivalRates, from start: Instant, _ row: inout ClientRow) {
    row.firstPiece = UInt32(pieces.count)
    row.piece = 0
    var time = start.nanoseconds
    for piece in rates.pieces {
      let length = piece.length.nanoseconds
      let change = piece.to.perSecond - piece.from.perSecond
      pieces.append(
        RatePieceRow(
          start: time, end: time + length, rate: piece.from.perSecond / 1e9,
          slope: change / 1e9 / Double(length)))
      time += length
    }
    pieces.append(
      RatePieceRow(start: time, end: .max, rate: rates.last.perSecond / 1e9, slope: 0))
    row.pieceCount = UInt32(pieces.count) - row.firstPiece
  }

  private func set(_ target: ClientTarget, _ row: inout ClientRow) {
    switch target {
    case .nowhere: row.target = .nowhere
    case .balancer(let balancer):
      row.target = .balancer
      row.targetIndex = balancer
    case .service(let service, let node):
      row.target = .service
      row.targetIndex = service
      row.origin = node
    case .pod(let pod, let port, let node):
      row.target = .pod
      row.targetIndex = pod
      row.targetPort = port
      row.origin = node
    }
  }

  /// Sends a client's new connections elsewhere from now on.
  public func setTarget(_ target: ClientTarget, client: UInt32) {
    set(target, &clients[client].pointee)
  }

  /// Changes the rate of an open-loop client from now on; the pieces begin now.
  public func setRates(_ rates: ArrivalRates, client: UInt32) {
    let row = clients[client]
    precondition(!row.pointee.isClosed, "client \(client) is a number of users and has no rate")
    timeline.cancel(row.pointee.nextArrival)
    addPieces(rates, from: timeline.now, &row.pointee)
    planArrival(client, after: now)
  }

  /// Ends a client: no new requests; those in flight go on.
  public func removeClient(_ client: UInt32) {
    clients[client].pointee.isRunning = false
    timeline.cancel(clients[client].pointee.nextArrival)
  }
}
