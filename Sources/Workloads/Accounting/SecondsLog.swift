public import EventKernel
import Statistics
public import Units

/// What happened to requests in one second of the run.
public struct SecondRow: Sendable {
  /// Requests that users sent.
  public var arrived = 0
  /// Requests of users that ended well.
  public var succeeded = 0
  /// Requests of users that ended in an error.
  public var failed = 0
  /// Requests that users gave up.
  public var timedOut = 0
  /// Of the users' requests that arrived in this second, those lost in the end, whenever that was.
  public var lostOfArrived = 0
  /// Requests of users not ended at the end of the second.
  public var inFlight = 0
  /// Requests of probers that ended well.
  public var probesSucceeded = 0
  /// Requests of probers that did not.
  public var probesLost = 0
  /// Sum of the latencies of the users' requests that ended well, in nanoseconds.
  public var latencySum: Int64 = 0
  /// Their median in nanoseconds; 0 when there is none. So are the next three.
  public var latencyP50: Int64 = 0
  /// Their 95th percentile.
  public var latencyP95: Int64 = 0
  /// Their 99th percentile.
  public var latencyP99: Int64 = 0
  /// The longest.
  public var latencyMax: Int64 = 0
}

/// The rows of `SecondRow`, and good answers by version, filled as time goes on.
///
/// - Complexity: an entry is O(1); a new second costs O(cells between its quickest and its slowest
///   request).
final class SecondsLog {
  struct State {
    var current = SecondRow()
    var end: Int64 = 1_000_000_000
    /// Latencies of the users' requests that ended well in this second.
    var latencies = LatencyTally()
    var usersInFlight = 0
  }

  static let versionLimit = 64
  let state: UnsafeMutablePointer<State>
  let rows = Table<SecondRow>()
  /// Good answers of users in the current second by version, and the log of (second, version,
  /// number) with a number above zero.
  let versions: UnsafeMutablePointer<Int>
  struct VersionRow {
    var second: UInt32
    var version: UInt16
    var count: Int
  }
  let versionRows = Table<VersionRow>()

  init() {
    state = .allocate(capacity: 1)
    state.initialize(to: State())
    versions = .allocate(capacity: SecondsLog.versionLimit)
    versions.initialize(repeating: 0, count: SecondsLog.versionLimit)
  }

  deinit {
    state.pointee.latencies.destroy()
    state.deallocate()
    rows.destroy()
    versions.deallocate()
    versionRows.destroy()
  }

  @inline(__always)
  func arrive(isProbe: Bool, at now: Instant) {
    if now.nanoseconds >= state.pointee.end { turn(now) }
    if isProbe { return }
    state.pointee.current.arrived &+= 1
    state.pointee.usersInFlight &+= 1
  }

  @inline(__always)
  func finish(_ record: RequestRecord) {
    if record.ended.nanoseconds >= state.pointee.end { turn(record.ended) }
    if record.isProbe {
      if record.outcome == .succeeded {
        state.pointee.current.probesSucceeded &+= 1
      } else {
        state.pointee.current.probesLost &+= 1
      }
      return
    }
    state.pointee.usersInFlight &-= 1
    switch record.outcome {
    case .succeeded:
      state.pointee.current.succeeded &+= 1
      state.pointee.latencies.record(record.latency)
      if record.version < SecondsLog.versionLimit { versions[Int(record.version)] &+= 1 }
    case .failed:
      state.pointee.current.failed &+= 1
      loseArrival(record.arrived)
    case .timedOut:
      state.pointee.current.timedOut &+= 1
      loseArrival(record.arrived)
    }
  }

  private func loseArrival(_ arrived: Instant) {
    let second = Int(arrived.nanoseconds / 1_000_000_000)
    if second < rows.count {
      rows[second].pointee.lostOfArrived &+= 1
    } else {
      state.pointee.current.lostOfArrived &+= 1
    }
  }

  /// Closes every second that has ended by `now`.
  func turn(_ now: Instant) {
    while now.nanoseconds >= state.pointee.end {
      let row = currentRow
      if row.succeeded > 0 {
        state.pointee.latencies.reset()
        for version in 0..<SecondsLog.versionLimit where versions[version] > 0 {
          versionRows.append(
            VersionRow(
              second: UInt32(rows.count), version: UInt16(version), count: versions[version]))
          versions[version] = 0
        }
      }
      rows.append(row)
      state.pointee.current = SecondRow()
      state.pointee.end &+= 1_000_000_000
    }
  }

  /// The second that runs, as it stands.
  var currentRow: SecondRow {
    var row = state.pointee.current
    row.inFlight = state.pointee.usersInFlight
    if row.succeeded > 0 {
      row.latencySum = state.pointee.latencies.total.nanoseconds
      row.latencyMax = state.pointee.latencies.maximum.nanoseconds
      row.latencyP50 = quantile(0.5)
      row.latencyP95 = quantile(0.95)
      row.latencyP99 = quantile(0.99)
    }
    return row
  }

  private func quantile(_ q: Double) -> Int64 {
    state.pointee.latencies.quantile(q)?.nanoseconds ?? 0
  }
}
