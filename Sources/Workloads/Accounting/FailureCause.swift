/// Why a request, or an attempt of one, was lost.
public enum FailureCause: UInt8, CaseIterable, Sendable {
  /// It was not lost.
  case none
  /// The client gave up waiting for the answer.
  case clientTimeout
  /// No connection came about within the client's connect timeout.
  case connectTimeout
  /// The load balancer had no healthy node, or did not work.
  case noHealthyNode
  /// The node rejected the connection, for its proxy knew no endpoint of the Service.
  case noEndpoint
  /// The pod's machine refused the connection, for nothing listened there.
  case refused
  /// The server's process or machine ended while it held the request.
  case reset
  /// The request waited in the listen backlog when the server was told to stop.
  case backlogReset
  /// The server's queue was full.
  case queueFull
  /// Gunicorn's master killed the worker for taking too long.
  case workerTimeout
  /// The application has no such endpoint.
  case notFound
  /// The application does not know where its database is.
  case noDatabaseAddress
  /// The database refused the connection.
  case databaseRefused
  /// The database had no connection left.
  case databaseFull
  /// No connection to the database came about in time.
  case databaseTimeout
  /// The connection to the database broke.
  case databaseLost
  /// The tables are not there: `migrate` has not run.
  case notMigrated
  /// The server passed the request on, and the next Service could not be reached or broke off.
  case nextFailed

  /// How many causes there are, `none` included.
  public static let count = FailureCause.allCases.count

  /// The cause in a few words.
  public var label: String {
    switch self {
    case .none: ""
    case .clientTimeout: "client timeout"
    case .connectTimeout: "connect timeout"
    case .noHealthyNode: "no healthy node behind the load balancer"
    case .noEndpoint: "connection refused (no endpoint)"
    case .refused: "connection refused (nothing listens)"
    case .reset: "connection reset (server killed)"
    case .backlogReset: "connection reset (backlog at SIGTERM)"
    case .queueFull: "503 queue full"
    case .workerTimeout: "500 worker timeout"
    case .notFound: "404 not found"
    case .noDatabaseAddress: "500 no database address"
    case .databaseRefused: "500 database refused the connection"
    case .databaseFull: "500 database has too many clients"
    case .databaseTimeout: "500 database connection timed out"
    case .databaseLost: "500 database connection lost"
    case .notMigrated: "500 database not migrated"
    case .nextFailed: "502 next service failed"
    }
  }

  /// The HTTP status of the answer; nil when none came.
  public var status: Int? {
    switch self {
    case .none, .clientTimeout, .connectTimeout, .noHealthyNode, .noEndpoint, .refused, .reset,
      .backlogReset:
      nil
    case .queueFull: 503
    case .nextFailed: 502
    case .notFound: 404
    case .workerTimeout, .noDatabaseAddress, .databaseRefused, .databaseFull, .databaseTimeout,
      .databaseLost, .notMigrated:
      500
    }
  }

  /// How a request ends that ends with this.
  var outcome: RequestOutcome {
    switch self {
    case .none: .succeeded
    case .clientTimeout, .connectTimeout, .noHealthyNode: .timedOut
    default: .failed
    }
  }

  /// The failure as a client tells it apart, as a bit; 0 for none.
  var retryBit: UInt8 {
    switch self {
    case .none, .notFound: 0
    case .noEndpoint, .refused: RetryCauses.refused.rawValue
    case .reset, .backlogReset: RetryCauses.reset.rawValue
    case .clientTimeout, .connectTimeout, .noHealthyNode: RetryCauses.timeout.rawValue
    default: RetryCauses.serverError.rawValue
    }
  }
}

/// The failures after which a client tries again.
public struct RetryCauses: OptionSet, Hashable, Sendable {
  /// A bit for each.
  public let rawValue: UInt8

  /// The failures of the given bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Nobody listens.
  public static let refused = RetryCauses(rawValue: 1)
  /// The connection broke before the answer was there.
  public static let reset = RetryCauses(rawValue: 2)
  /// No answer, or no connection, in time.
  public static let timeout = RetryCauses(rawValue: 4)
  /// An answer with a status of 500 or above.
  public static let serverError = RetryCauses(rawValue: 8)
}
