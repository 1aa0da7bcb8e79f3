import Workloads

/// Why requests were lost, and how a run went.
enum CauseTopics {
  /// Every cause, under the words that `failures_by_cause` has.
  static let causes = FailureCause.allCases.filter { $0 != .none }.map { cause in
    Topic(cause.label, .cause, meaning(cause), value: status(cause))
  }

  private static func status(_ cause: FailureCause) -> String {
    cause.status.map { "the answer has status \($0)" } ?? "no answer came"
  }

  private static func meaning(_ cause: FailureCause) -> String {
    switch cause {
    case .none: "it was not lost"
    case .clientTimeout: "the client gave up waiting for the answer (clients.timeout)"
    case .connectTimeout:
      "no connection came about within the client's connect timeout (clients.connect-timeout)"
    case .noHealthyNode: "the load balancer had no healthy node, or was not made yet"
    case .noEndpoint: "the node rejected the connection: its proxy knew no ready pod of the Service"
    case .refused:
      "the pod's machine refused the connection: the server was not listening yet, or no more"
    case .reset: "the server's process or machine ended while it held the request"
    case .backlogReset:
      "the request waited in the listen backlog when the server was told to stop, which closed it"
    case .queueFull: "the server's queue was full (images.plain.queue)"
    case .workerTimeout:
      """
      Gunicorn's master killed the worker for being silent too long \
      (images.gunicorn.worker-timeout)
      """
    case .notFound: "the application has no such endpoint"
    case .noDatabaseAddress:
      """
      the container started before the database's Service was there, so that its environment \
      does not name it (images.gunicorn.database.found-by)
      """
    case .databaseRefused: "the database's pod refused the connection, or had no endpoint"
    case .databaseFull:
      "the database had no connection left (images.postgresql.max-connections)"
    case .databaseTimeout: "no connection to the database came about in time"
    case .databaseLost: "the connection to the database broke during the request"
    case .notMigrated: "the tables are not there: manage.py migrate has not run"
    case .nextFailed:
      """
      a server passed the request on to another Service (images.plain.next), which could not be \
      reached or broke off
      """
    }
  }

  /// How a run can go.
  static let verdicts = [
    Topic("STABLE", .verdict, "queues return to their level within the measured window"),
    Topic("BACKLOGGED", .verdict, "queues grew, and drain after the window"),
    Topic("OVERLOADED", .verdict, "offered work exceeds capacity: queues grow without end"),
  ]
}
