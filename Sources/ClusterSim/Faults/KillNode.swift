import Machines
import Units

/// A machine loses power: its processes end at once and it answers nobody.
///
/// The cluster learns of it as a real one does, from the silence of the node's lease.
struct KillNode: Fault {
  let node: NodePick
  /// After how long it is switched on again; nil: not by itself.
  let span: TimeSpan?

  func strike(_ run: ClusterRun) -> String {
    run.striking(node) { member in
      guard member.machine.power != .off else { return "\(member.name) has no power already\n" }
      member.machine.powerOff()
      let until = run.mend(after: span) { run.cloud.reboot(member.machine) }
      return "\(member.name) has lost power\(until)\n"
    }
  }
}
