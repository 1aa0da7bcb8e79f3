import ControllerRuntime
import EventKernel
import KubeAPI
import Units

/// Carrying a run out.
extension ClusterRun {
  /// Sets the run up at its first instant: the cluster, if it is there from the start, and the
  /// clients. The timeline is its caller's affair.
  public func start() {
    if design.cluster.pools.contains(where: \.existsAtStart) { adoptCluster() }
    planWindow()
    clients.start()
    clock.after(.seconds(1)) { [unowned self] in secondPassed() }
  }

  /// Runs everything that is due by `instant`.
  public func advance(to instant: Instant) {
    if let sabotagedWorld {
      engine.run(until: instant, world: sabotagedWorld)
    } else {
      engine.run(until: instant, world: world)
    }
  }

  /// Runs the next second of simulated time.
  private func secondPassed() {
    sink.secondPassed(at: clock.now)
    for checker in checkers { checker.observeSecond(at: clock.now) }
    clock.after(.seconds(1)) { [unowned self] in secondPassed() }
  }

  /// Looks at every promise a last time; to be called when the run is over.
  public func finish() {
    for checker in checkers { checker.observeSecond(at: clock.now) }
  }

  /// The promises that the run was held to, and what became of them.
  public var promises: [Promise] {
    checkers.map { Promise(name: $0.name, holds: $0.breach == nil, detail: $0.breach ?? $0.detail) }
  }

  /// Stops the process when tables contradict themselves; empty in release builds.
  ///
  /// - Complexity: O(everything) under `INTERNAL_CHECKS`, else nothing.
  package func checkInvariants() {
    #if INTERNAL_CHECKS
      world.checkInvariants()
      store.checkInvariants()
    #endif
  }

  /// How many events have run.
  public var executedEvents: UInt64 { engine.executedCount }
}

/// What became of a promise that the run was held to.
public struct Promise: Hashable, Sendable {
  /// Its name.
  public var name: String
  /// Whether it held from the first event to the last.
  public var holds: Bool
  /// What was looked at, or how it broke.
  public var detail: String
}

extension ClusterRun: CheckedWorld {
  /// Requests of users and probers that have arrived, and what became of them; those in flight
  /// are counted in the table of live requests.
  public var requestCounts: RequestCounts {
    var counts = RequestCounts()
    for totals in [world.ledger.userTotals, world.ledger.probeTotals] {
      counts.arrived += totals.arrived
      counts.succeeded += totals.succeeded
      counts.failed += totals.failed
      counts.timedOut += totals.timedOut
    }
    counts.inFlight = world.requestsInFlight
    return counts
  }

  package var bills: [Bill] {
    meter.lines.map { line in
      Bill(
        category: line.category.rawValue, name: line.name, perHour: line.pricePerHour,
        from: line.from, to: line.until ?? clock.now, metered: line.cost(at: clock.now))
    }
  }

  package var podsWithProcesses: [(uid: String, node: String)] { processes.podsWithProcesses }
}
