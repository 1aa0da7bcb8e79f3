import EventKernel
import Statistics
import Units

/// Requests that share phase, client, endpoint and version.
struct LedgerKey: Hashable {
  var phase: UInt16
  var client: UInt16
  var endpoint: UInt16
  var version: UInt16

  var packed: UInt64 {
    UInt64(phase) &<< 48 | UInt64(client) &<< 32 | UInt64(endpoint) &<< 16 | UInt64(version)
  }
}

/// The counts of the requests of one key, in memory of its own.
struct LedgerCell {
  var key: LedgerKey
  var isProbe: Bool
  var arrived = 0
  var succeeded = 0
  var failed = 0
  var timedOut = 0
  var attempts = 0
  var stages = StageSpans()
  /// Latencies of the requests that succeeded.
  var latencies = LatencyTally()
  let causes: UnsafeMutablePointer<Int>

  init(key: LedgerKey, isProbe: Bool) {
    self.key = key
    self.isProbe = isProbe
    causes = .allocate(capacity: FailureCause.count)
    causes.initialize(repeating: 0, count: FailureCause.count)
  }

  func destroy() {
    causes.deallocate()
    latencies.destroy()
  }

  @inline(__always)
  mutating func succeed(_ latency: Int64, _ spans: StageSpans) {
    succeeded &+= 1
    stages.network &+= spans.network
    stages.connect &+= spans.connect
    stages.backlog &+= spans.backlog
    stages.cpu &+= spans.cpu
    stages.cpuContention &+= spans.cpuContention
    stages.cpuThrottled &+= spans.cpuThrottled
    stages.database &+= spans.database
    stages.databaseConnect &+= spans.databaseConnect
    stages.retry &+= spans.retry
    latencies.record(TimeSpan(nanoseconds: latency))
  }
}
