import ControllerRuntime
import KubeAPI
import Units

/// How much of a zone is dead.
///
/// Source: `pkg/controller/nodelifecycle/node_lifecycle_controller.go` (ComputeZoneState), v1.36.
package enum ZoneState: Equatable {
  /// Not looked at yet.
  case initial
  /// Few nodes are dead, if any.
  case normal
  /// Many are.
  case partialDisruption
  /// All are.
  case fullDisruption

  /// The state of a zone with so many nodes of each sort.
  package init(ready: Int, notReady: Int, threshold: Double) {
    if ready == 0, notReady > 0 {
      self = .fullDisruption
    } else if notReady > 2, Double(notReady) / Double(notReady + ready) >= threshold {
      self = .partialDisruption
    } else {
      self = .normal
    }
  }

  /// Nodes a second that may be emptied in a zone of `size` nodes.
  package func evictionRate(size: Int, _ parameters: NodeLifecycleParameters) -> Double {
    switch self {
    case .initial, .normal, .fullDisruption: return parameters.evictionRate.value
    case .partialDisruption:
      let isLarge = size > parameters.largeZoneThreshold.value
      return isLarge ? parameters.secondaryEvictionRate.value : 0
    }
  }
}

/// How many nodes a second may be emptied: one token, filled at a rate that may change.
///
/// Source: `pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go`, v1.36.
package struct EvictionLimiter {
  private(set) var rate: Double
  private var bucket: TokenBucket

  /// A full limiter; rate 0 lets nothing through.
  package init(rate: Double) {
    self.rate = rate
    bucket = TokenBucket(ClientLimit(qps: rate, burst: 1))
  }

  /// Takes the token if there is one.
  package mutating func take(at now: Instant) -> Bool { rate > 0 && bucket.take(at: now) }

  /// Changes the rate; the new limiter begins full only when the old one had its token.
  package mutating func swap(rate: Double, at now: Instant) {
    guard rate != self.rate else { return }
    let hadToken = take(at: now)
    self = EvictionLimiter(rate: rate)
    if !hadToken { _ = take(at: now) }
  }
}

/// Nodes of one zone that wait to be emptied, each known until it is removed.
///
/// Source: `pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go`
/// (RateLimitedTimedQueue), v1.36: a node that was handled stays known, so that it is not handled
/// again before it was ready in between.
package struct EvictionQueue {
  private struct Entry {
    let node: String
    let notBefore: Instant
  }
  private var entries: [Entry] = []
  private var known: Set<String> = []
  /// How fast nodes are let through.
  package var limiter: EvictionLimiter

  package init(rate: Double) { limiter = EvictionLimiter(rate: rate) }

  package var isEmpty: Bool { entries.isEmpty }

  /// Adds `node` unless it is known.
  package mutating func add(_ node: String, at now: Instant) {
    guard known.insert(node).inserted else { return }
    entries.append(Entry(node: node, notBefore: now))
  }

  /// Forgets `node`.
  package mutating func remove(_ node: String) {
    known.remove(node)
    entries.removeAll { $0.node == node }
  }

  /// The node to be emptied now, which keeps its place; a token is used up even when none is.
  package mutating func next(at now: Instant) -> String? {
    guard let first = entries.first, limiter.take(at: now), first.notBefore <= now else {
      return nil
    }
    return first.node
  }

  /// Ends the handling of `node`; a failed one comes again later.
  package mutating func finish(_ node: String, succeeded: Bool, at now: Instant) {
    guard let place = entries.firstIndex(where: { $0.node == node }) else { return }
    entries.remove(at: place)
    if !succeeded {
      entries.append(Entry(node: node, notBefore: now + TimeSpan(nanoseconds: 1)))
    }
  }
}
