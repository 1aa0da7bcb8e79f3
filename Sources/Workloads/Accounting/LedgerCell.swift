import EventKernel
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
  var sum: Int64 = 0
  var longest: Int64 = 0
  let causes: UnsafeMutablePointer<Int>
  /// Grows to the longest latency seen; nil before the first.
  var counts: UnsafeMutablePointer<UInt32>?
  var capacity = 0

  init(key: LedgerKey, isProbe: Bool) {
    self.key = key
    self.isProbe = isProbe
    causes = .allocate(capacity: FailureCause.count)
    causes.initialize(repeating: 0, count: FailureCause.count)
  }

  func destroy() {
    causes.deallocate()
    counts?.deallocate()
  }

  @inline(__always)
  mutating func succeed(_ latency: Int64, _ spans: StageSpans) {
    succeeded &+= 1
    sum &+= latency
    longest = max(longest, latency)
    stages.network &+= spans.network
    stages.connect &+= spans.connect
    stages.backlog &+= spans.backlog
    stages.cpu &+= spans.cpu
    stages.cpuContention &+= spans.cpuContention
    stages.cpuThrottled &+= spans.cpuThrottled
    stages.database &+= spans.database
    stages.databaseConnect &+= spans.databaseConnect
    stages.retry &+= spans.retry
    let index = LatencyHistogram.index(latency)
    if index >= capacity { grow(index) }
    counts?[index] &+= 1
  }

  private mutating func grow(_ index: Int) {
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: index + 512)
    larger.initialize(repeating: 0, count: index + 512)
    if let counts {
      larger.update(from: counts, count: capacity)
      counts.deallocate()
    }
    counts = larger
    capacity = index + 512
  }

  var histogram: LatencyHistogram {
    let all = (0..<capacity).map { counts?[$0] ?? 0 }
    return LatencyHistogram(counts: all, count: succeeded, sum: sum, longest: longest)
  }
}
