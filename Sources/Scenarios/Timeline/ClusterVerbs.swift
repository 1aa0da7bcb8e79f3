import ClusterSim
import Printing

/// `gcloud container clusters create`, `delete` and `get-credentials`.
final class ClusterVerbs {
  private let run: ClusterRun

  init(_ run: ClusterRun) { self.run = run }

  /// Makes the control plane and the machines; the prompt comes back when all are ready.
  func create(_ command: CreateClusterCommand, then done: @escaping (String) -> Void) {
    guard !run.isClusterUp else {
      return done(GcloudMessages.alreadyExists(name: command.name))
    }
    run.createCluster(name: command.name, pool: command.pool) { [unowned self] made in
      done(
        GcloudMessages.created(
          GcloudMessages.Cluster(
            name: command.name, location: zone, version: run.design.controlPlane.version,
            masterIP: made.address, machineType: made.machineType, nodes: made.nodeCount)))
    }
  }

  func delete(name: String, zone: String?, then done: @escaping (String) -> Void) {
    let location = zone ?? self.zone
    guard run.isClusterUp, run.clusterName == name else {
      return done(GcloudMessages.notFound(name: name, location: location))
    }
    run.deleteCluster { done(GcloudMessages.deleted(name: name, location: location)) }
  }

  func getCredentials(name: String, zone: String?, then done: @escaping (String) -> Void) {
    guard run.isClusterUp, run.clusterName == name else {
      return done(GcloudMessages.notFound(name: name, location: zone ?? self.zone))
    }
    done(GcloudMessages.credentials(name: name))
  }

  private var zone: String { run.design.cluster.zones.first ?? "" }
}
