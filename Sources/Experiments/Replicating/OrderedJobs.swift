import Foundation

/// Carries numbered jobs out on threads of the operating system and hands their results over one by
/// one, in the order of their numbers, whichever is done first.
///
/// A job that fails stops all jobs of higher numbers, while those of lower ones go on: one of them
/// may fail too, and it is always the failure of the lowest number that is told. No job begins that
/// is far ahead of the first one whose result is missing, so what waits to be handed over is
/// bounded.
///
/// All state is guarded by `condition`, which is what `@unchecked` stands for.
final class OrderedJobs<Value: Sendable>: @unchecked Sendable {
  /// What a job may ask and tell while it goes on.
  struct Context: Sendable {
    /// Whether the job should give up, since its result is no longer wanted.
    let isCancelled: @Sendable () -> Bool
    /// Tells which share of the job is done, 0 … 1.
    let progress: @Sendable (Double) -> Void
  }

  /// Does one job.
  typealias Body = @Sendable (_ number: Int, _ context: Context) throws -> Value

  private let count: Int
  private let threads: Int
  private let body: Body
  private let condition = NSCondition()
  private var next = 0
  private var delivered = 0
  private var working = 0
  private var ready: [Int: Value] = [:]
  private var shares: [Double]
  private var failure: (number: Int, error: any Error)?

  /// `count` jobs that `body` does, on `threads` threads.
  init(count: Int, threads: Int, body: @escaping Body) {
    self.count = count
    self.threads = max(1, min(threads, count))
    self.body = body
    shares = Array(repeating: 0, count: count)
  }

  /// Does all jobs; returns when every thread has ended.
  ///
  /// - Parameters:
  ///   - deliver: Takes the results in order, on the thread that calls this.
  ///   - progress: Told now and then which share of all jobs is done, on the same thread.
  /// - Throws: What the failing job of the lowest number threw, or what `deliver` throws.
  func run(deliver: (Int, Value) throws -> Void, progress: (Double) -> Void) throws {
    condition.lock()
    working = threads
    condition.unlock()
    for _ in 0..<threads {
      let thread = Thread { [self] in work() }
      thread.stackSize = 16 << 20
      thread.start()
    }
    var isRefused = false
    while let (number, value) = nextResult(progress) {
      guard !isRefused else { continue }
      do {
        try deliver(number, value)
      } catch {
        isRefused = true
        fail(-1, error)
      }
    }
    if let failure { throw failure.error }
  }

  /// Waits for the next result in order; nil when there will be none.
  private func nextResult(_ progress: (Double) -> Void) -> (Int, Value)? {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let value = ready.removeValue(forKey: delivered) {
        delivered += 1
        condition.broadcast()
        return (delivered - 1, value)
      }
      if working == 0 { return nil }
      _ = condition.wait(until: Date(timeIntervalSinceNow: 0.1))
      let done = shares.reduce(0, +) / Double(max(1, count))
      condition.unlock()
      progress(done)
      condition.lock()
    }
  }

  /// One thread's work: job after job, until none is left or wanted.
  private func work() {
    while let number = take() {
      let context = Context(
        isCancelled: { [self] in isCancelled(number) },
        progress: { [self] share in tell(number, share) })
      do {
        let value = try body(number, context)
        finish(number, value)
      } catch {
        fail(number, error)
      }
    }
    condition.lock()
    working -= 1
    condition.broadcast()
    condition.unlock()
  }

  private func take() -> Int? {
    condition.lock()
    defer { condition.unlock() }
    while next < count, failure == nil, next - delivered >= 8 * threads { condition.wait() }
    guard next < count, failure == nil else { return nil }
    next += 1
    return next - 1
  }

  private func isCancelled(_ number: Int) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    return failure.map { $0.number < number } ?? false
  }

  private func tell(_ number: Int, _ share: Double) {
    condition.lock()
    shares[number] = min(1, max(0, share))
    condition.unlock()
  }

  private func finish(_ number: Int, _ value: Value) {
    condition.lock()
    shares[number] = 1
    ready[number] = value
    condition.broadcast()
    condition.unlock()
  }

  private func fail(_ number: Int, _ error: any Error) {
    condition.lock()
    if failure.map({ number < $0.number }) ?? true { failure = (number, error) }
    condition.broadcast()
    condition.unlock()
  }
}

/// How many threads the machine can run at once.
public enum Cores {
  /// The number of processors that this process may use; one at least.
  public static var count: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
}
