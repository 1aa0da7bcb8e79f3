public import Statistics
public import Units

/// What became of a group of requests.
public struct LedgerFigures: Sendable {
  /// Requests sent. For groups by version it is the requests that have ended there.
  public var arrived = 0
  /// Requests answered in time without an error.
  public var succeeded = 0
  /// Requests that ended in an error.
  public var failed = 0
  /// Requests given up.
  public var timedOut = 0
  /// Attempts of the requests that have ended.
  public var attempts = 0
  /// Failures and time-outs by cause, indexed by `FailureCause.rawValue`.
  public var causes = [Int](repeating: 0, count: FailureCause.count)
  /// Sums of the time spent by the requests that succeeded.
  public var stages = StageSpans()
  /// Latencies of the requests that succeeded.
  public var latencies = LatencyHistogram()

  /// Requests that have not ended.
  public var inFlight: Int { arrived - succeeded - failed - timedOut }

  /// No requests.
  public init() {}
}

extension RequestLedger {
  /// Which requests a group of figures is about; nil does not restrict.
  public struct Selection: Sendable {
    /// Only requests that arrived in these phases.
    public var phases: Range<UInt16>?
    /// Only requests of this client.
    public var client: UInt16?
    /// Only requests for this endpoint.
    public var endpoint: UInt16?
    /// Only requests that this version answered.
    public var version: UInt16?
    /// Whether probers count, or users (false).
    public var isProbe = false

    /// All requests of users.
    public init() {}
  }

  /// The figures of the requests that `selection` chooses.
  ///
  /// - Complexity: O(keys × classes of latency).
  public func figures(_ selection: Selection = Selection()) -> LedgerFigures {
    var figures = LedgerFigures()
    for index in 0..<cells.count {
      let cell = cells[index].pointee
      if cell.isProbe != selection.isProbe { continue }
      if let phases = selection.phases, !phases.contains(cell.key.phase) { continue }
      if let client = selection.client, client != cell.key.client { continue }
      if let endpoint = selection.endpoint, endpoint != cell.key.endpoint { continue }
      if let version = selection.version, version != cell.key.version { continue }
      let ended = cell.succeeded + cell.failed + cell.timedOut
      figures.arrived += selection.version == nil ? cell.arrived : ended
      figures.succeeded += cell.succeeded
      figures.failed += cell.failed
      figures.timedOut += cell.timedOut
      figures.attempts += cell.attempts
      for cause in 0..<FailureCause.count { figures.causes[cause] += cell.causes[cause] }
      figures.stages.add(cell.stages)
      figures.latencies.merge(cell.latencies.histogram)
    }
    return figures
  }

  /// The rows of all seconds that have begun by `now`, from the start of the run without a gap; the
  /// last one may be cut short.
  public func rows(until now: Instant) -> [SecondRow] {
    seconds.turn(now)
    var rows = (0..<seconds.rows.count).map { seconds.rows[$0].pointee }
    if now.nanoseconds % 1_000_000_000 > 0 { rows.append(seconds.currentRow) }
    return rows
  }

  /// Good answers to users by second and version: rows of those with any, in order of second.
  public func answersByVersion(until now: Instant) -> [(second: Int, version: UInt16, count: Int)] {
    seconds.turn(now)
    var rows = (0..<seconds.versionRows.count).map {
      let row = seconds.versionRows[$0].pointee
      return (second: Int(row.second), version: row.version, count: row.count)
    }
    for version in 0..<SecondsLog.versionLimit where seconds.versions[version] > 0 {
      rows.append((seconds.rows.count, UInt16(version), seconds.versions[version]))
    }
    return rows
  }

  /// Whether what arrived equals what ended and what is in flight, of `live` requests in all.
  ///
  /// Returns nil when the account holds, else what does not.
  public func checkConservation(live: Int) -> String? {
    let users = state.pointee.users
    let probes = state.pointee.probes
    if users.inFlight + probes.inFlight != live {
      return "\(users.inFlight) + \(probes.inFlight) in flight by account, \(live) by count"
    }
    var arrived = 0
    var ended = 0
    for index in 0..<cells.count {
      let cell = cells[index].pointee
      arrived += cell.arrived
      ended += cell.succeeded + cell.failed + cell.timedOut
    }
    if arrived != users.arrived + probes.arrived {
      return "\(arrived) arrivals by key, \(users.arrived + probes.arrived) in total"
    }
    if arrived - ended != live { return "\(arrived) arrived, \(ended) ended, \(live) in flight" }
    return nil
  }

  /// The longest time up to `now` in which every request that ended was lost, of users and of
  /// probers.
  public func longestBlackouts(until now: Instant) -> (users: TimeSpan, probers: TimeSpan) {
    let users = state.pointee.userBlackouts.longest(until: now.nanoseconds)
    let probers = state.pointee.proberBlackouts.longest(until: now.nanoseconds)
    return (TimeSpan(nanoseconds: users), TimeSpan(nanoseconds: probers))
  }

  /// Forgets the blackouts so far, as when the measured window begins.
  public func restartBlackouts(at now: Instant) {
    state.pointee.userBlackouts = BlackoutClock(at: now.nanoseconds)
    state.pointee.proberBlackouts = BlackoutClock(at: now.nanoseconds)
  }

  /// Requests of users that arrived, and how they ended, up to now.
  public var userTotals: (arrived: Int, succeeded: Int, failed: Int, timedOut: Int) {
    let users = state.pointee.users
    return (users.arrived, users.succeeded, users.failed, users.timedOut)
  }

  /// Requests of probers that arrived, and how they ended, up to now.
  public var probeTotals: (arrived: Int, succeeded: Int, failed: Int, timedOut: Int) {
    let probes = state.pointee.probes
    return (probes.arrived, probes.succeeded, probes.failed, probes.timedOut)
  }
}

extension StageSpans {
  mutating func add(_ other: StageSpans) {
    network += other.network
    connect += other.connect
    backlog += other.backlog
    cpu += other.cpu
    cpuContention += other.cpuContention
    cpuThrottled += other.cpuThrottled
    database += other.database
    databaseConnect += other.databaseConnect
    retry += other.retry
  }
}
