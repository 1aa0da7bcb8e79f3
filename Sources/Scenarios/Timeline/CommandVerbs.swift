import ClusterSim
import Printing

/// Does what a typed command does, and hands over what it prints when it is back at the prompt.
final class CommandVerbs {
  private let run: ClusterRun
  private let reading: ReadingVerbs
  private let changing: ChangingVerbs
  private let rollouts: RolloutVerbs
  private let edits: EditVerbs
  private let pods: PodVerbs
  private let clusters: ClusterVerbs
  private let nodes: NodeVerbs

  /// Commands against the cluster that `run` simulates.
  init(_ run: ClusterRun) {
    self.run = run
    reading = ReadingVerbs(run)
    changing = ChangingVerbs(run)
    rollouts = RolloutVerbs(run)
    edits = EditVerbs(run)
    pods = PodVerbs(run)
    clusters = ClusterVerbs(run)
    nodes = NodeVerbs(run)
  }

  func carryOut(_ command: Command, then done: @escaping (String) -> Void) {
    switch command {
    case .createCluster(let command): return clusters.create(command, then: done)
    case .deleteCluster(let name, let zone):
      return clusters.delete(name: name, zone: zone, then: done)
    case .getCredentials(let name, let zone):
      return clusters.getCredentials(name: name, zone: zone, then: done)
    default: break
    }
    guard run.isClusterUp else { return done(KubectlMessages.noCluster) }
    switch command {
    case .create(let command): changing.create(command, then: done)
    case .scale(let command): changing.scale(command, then: done)
    case .setImage(let command): edits.setImage(command, then: done)
    case .mark(let command): edits.mark(command, then: done)
    case .patch(let command): edits.patch(command, then: done)
    case .rollout(let command): rollouts.carryOut(command, then: done)
    case .delete(let command): changing.delete(command, then: done)
    case .get(let command): reading.get(command, then: done)
    case .describe(let command): reading.describe(command, then: done)
    case .exec(let command): pods.exec(command, then: done)
    case .logs(let command): pods.logs(command, then: done)
    case .cordon(let command): nodes.cordon(command, then: done)
    case .drain(let command): nodes.drain(command, then: done)
    case .taint(let command): nodes.taint(command, then: done)
    case .createCluster, .deleteCluster, .getCredentials: break
    }
  }
}
