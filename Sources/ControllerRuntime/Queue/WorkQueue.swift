import Units

/// Keys that want attention: each waits once, is worked on by one worker at a time, and comes
/// again when it was added while being worked on.
///
/// Source: `client-go/util/workqueue/queue.go` and `delaying_queue.go`, v1.36.
public final class WorkQueue<Key: Hashable>: ForgetfulPart {
  private struct Waiting {
    let ready: Instant
    let timer: TimerToken
  }

  private let clock: any Clock
  private var limiter: RetryLimiter<Key>
  /// Keys to be handed out, oldest first, from `head` on.
  private var queue: [Key] = []
  private var head = 0
  /// Keys that want attention: those in the queue and those to come again.
  private var dirty: Set<Key> = []
  private var processing: Set<Key> = []
  private var waiting: [Key: Waiting] = [:]
  /// Called whenever a key has become ready to be handed out.
  public var onReady: (() -> Void)?

  /// Asked at each key that is added: whether it is lost. Nil: none is.
  public var forgets: (() -> Bool)?

  /// An empty queue whose waits run on `clock`, and which makes itself known there.
  public init(clock: any Clock, limiter: RetryLimiter<Key> = RetryLimiter()) {
    self.clock = clock
    self.limiter = limiter
    (clock as? any PartRegistry)?.register(self)
  }

  /// The number of keys ready to be handed out.
  public var count: Int { queue.count - head }
  /// Whether nothing is ready, worked on or waiting.
  public var isIdle: Bool { dirty.isEmpty && processing.isEmpty && waiting.isEmpty }

  /// What is ready, worked on, or to be tried again after a failure; keys that wait for a time of
  /// their own choice are at rest.
  public var unsettled: String? {
    // The least of the names, for sets have another order in each process.
    if let key = dirty.union(processing).map({ "\($0)" }).min() {
      return "a queue has still to do with \(key)"
    }
    let failed = waiting.keys.filter { limiter.failureCount(of: $0) > 0 }.map { "\($0)" }
    return failed.min().map { "a queue has to try \($0) again" }
  }

  /// Asks for attention to `key` now.
  public func add(_ key: Key) {
    if let forgets, forgets() { return }
    guard dirty.insert(key).inserted else { return }
    guard !processing.contains(key) else { return }
    queue.append(key)
    checkInvariants()
    onReady?()
  }

  /// Asks for attention to `key` after `delay`; of several such wishes the earliest counts.
  public func add(_ key: Key, after delay: TimeSpan) {
    guard delay > .zero else { return add(key) }
    let ready = clock.now + delay
    if let old = waiting[key] {
      guard ready < old.ready else { return }
      clock.cancel(old.timer)
    }
    let timer = clock.after(delay) { [unowned self] in
      waiting[key] = nil
      add(key)
    }
    waiting[key] = Waiting(ready: ready, timer: timer)
  }

  /// Asks for attention to `key`, which failed, when its back-off is over.
  public func addRateLimited(_ key: Key) { add(key, after: limiter.wait(for: key, at: clock.now)) }

  /// Ends the back-off of `key`: it went well, or is given up.
  public func forget(_ key: Key) { limiter.forget(key) }

  /// How often `key` has failed since it was last forgotten.
  public func failureCount(of key: Key) -> Int { limiter.failureCount(of: key) }

  /// Hands out the oldest ready key, which then counts as worked on until `done`.
  public func next() -> Key? {
    guard head < queue.count else { return nil }
    let key = queue[head]
    head += 1
    if head == queue.count || head > 1_024 {
      queue.removeFirst(head)
      head = 0
    }
    dirty.remove(key)
    processing.insert(key)
    checkInvariants()
    return key
  }

  /// Ends the work on `key`; it is ready again when it was added meanwhile.
  public func done(_ key: Key) {
    precondition(processing.remove(key) != nil, "nobody was working on \(key)")
    guard dirty.contains(key) else { return }
    queue.append(key)
    checkInvariants()
    onReady?()
  }

  #if INTERNAL_CHECKS
    /// Stops the process when the queue contradicts itself.
    /// - Complexity: O(*n*).
    package func checkInvariants() {
      let ready = queue[head...]
      precondition(Set(ready).count == ready.count, "a key waits twice: \(ready)")
      for key in ready {
        precondition(dirty.contains(key), "\(key) waits but does not want attention")
        precondition(!processing.contains(key), "\(key) waits while it is worked on")
      }
      precondition(
        dirty.allSatisfy { processing.contains($0) || ready.contains($0) },
        "a key wants attention and is nowhere")
    }
  #else
    /// Stops the process when the queue contradicts itself (debug builds only).
    package func checkInvariants() {}
  #endif
}
