public import Units

/// How a request ended.
public enum RequestOutcome: UInt8, Sendable {
  /// Answered in time with a status below 400.
  case succeeded
  /// Refused, reset, or answered with an error.
  case failed
  /// Given up by its client, while connecting or later.
  case timedOut
}

/// Where the time of a request went; the parts add up to its latency exactly.
public struct StageSpans: Hashable, Sendable {
  /// On links, in both directions.
  public var network: Int64 = 0
  /// Until the connection to the server was open, retransmissions included.
  public var connect: Int64 = 0
  /// In the server's listen backlog or queue.
  public var backlog: Int64 = 0
  /// Being served: on a CPU, or in a plain server's service time.
  public var cpu: Int64 = 0
  /// Runnable, but on a CPU that others held.
  public var cpuContention: Int64 = 0
  /// Runnable, but in a container that had used up its CPU quota for the period.
  public var cpuThrottled: Int64 = 0
  /// Waiting for answers of the database.
  public var database: Int64 = 0
  /// Setting up connections to the database.
  public var databaseConnect: Int64 = 0
  /// In attempts that failed, and waiting before the next one.
  public var retry: Int64 = 0

  /// No time anywhere.
  public init() {}

  /// All parts together, in nanoseconds.
  public var total: Int64 {
    network + connect + backlog + cpu + cpuContention + cpuThrottled + database
      + databaseConnect + retry
  }
}

/// What became of one request, as plain data.
///
/// Numbers stand for names: clients, endpoints, versions, pods and nodes are rows of the world.
public struct RequestRecord: Sendable {
  /// No such thing: the request reached no pod, so it has no version, pod or node.
  public static let none = UInt32.max
  /// The version of a request that no container answered.
  public static let noVersion = UInt16.max

  /// The request's number in order of arrival over all clients, from 0.
  public var number: UInt64 = 0
  /// The client that sent it.
  public var client: UInt16 = 0
  /// What it asked for.
  public var endpoint: UInt16 = 0
  /// The image version that it reached, or `noVersion`.
  public var version = RequestRecord.noVersion
  /// The phase in which it arrived.
  public var phase: UInt16 = 0
  /// The pod that it reached last, or `none`.
  public var pod = RequestRecord.none
  /// That pod's node, or `none`.
  public var node = RequestRecord.none
  /// When its user wanted to send it.
  public var arrived = Instant.start
  /// When it ended.
  public var ended = Instant.start
  /// How it ended.
  public var outcome = RequestOutcome.succeeded
  /// Why it was lost.
  public var cause = FailureCause.none
  /// Attempts made.
  public var attempts: UInt8 = 1
  /// Whether a prober sent it.
  public var isProbe = false
  /// Where its time went.
  public var stages = StageSpans()

  /// From arrival to end.
  public var latency: TimeSpan { ended - arrived }

  /// The HTTP status that the client saw; nil without an answer.
  public var status: Int? { outcome == .succeeded ? 200 : cause.status }
}
