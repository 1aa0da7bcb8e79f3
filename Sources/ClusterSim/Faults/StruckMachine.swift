import KubeAPI

extension ClusterRun {
  /// What `action` says of the machine that a fault picks among those that have not been deleted,
  /// switched off ones included; a warning when there is none.
  func striking(_ pick: NodePick, _ action: (ClusterMachine) -> String) -> String {
    guard let machine = machine(pick) else {
      warn("a fault found no machine to strike")
      return "no such machine\n"
    }
    return action(machine)
  }

  /// The machine that a fault picks.
  func machine(_ pick: NodePick) -> ClusterMachine? {
    let there = machines.filter { $0.ended == nil }.sorted { $0.name < $1.name }
    switch pick {
    case .name(let name): return there.first { $0.name == name }
    case .index(let index): return there.indices.contains(index) ? there[index] : nil
    case .of(let pod):
      guard case .success(let pod) = self.pick(pod, namespace: "default") else { return nil }
      return there.first { $0.name == pod.spec.nodeName }
    }
  }
}
