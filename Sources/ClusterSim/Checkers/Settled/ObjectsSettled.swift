import KubeAPI

extension SettledCheck {
  /// Every machine works and is a node that takes pods.
  static let nodesReady = SettledCheck(name: "every node comes back") { run in
    for machine in run.machines where machine.ended == nil {
      guard machine.isUp else { return "machine \(machine.name) does not work" }
      guard let node = run.all(Node.self).first(where: { $0.metadata.name == machine.name }) else {
        return "machine \(machine.name) is no node"
      }
      if !node.isReady { return "node \(machine.name) is not ready" }
      if let taint = node.spec.taints.first { return "\(machine.name) has taint \(taint.key)" }
    }
    return nil
  }

  /// What was deleted is gone.
  static let nothingTerminating = SettledCheck(name: "what is deleted goes") { run in
    for kind in Kind.allCases {
      for object in run.store.list(kind) where object.metadata.isTerminating {
        return "\(object.reference) is still being deleted"
      }
    }
    return nil
  }

  /// Every controller has as many ready pods as it asks for, and says so.
  static let replicasAsWanted = SettledCheck(name: "as many pods as wanted") { run in
    let pods = run.all(Pod.self)
    for controller in run.all(ReplicationController.self) {
      let status = (controller.status.replicas, controller.status.readyReplicas)
      if let problem = shortfall(of: controller, status, pods) { return problem }
    }
    let sets = run.all(ReplicaSet.self)
    for set in sets {
      let status = (set.status.replicas, set.status.readyReplicas)
      if let problem = shortfall(of: set, status, pods) { return problem }
    }
    for deployment in run.all(Deployment.self) {
      let own = sets.filter { $0.metadata.controller?.uid == deployment.metadata.uid }
      let wanted = deployment.replicas
      let active = own.filter { $0.replicas > 0 }
      if own.reduce(0, { $0 + $1.replicas }) != wanted || active.count > 1 {
        return "\(deployment.key) wants \(wanted) pods, and its replica sets "
          + "\(own.map(\.replicas))"
      }
      if deployment.status.updatedReplicas != wanted || deployment.status.readyReplicas != wanted {
        return "\(deployment.key) reports \(deployment.status.updatedReplicas) updated pods, "
          + "\(deployment.status.readyReplicas) ready, of \(wanted)"
      }
    }
    return nil
  }

  /// What a controller lacks of the pods that it wants, or reports wrongly; nil for nothing.
  private static func shortfall(
    of controller: some Workload, _ status: (replicas: Int, ready: Int), _ pods: [Pod]
  ) -> String? {
    let own = pods.filter { $0.metadata.controller?.uid == controller.metadata.uid }
    let active = own.filter(\.isActive)
    let ready = active.filter(\.isReady)
    let wanted = controller.replicas
    if active.count != wanted {
      return "\(controller.key) wants \(wanted) pods and has \(active.count)"
    }
    if ready.count != wanted {
      let idle = active.first { !$0.isReady }.map { "\($0.key) is not" } ?? ""
      return "\(controller.key) wants \(wanted) pods, \(ready.count) are ready, \(idle)"
    }
    if status.replicas != wanted || status.ready != wanted {
      return "\(controller.key) reports \(status.replicas) pods, \(status.ready) ready, of "
        + "\(wanted)"
    }
    return nil
  }

  /// Exactly the containers of the pods that are there run.
  static let processesAsWanted = SettledCheck(name: "what should run runs") { run in
    let pods = run.all(Pod.self).filter(\.isActive)
    for pod in pods where !pod.spec.nodeName.isEmpty && pod.spec.restartPolicy == .always {
      for container in pod.spec.containers {
        let process = run.processes.process(
          podUID: pod.metadata.uid, container: container.name)
        guard let process else { return "container \(container.name) of \(pod.key) does not run" }
        if process.isHung { return "container \(container.name) of \(pod.key) hangs" }
        if process.node != pod.spec.nodeName { return "\(pod.key) runs on \(process.node)" }
      }
    }
    let uids = Set(pods.map(\.metadata.uid))
    for (uid, node) in run.podsWithProcesses where !uids.contains(uid) {
      return "something of pod \(uid) runs on \(node), and there is no such pod"
    }
    return nil
  }
}
