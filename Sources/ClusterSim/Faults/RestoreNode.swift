import Cloud
import KubeAPI
import Machines

/// A machine that lost power is switched on again: it boots with an empty memory and its old disk,
/// its kubelet registers anew, starts again what is still bound to the node and puts away what is
/// not.
///
/// Labels mean the machine without power that such a pod is bound to, a terminating one included;
/// of several the first by name.
struct RestoreNode: Fault {
  let node: NodePick

  func strike(_ run: ClusterRun) -> String {
    run.striking(run.lost(node)) { member in
      guard member.machine.power == .off else { return "\(member.name) has power already\n" }
      run.cloud.reboot(member.machine)
      return "\(member.name) is switched on\n"
    }
  }
}

extension ClusterRun {
  /// The same pick, or the name of the machine without power that it means.
  fileprivate func lost(_ pick: NodePick) -> NodePick {
    guard case .of(.any(let labels)) = pick else { return pick }
    let nodes = Set(
      all(Pod.self).filter { labels.matches($0.metadata.labels) }.map(\.spec.nodeName))
    let dark = machines.filter {
      $0.ended == nil && $0.machine.power == .off && nodes.contains($0.name)
    }
    return dark.map(\.name).min().map(NodePick.name) ?? pick
  }
}
