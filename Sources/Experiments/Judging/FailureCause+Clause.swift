import Workloads

extension FailureCause {
  /// The cause as a reason, to stand after "because".
  var clause: String {
    switch self {
    case .none: "nothing was lost"
    case .clientTimeout: "clients gave up waiting for an answer"
    case .connectTimeout: "connections were not answered in time"
    case .noHealthyNode: "the load balancer had no healthy node"
    case .noEndpoint: "the Service had no endpoint"
    case .refused: "connections went to pods that did not listen"
    case .reset: "servers were killed with requests in hand"
    case .backlogReset: "servers that were told to stop reset their backlog"
    case .queueFull: "queues were full"
    case .workerTimeout: "Gunicorn killed workers that took too long"
    case .notFound: "the site has no such page"
    case .noDatabaseAddress: "the site did not know where its database is"
    case .databaseRefused: "the database refused connections"
    case .databaseFull: "the database had no connection left"
    case .databaseTimeout: "connections to the database were not answered in time"
    case .databaseLost: "connections to the database broke"
    case .notMigrated: "the database had no tables"
    case .nextFailed: "servers could not pass requests on to the next Service"
    }
  }

  /// The clause of the cause with this label; the label itself if no cause has it.
  static func clause(ofLabel label: String) -> String {
    allCases.first { $0.label == label }?.clause ?? label
  }
}
