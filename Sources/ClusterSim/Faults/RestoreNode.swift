import Cloud
import Machines

/// A machine that lost power is switched on again: it boots with an empty memory and its old disk,
/// and its kubelet takes up its pods.
struct RestoreNode: Fault {
  let node: NodePick

  func strike(_ run: ClusterRun) -> String {
    run.striking(node) { member in
      guard member.machine.power == .off else { return "\(member.name) has power already\n" }
      run.cloud.reboot(member.machine)
      return "\(member.name) is switched on\n"
    }
  }
}
