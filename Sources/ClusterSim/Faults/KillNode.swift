import Machines

/// A machine loses power: its processes end at once and it answers nobody.
///
/// The cluster learns of it as a real one does, from the silence of the node's lease.
struct KillNode: Fault {
  let node: NodePick

  func strike(_ run: ClusterRun) -> String {
    run.striking(node) { member in
      guard member.machine.power != .off else { return "\(member.name) has no power already\n" }
      member.machine.powerOff()
      return "\(member.name) has lost power\n"
    }
  }
}
