public import EventKernel
public import Units

/// The account of all requests: counts, causes, latencies and where time went, by phase, client,
/// endpoint and version, and second by second.
///
/// Every request is entered when it arrives and once more when it ends, so what has arrived is
/// what has succeeded, failed, timed out or is still in flight; `checkConservation()` says so.
///
/// - Complexity: an entry is O(1); memory grows with keys and seconds, not with requests.
public final class RequestLedger {
  struct Totals {
    var arrived = 0
    var succeeded = 0
    var failed = 0
    var timedOut = 0
    var inFlight: Int { arrived - succeeded - failed - timedOut }
  }

  struct State {
    var users = Totals()
    var probes = Totals()
    var phase: UInt16 = 0
    /// Cells entered last, which the next entry often shares: for arrivals and for ends.
    var lastArrival = (key: UInt64.max, cell: 0)
    var lastEnd = (key: UInt64.max, cell: 0)
    var tracedEvery: UInt64 = 0
    var userBlackouts = BlackoutClock()
    var proberBlackouts = BlackoutClock()
  }

  let cells = Table<LedgerCell>()
  let state: UnsafeMutablePointer<State>
  let seconds: SecondsLog
  /// Open addressing from packed keys to cells; power of two in size.
  var index: [Int32] = Array(repeating: -1, count: 256)
  /// Records kept for the table of requests, in order of their ends.
  var traced: [RequestRecord] = []

  /// An account without requests.
  public init() {
    state = .allocate(capacity: 1)
    state.initialize(to: State())
    seconds = SecondsLog()
  }

  deinit {
    for cell in 0..<cells.count { cells[cell].pointee.destroy() }
    cells.destroy()
    state.deallocate()
  }

  /// The phase that requests arriving now are counted in.
  public var phase: UInt16 { state.pointee.phase }

  /// Begins a phase; requests that arrive from now on are counted in it. The first is phase 0.
  public func beginPhase() -> UInt16 {
    state.pointee.phase += 1
    return state.pointee.phase
  }

  /// Keeps the record of every `n`-th request by number (1: all; 0: none).
  public func trace(every n: UInt64) { state.pointee.tracedEvery = n }

  /// Gives the records kept since the last call, in order of their ends, and forgets them.
  public func takeTraced() -> [RequestRecord] {
    let records = traced
    traced.removeAll(keepingCapacity: true)
    return records
  }

  /// Enters an arrival; the phase of the request is the present one.
  @inline(__always)
  func arrive(client: UInt16, endpoint: UInt16, isProbe: Bool, at now: Instant) {
    let key = LedgerKey(
      phase: state.pointee.phase, client: client, endpoint: endpoint,
      version: RequestRecord.noVersion)
    let packed = key.packed
    if packed != state.pointee.lastArrival.key {
      state.pointee.lastArrival = (packed, findCell(key, isProbe))
    }
    cells[state.pointee.lastArrival.cell].pointee.arrived &+= 1
    if isProbe {
      state.pointee.probes.arrived &+= 1
    } else {
      state.pointee.users.arrived &+= 1
    }
    seconds.arrive(isProbe: isProbe, at: now)
  }

  /// Enters an end.
  @inline(__always)
  func finish(_ record: RequestRecord) {
    let key = LedgerKey(
      phase: record.phase, client: record.client, endpoint: record.endpoint,
      version: record.version)
    let packed = key.packed
    if packed != state.pointee.lastEnd.key {
      state.pointee.lastEnd = (packed, findCell(key, record.isProbe))
    }
    let cell = cells[state.pointee.lastEnd.cell]
    cell.pointee.attempts &+= Int(record.attempts)
    switch record.outcome {
    case .succeeded: cell.pointee.succeed(record.latency.nanoseconds, record.stages)
    case .failed: cell.pointee.failed &+= 1
    case .timedOut: cell.pointee.timedOut &+= 1
    }
    if record.outcome != .succeeded { cell.pointee.causes[Int(record.cause.rawValue)] &+= 1 }
    if record.isProbe {
      count(record.outcome, &state.pointee.probes)
    } else {
      count(record.outcome, &state.pointee.users)
    }
    seconds.finish(record)
    let isSuccess = record.outcome == .succeeded
    let arrived = record.arrived.nanoseconds
    let ended = record.ended.nanoseconds
    if record.isProbe {
      state.pointee.proberBlackouts.finish(isSuccess: isSuccess, arrived: arrived, ended: ended)
    } else {
      state.pointee.userBlackouts.finish(isSuccess: isSuccess, arrived: arrived, ended: ended)
    }
    let every = state.pointee.tracedEvery
    if every > 0, record.number % every == 0 { traced.append(record) }
  }

  @inline(__always)
  private func count(_ outcome: RequestOutcome, _ totals: inout Totals) {
    switch outcome {
    case .succeeded: totals.succeeded &+= 1
    case .failed: totals.failed &+= 1
    case .timedOut: totals.timedOut &+= 1
    }
  }

  private func findCell(_ key: LedgerKey, _ isProbe: Bool) -> Int {
    let mask = index.count - 1
    var slot = Int(truncatingIfNeeded: key.packed &* 0x9e37_79b9_7f4a_7c15 &>> 40) & mask
    while index[slot] >= 0 {
      if cells[Int(index[slot])].pointee.key == key { return Int(index[slot]) }
      slot = (slot + 1) & mask
    }
    let cell = cells.append(LedgerCell(key: key, isProbe: isProbe))
    index[slot] = Int32(cell)
    if 2 * cells.count > index.count { rehash() }
    return cell
  }

  private func rehash() {
    let mask = 2 * index.count - 1
    index = Array(repeating: -1, count: mask + 1)
    for cell in 0..<cells.count {
      let packed = cells[cell].pointee.key.packed
      var slot = Int(truncatingIfNeeded: packed &* 0x9e37_79b9_7f4a_7c15 &>> 40) & mask
      while index[slot] >= 0 { slot = (slot + 1) & mask }
      index[slot] = Int32(cell)
    }
  }
}
