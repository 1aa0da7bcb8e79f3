import Units

/// What the scenario promises to its users.
public struct RunObjective: Sendable, Equatable {
  /// The share of requests that must succeed, 0 … 1; also judges each second for downtime.
  public var successShare: Double
  /// What the 99th percentile of latency may be at most, if anything was promised.
  public var latencyP99: TimeSpan?

  /// An objective.
  public init(successShare: Double, latencyP99: TimeSpan? = nil) {
    self.successShare = successShare
    self.latencyP99 = latencyP99
  }
}

/// The answer in a sentence around one figure, which `summary.json` holds as well.
///
/// "The update from orange to maroon lost " + 212 + " of 8,410 requests in 14 s, because …".
public struct Headline: Sendable, Equatable {
  /// The sentence up to the figure.
  public var before: String
  /// The figure, with the value and in the unit of its place in `summary.json`.
  public var figure: Double
  /// Where `summary.json` holds it: a JSON Pointer (RFC 6901) such as `/phases/3/failed`.
  public var pointer: String
  /// The sentence after the figure, with the unit.
  public var after: String

  /// A sentence around `figure`, which stands at `pointer` in `summary.json`.
  public init(_ before: String, figure: Double, at pointer: String, _ after: String) {
    self.before = before
    self.figure = figure
    self.pointer = pointer
    self.after = after
  }

  /// The whole sentence as plain text.
  public var sentence: String { before + FigureText.grouped(figure) + after }
}

/// Whether the system kept up with the load, and how we know.
public struct RunVerdict: Sendable, Equatable {
  /// The three ways a run can go.
  public enum Kind: String, Sendable {
    /// Queues return to their level within the measured window.
    case stable = "STABLE"
    /// Queues grew, and drain after the window.
    case backlogged = "BACKLOGGED"
    /// Offered work exceeds capacity: queues grow without end.
    case overloaded = "OVERLOADED"
  }

  /// Which of the three.
  public var kind: Kind
  /// The evidence in a sentence.
  public var reason: String

  /// A verdict and its evidence.
  public init(_ kind: Kind, reason: String) {
    self.kind = kind
    self.reason = reason
  }
}

/// How long users were without service, defined in three ways.
public struct DowntimeFigures: Sendable, Equatable {
  /// The share of ended requests that failed or timed out, 0 … 1.
  public var failedShare: Double
  /// The success share under which a second counts as down.
  public var objective: Double
  /// All seconds together in which the success share was under the objective.
  public var belowObjective: TimeSpan
  /// The longest time in which every request of the users failed.
  public var longestBlackoutUsers: TimeSpan
  /// The longest time in which every request of a constant prober failed; nil without a prober.
  public var longestBlackoutProber: TimeSpan?

  /// Downtime figures; none by default.
  public init(
    failedShare: Double = 0, objective: Double = 0.999, belowObjective: TimeSpan = .zero,
    longestBlackoutUsers: TimeSpan = .zero, longestBlackoutProber: TimeSpan? = nil
  ) {
    self.failedShare = failedShare
    self.objective = objective
    self.belowObjective = belowObjective
    self.longestBlackoutUsers = longestBlackoutUsers
    self.longestBlackoutProber = longestBlackoutProber
  }
}

/// A default that is only assumed and that can move the answer.
public struct AssumedDefault: Sendable, Equatable {
  /// The parameter, as a scenario would set it.
  public var name: String
  /// Its value with its unit.
  public var value: String
  /// What in the answer depends on it.
  public var effect: String

  /// An assumed default.
  public init(name: String, value: String, effect: String) {
    self.name = name
    self.value = value
    self.effect = effect
  }
}

/// The outcome of a promise that was checked throughout the run, such as conservation.
public struct InvariantResult: Sendable, Equatable {
  /// The promise's name.
  public var name: String
  /// Whether it held all the time.
  public var holds: Bool
  /// What was checked, or how it broke.
  public var detail: String

  /// An invariant's outcome.
  public init(name: String, holds: Bool, detail: String) {
    self.name = name
    self.holds = holds
    self.detail = detail
  }
}

/// The outcome of a figure that the scenario said must hold.
public struct ExpectationResult: Sendable, Equatable {
  /// The expectation as the scenario states it.
  public var text: String
  /// What the run gave, with its unit.
  public var observed: String
  /// Whether it holds.
  public var holds: Bool

  /// An expectation's outcome.
  public init(text: String, observed: String, holds: Bool) {
    self.text = text
    self.observed = observed
    self.holds = holds
  }
}

/// A pod that had no node when the run ended.
public struct UnscheduledPod: Sendable, Equatable {
  /// The pod's name.
  public var name: String
  /// When it was created.
  public var since: Instant
  /// Why the scheduler found no node, in its words.
  public var reason: String

  /// A pod that had no node.
  public init(name: String, since: Instant, reason: String) {
    self.name = name
    self.since = since
    self.reason = reason
  }
}
