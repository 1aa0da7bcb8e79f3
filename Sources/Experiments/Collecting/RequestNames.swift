import ClusterSim
import Results
import Workloads

/// Turns the world's records of requests, which hold numbers, into rows, which hold names.
struct RequestNames {
  private let run: ClusterRun

  init(_ run: ClusterRun) { self.run = run }

  /// The row of a record.
  func row(_ record: RequestRecord) -> RequestRow {
    let world = run.world
    let version =
      record.version == RequestRecord.noVersion ? "" : world.versions[Int(record.version)]
    return RequestRow(
      number: Int(record.number), client: world.clientsByIndex[Int(record.client)],
      endpoint: world.endpoints[Int(record.endpoint)], arrived: record.arrived,
      latency: record.latency, outcome: RequestRow.Outcome(record.outcome),
      status: record.status, cause: record.cause.label, attempts: Int(record.attempts),
      version: version, pod: record.pod == RequestRecord.none ? "" : run.podName(record.pod),
      timeSpent: record.stages.times)
  }
}

extension RequestRow.Outcome {
  fileprivate init(_ outcome: RequestOutcome) {
    switch outcome {
    case .succeeded: self = .succeeded
    case .failed: self = .failed
    case .timedOut: self = .timedOut
    }
  }
}
