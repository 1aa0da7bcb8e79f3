import Units

/// The life of one pod.
public struct PodRow: Sendable, Equatable {
  /// The pod's name.
  public var name: String
  /// The pod's namespace.
  public var namespace: String
  /// The controller that made it, as `kind/name`; empty when nobody did.
  public var owner: String
  /// The image version of its first container, as in `RunResults.versions`.
  public var version: String
  /// The node it was bound to; nil while none.
  public var node: String?
  /// When the API server stored it.
  public var created: Instant
  /// When it was bound to its node.
  public var scheduled: Instant?
  /// When its images were on the node.
  public var imagesPulled: Instant?
  /// When its last container was first started.
  public var started: Instant?
  /// When it first became ready.
  public var ready: Instant?
  /// When its deletion was asked for.
  public var deletionRequested: Instant?
  /// When it was gone; nil if it was there at the end of the run.
  public var ended: Instant?
  /// How often its containers were started again.
  public var restarts: Int
  /// Periods of 100 ms in which its containers wanted CPU under a quota.
  public var cpuPeriods = 0
  /// Of these, those in which a container had used its quota up.
  public var cpuPeriodsThrottled = 0
  /// The most memory that each of its containers used at a time, together.
  public var memoryPeak = Bytes.zero
  /// How often its containers were killed for want of memory.
  public var oomKills = 0
  /// How it ended or why it does not run, in a word such as `Completed` or `OOMKilled`.
  public var reason: String
  /// Every change of state, in order of time. Empty means that the times above tell all.
  public var transitions: [PodTransition]

  /// A pod that was created and has not got further.
  public init(
    name: String, namespace: String = "default", owner: String = "", version: String = "",
    created: Instant
  ) {
    self.name = name
    self.namespace = namespace
    self.owner = owner
    self.version = version
    self.created = created
    self.restarts = 0
    self.reason = ""
    self.transitions = []
  }

  /// What the pod was doing from when to when, up to its end or `runEnd`: without gaps, in order of
  /// time, without empty spans.
  public func spans(until runEnd: Instant) -> [PodSpan] {
    let changes = transitions.isEmpty ? transitionsFromTimes : transitions
    let end = ended ?? runEnd
    var spans: [PodSpan] = []
    for (index, change) in changes.enumerated() {
      let to = index + 1 < changes.count ? min(changes[index + 1].at, end) : end
      guard change.at < to else { continue }
      if let last = spans.last, last.state == change.state {
        spans[spans.count - 1].to = to
      } else {
        spans.append(PodSpan(change.state, from: change.at, to: to))
      }
    }
    return spans
  }

  private var transitionsFromTimes: [PodTransition] {
    var changes = [PodTransition(created, .pending)]
    if let scheduled { changes.append(PodTransition(scheduled, .starting)) }
    if let ready { changes.append(PodTransition(ready, .ready)) }
    if let deletionRequested { changes.append(PodTransition(deletionRequested, .terminating)) }
    return changes
  }
}

/// What a pod is doing, as users notice it.
public enum PodState: String, CaseIterable, Sendable {
  /// It has no node.
  case pending
  /// It has a node and pulls its image or starts, and is not ready yet.
  case starting
  /// It is ready, so traffic may reach it.
  case ready
  /// It ran and is not ready: its probe fails, or it waits to be started again.
  case unready
  /// It was told to end.
  case terminating
}

/// A moment at which a pod began to do something else.
public struct PodTransition: Sendable, Equatable {
  /// When.
  public var at: Instant
  /// What it did from then on.
  public var state: PodState

  /// A change to `state` at `at`.
  public init(_ at: Instant, _ state: PodState) {
    self.at = at
    self.state = state
  }
}

/// A stretch of time in which a pod did one thing.
public struct PodSpan: Sendable, Equatable {
  /// What it did.
  public var state: PodState
  /// From when.
  public var from: Instant
  /// To when, exclusive.
  public var to: Instant

  /// A stretch of `state`.
  public init(_ state: PodState, from: Instant, to: Instant) {
    self.state = state
    self.from = from
    self.to = to
  }
}
