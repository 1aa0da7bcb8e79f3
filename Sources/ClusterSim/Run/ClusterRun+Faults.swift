import KubeAPI
import Machines
import Units

/// What goes wrong on purpose.
extension ClusterRun {
  /// Lets something go wrong; returns what a reader is told about it.
  public func inject(_ fault: FaultDesign) -> String {
    switch fault {
    case .killNode(let pick):
      return with(pick) { member in
        guard member.machine.power != .off else { return "\(member.name) has no power already\n" }
        member.machine.powerOff()
        return "\(member.name) has lost power\n"
      }
    case .restoreNode(let pick):
      return with(pick) { [unowned self] member in
        guard member.machine.power == .off else { return "\(member.name) has power already\n" }
        cloud.reboot(member.machine)
        return "\(member.name) is switched on\n"
      }
    case .killProcess(let pick, let container):
      return kill(pick, container)
    }
  }

  private func with(_ pick: NodePick, _ action: (ClusterMachine) -> String) -> String {
    let there = machines.filter { $0.ended == nil }.sorted { $0.name < $1.name }
    var found: ClusterMachine?
    switch pick {
    case .name(let name): found = there.first { $0.name == name }
    case .index(let index): found = index < there.count ? there[index] : nil
    case .of(let pod):
      if case .success(let pod) = self.pick(pod, namespace: "default") {
        found = there.first { $0.name == pod.spec.nodeName }
      }
    }
    guard let found else {
      warn("a fault found no machine to strike")
      return "no such machine\n"
    }
    return action(found)
  }

  private func kill(_ pick: PodPick, _ container: String?) -> String {
    guard case .success(let pod) = self.pick(pick, namespace: "default") else {
      warn("a fault found no pod to strike")
      return "no such pod\n"
    }
    let name = container ?? pod.spec.containers.first?.name ?? ""
    guard processes.kill(podUID: pod.metadata.uid, container: name) else {
      return "no process runs in container \(name) of pod \(pod.key)\n"
    }
    return "the main process of container \(name) of pod \(pod.key) got SIGKILL\n"
  }
}
