import EventKernel
import Network
import Randomness
import Units

extension RequestWorld {
  /// An arrival of an open-loop client: the next one is planned, then this one begins.
  @inline(__always)
  func arrive(_ client: UInt32) {
    let row = clients[client]
    let number = row.pointee.count
    row.pointee.count &+= 1
    planArrival(client, after: now)
    send(client: client, user: .max, number: number)
  }

  /// Schedules the client's next arrival after `start`, if there is one before its stop.
  ///
  /// Exact for pieces of constant or steadily changing rate: an exponential amount of expected
  /// arrivals is used up along the rate. The draws do not depend on the rate, so two variants see
  /// the same sequence, stretched. Source: E. Çınlar, Introduction to Stochastic Processes, 1975,
  /// section 4.7.
  func planArrival(_ client: UInt32, after start: Int64) {
    let row = clients[client]
    row.pointee.nextArrival = .none
    if !row.pointee.isRunning { return }
    var left = row.pointee.isConstant ? 1.0 : row.pointee.arrivals.exponential()
    var time = start
    while row.pointee.piece < row.pointee.pieceCount {
      let piece = pieces[row.pointee.firstPiece &+ row.pointee.piece].pointee
      if let wait = RequestWorld.wait(for: left, from: time, in: piece) {
        let next = time &+ wait
        if next < row.pointee.stop {
          row.pointee.nextArrival = timeline.schedule(
            Event(kind: WorldEvent.arrival.rawValue, a: client), at: Instant(nanoseconds: next))
        }
        return
      }
      left -= RequestWorld.expected(from: time, in: piece)
      time = piece.end
      row.pointee.piece &+= 1
    }
  }

  /// Nanoseconds from `time` until `amount` arrivals are expected, or nil beyond the piece's end.
  @inline(__always)
  static func wait(for amount: Double, from time: Int64, in piece: RatePieceRow) -> Int64? {
    let length = Double(piece.end &- time)
    let wait: Double
    if piece.slope == 0 {
      if piece.rate <= 0 { return nil }
      wait = amount / piece.rate
    } else {
      let rate = piece.rate + piece.slope * Double(time &- piece.start)
      let square = rate * rate + 2 * piece.slope * amount
      if square < 0 { return nil }
      wait = 2 * amount / (rate + square.squareRoot())
    }
    // A comparison with NaN is false, so that it ends here as well; 10^18 ns are 31 years.
    guard wait < min(length, 1e18) else { return nil }
    return Int64(wait + 0.5)
  }

  /// Arrivals expected from `time` to the end of the piece.
  static func expected(from time: Int64, in piece: RatePieceRow) -> Double {
    let length = Double(piece.end &- time)
    let rate = piece.rate + piece.slope * Double(time &- piece.start)
    return (rate + 0.5 * piece.slope * length) * length
  }

  /// A closed-loop user asks.
  func think(user: UInt32) {
    let row = users[user]
    let client = clients[row.pointee.client]
    if !client.pointee.isRunning || now >= client.pointee.stop { return }
    let number = UInt64(row.pointee.ordinal) << 32 | UInt64(row.pointee.count)
    row.pointee.count &+= 1
    send(client: row.pointee.client, user: user, number: number)
  }

  /// Sends a user to think, at the beginning or after an answer.
  func beginThinking(user: UInt32) {
    let row = users[user].pointee
    let client = clients[row.client]
    var stream = client.pointee.thoughts[UInt64(row.ordinal) << 32 | UInt64(row.count)]
    let wait = client.pointee.think.sampleSpan(&stream)
    timeline.schedule(
      Event(kind: WorldEvent.thought.rawValue, a: user), at: timeline.now + wait)
  }

  /// Begins a request: draws what it asks for and makes the first attempt.
  @inline(__always)
  func send(client: UInt32, user: UInt32, number: UInt64) {
    let row = clients[client]
    var demands = row.pointee.demands[number]
    let endpoint = choose(row.pointee.firstChoice, row.pointee.choiceCount, &demands)
    let name = serial.pointee
    serial.pointee = name &+ 1
    ledger.arrive(
      client: UInt16(truncatingIfNeeded: client), endpoint: endpoint,
      isProbe: row.pointee.isProber, at: timeline.now)
    let request = requests.insert(
      Request(
        serial: name, number: number, client: client, user: user, endpoint: endpoint,
        phase: ledger.phase, arrived: now))
    attempt(request, demands: demands)
  }

  @inline(__always)
  private func choose(_ first: UInt32, _ count: UInt32, _ stream: inout RandomStream) -> UInt16 {
    let draw = stream.nextDouble()
    var index = first
    let last = first &+ count &- 1
    while index < last, draw >= choices[index].pointee.cumulative { index &+= 1 }
    return choices[index].pointee.endpoint
  }
}
