import Units

/// What is under way for which disk, and how long a disk rests after something failed.
///
/// One thing at a time is done with a disk.
/// Source: `pkg/volume/util/nestedpendingoperations` and
/// `pkg/util/goroutinemap/exponentialbackoff`, v1.36.
struct VolumeOperations {
  private struct Operation {
    var isRunning: Bool
    var retryAt: Instant
    var wait: TimeSpan
  }

  private let first: TimeSpan
  private let longest: TimeSpan
  private var operations: [String: Operation] = [:]

  /// Rests from `first`, doubled with each failure up to `longest`.
  init(first: TimeSpan, longest: TimeSpan) {
    self.first = first
    self.longest = longest
  }

  /// Whether nothing may be begun with a disk now.
  func isBusy(_ volume: String, at now: Instant) -> Bool {
    guard let operation = operations[volume] else { return false }
    return operation.isRunning || operation.retryAt > now
  }

  /// Something begins.
  mutating func begin(_ volume: String) {
    let wait = operations[volume]?.wait ?? .zero
    operations[volume] = Operation(isRunning: true, retryAt: .start, wait: wait)
  }

  /// It went well.
  mutating func succeed(_ volume: String) { operations[volume] = nil }

  /// It failed.
  mutating func fail(_ volume: String, at now: Instant) {
    let last = operations[volume]?.wait ?? .zero
    let wait = last == .zero ? first : min(last * 2, longest)
    operations[volume] = Operation(isRunning: false, retryAt: now + wait, wait: wait)
  }
}
