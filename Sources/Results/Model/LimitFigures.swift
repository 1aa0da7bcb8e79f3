import Units

/// Something that requests need and that may give out.
public enum LimitedResource: String, CaseIterable, Sendable {
  /// A node's CPU, at least 95 % of it used.
  case cpu
  /// The workers of a site, all taken while requests wait for one.
  case workers
  /// A database's connections, all open or one refused.
  case connections
  /// Memory: a container was killed for want of it, or a pod evicted.
  case memory

  /// The resource in words.
  public var label: String {
    switch self {
    case .cpu: "CPU"
    case .workers: "workers"
    case .connections: "database connections"
    case .memory: "memory"
    }
  }
}

/// When one resource gave out in the measured window, and for how long.
public struct LimitRow: Sendable, Equatable {
  /// The resource.
  public var resource: LimitedResource
  /// When it first gave out; nil: it never did. For memory the first kill or eviction; for the
  /// others the begin of the first stretch of ten seconds in which it was exhausted each second.
  public var since: Instant?
  /// Seconds in which it was exhausted; of memory those with a kill or an eviction.
  public var seconds: Int

  /// A resource that gave out at `since`.
  public init(_ resource: LimitedResource, since: Instant? = nil, seconds: Int = 0) {
    self.resource = resource
    self.since = since
    self.seconds = seconds
  }
}

/// How far a growing load was served as the objective promises, second by second: by the share of
/// the requests sent in it that succeeded, and the bound on the latency of those that ended in it.
public struct ObjectiveFigures: Sendable, Equatable {
  /// When the first stretch of ten seconds began that all missed it; nil: there was none.
  public var brokenSince: Instant?
  /// Requests that users sent a second during those ten seconds, mean.
  public var rateAtBreak: Double?
  /// Requests that succeeded of those sent in seconds that met it.
  public var servedRequests = 0

  /// Nothing was asked.
  public init() {}
}

/// What gave out, in the order of `LimitedResource`.
public struct LimitFigures: Sendable, Equatable {
  /// A row for each resource.
  public var rows: [LimitRow]
  /// How far the objective was met.
  public var objective = ObjectiveFigures()

  /// For so many seconds on end something must be exhausted to count as having given out.
  public static let lasting = 10

  /// Nothing gave out, or what `rows` say.
  public init(_ rows: [LimitRow] = LimitedResource.allCases.map { LimitRow($0) }) {
    self.rows = rows
  }

  /// What gave out first; of several at one time the first in order.
  public var first: LimitRow? {
    rows.filter { $0.since != nil }.min { ($0.since ?? .start) < ($1.since ?? .start) }
  }
}
