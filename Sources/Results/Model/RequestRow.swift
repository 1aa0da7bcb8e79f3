import Units

/// One request, for `requests.csv`.
public struct RequestRow: Sendable, Equatable {
  /// How a request can end.
  public enum Outcome: String, Sendable {
    /// Answered in time without an error.
    case succeeded
    /// Refused, reset or answered 5xx.
    case failed
    /// Given up by its client.
    case timedOut = "timed_out"
    /// Not ended at the end of the run.
    case inFlight = "in_flight"
  }

  /// The request's number in order of arrival, from 0.
  public var number: Int
  /// The client that sent it.
  public var client: String
  /// The endpoint it asked for.
  public var endpoint: String
  /// When the user wanted to send it.
  public var arrived: Instant
  /// From then to its end; nil while in flight.
  public var latency: TimeSpan?
  /// How it ended.
  public var outcome: Outcome
  /// The HTTP status; nil without an answer.
  public var status: Int?
  /// Why it was lost; empty when it was not.
  public var cause: String
  /// Attempts made; above one when the client tried again.
  public var attempts: Int
  /// The image version that answered; empty when none did.
  public var version: String
  /// The pod that answered; empty when none did.
  public var pod: String
  /// Where its time went.
  public var timeSpent: StageTimes

  /// A request's row.
  public init(
    number: Int, client: String, endpoint: String, arrived: Instant, latency: TimeSpan?,
    outcome: Outcome, status: Int? = nil, cause: String = "", attempts: Int = 1,
    version: String = "", pod: String = "", timeSpent: StageTimes = StageTimes()
  ) {
    self.number = number
    self.client = client
    self.endpoint = endpoint
    self.arrived = arrived
    self.latency = latency
    self.outcome = outcome
    self.status = status
    self.cause = cause
    self.attempts = attempts
    self.version = version
    self.pod = pod
    self.timeSpent = timeSpent
  }
}
