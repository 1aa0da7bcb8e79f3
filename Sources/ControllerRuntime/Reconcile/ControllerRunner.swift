import KubeAPI
import Units

/// Workers that take keys from a queue and carry out what a reconciler plans for them.
///
/// A worker is busy until its plan has ended. A failed plan requeues its key with back-off, and
/// after `retryLimit` failures in a row gives it up until the next change.
public final class ControllerRunner<Key: Hashable> {
  private let queue: WorkQueue<Key>
  private let client: APIClient
  private let retryLimit: Int
  private let reconciler: any Reconciler<Key>
  private var idleWorkers: Int
  private var wakeUp: TimerToken?
  private var isRunning = false
  /// Plans that ended, well or not.
  public private(set) var planCount = 0
  /// Plans that failed.
  public private(set) var failureCount = 0
  /// Told of each failure, for logs.
  public var onFailure: ((Key, APIError) -> Void)?

  /// Workers of a controller that calls through `client`; they rest until `start`.
  public init(
    workers: Int, queue: WorkQueue<Key>, client: APIClient, retryLimit: Int = .max,
    reconciler: any Reconciler<Key>
  ) {
    precondition(workers > 0, "a controller without workers does nothing")
    self.queue = queue
    self.client = client
    self.retryLimit = retryLimit
    self.reconciler = reconciler
    idleWorkers = workers
    queue.onReady = { [unowned self] in wake() }
  }

  /// Lets the workers begin; keys added before wait in the queue until then.
  public func start() {
    isRunning = true
    wake()
  }

  /// Lets the workers rest: plans under way end, no new one begins.
  public func stop() { isRunning = false }

  /// Lets idle workers look at the queue, after all that happens at this instant already.
  ///
  /// Not at once: the handler that added the key may not be the last that hears of the change.
  private func wake() {
    guard isRunning, wakeUp == nil, idleWorkers > 0, queue.count > 0 else { return }
    wakeUp = client.clock.after(.zero) { [unowned self] in
      wakeUp = nil
      work()
    }
  }

  private func work() {
    while isRunning, idleWorkers > 0, let key = queue.next() {
      idleWorkers -= 1
      let plan = reconciler.plan(for: key, now: client.clock.now)
      client.carryOut(plan) { self.end(key, $0) }
    }
  }

  private func end(_ key: Key, _ outcome: PlanOutcome) {
    planCount += 1
    switch outcome {
    case .done: queue.forget(key)
    case .requeue(let delay):
      queue.forget(key)
      queue.add(key, after: delay)
    case .failed(let error):
      failureCount += 1
      onFailure?(key, error)
      if queue.failureCount(of: key) < retryLimit {
        queue.addRateLimited(key)
      } else {
        queue.forget(key)
      }
    }
    idleWorkers += 1
    queue.done(key)
    wake()
  }
}
