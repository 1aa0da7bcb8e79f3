import Foundation

/// Tries many seeds on several threads.
///
/// Which thread tries which seed changes nothing: results come sorted by seed.
final class SeedPool: @unchecked Sendable {
  private let lock = NSLock()
  private let work: @Sendable (UInt64) -> Bool
  private let last: UInt64
  private let finished = DispatchSemaphore(value: 0)
  private var next: UInt64
  private var isOver = false

  /// Tries `seeds` with `work`, which answers whether to go on with seeds that have not begun.
  private init(_ seeds: ClosedRange<UInt64>, _ work: @escaping @Sendable (UInt64) -> Bool) {
    self.work = work
    next = seeds.lowerBound
    last = seeds.upperBound
  }

  /// Calls `work` for each of `seeds`, lowest first, on so many threads, until all are done or one
  /// answered false; returns when all that had begun have ended.
  static func run(
    _ seeds: ClosedRange<UInt64>, threads: Int, work: @escaping @Sendable (UInt64) -> Bool
  ) {
    let pool = SeedPool(seeds, work)
    for _ in 0..<max(1, threads) {
      let thread = Thread {
        while let seed = pool.take() {
          if !pool.work(seed) { pool.stop() }
        }
        pool.finished.signal()
      }
      // A run's chains of continuations go deep.
      thread.stackSize = 16 << 20
      thread.start()
    }
    for _ in 0..<max(1, threads) { pool.finished.wait() }
  }

  private func take() -> UInt64? {
    lock.lock()
    defer { lock.unlock() }
    guard !isOver, next <= last else { return nil }
    defer { next += 1 }
    return next
  }

  private func stop() {
    lock.lock()
    isOver = true
    lock.unlock()
  }
}
