import KubeAPI
import Units

/// All processes of one container are stopped where they are, as SIGSTOP does.
///
/// The kernel goes on completing handshakes, so users wait, and a probe that only connects
/// succeeds; one that asks times out. A liveness probe's SIGTERM waits, so that the container ends
/// by SIGKILL after its grace. A pod without a probe stays as it is: nobody knows.
struct HangProcess: Fault {
  let pod: PodPick
  /// The container's name; nil: the pod's first.
  let container: String?
  /// After how long it goes on; nil: not by itself.
  let span: TimeSpan?

  func strike(_ run: ClusterRun) -> String {
    run.striking(pod, container) { pod, name in
      guard let id = run.processes.hang(podUID: pod.metadata.uid, container: name) else {
        return nil
      }
      let until = run.mend(after: span) { run.processes.goOn(id) }
      return "the processes of container \(name) of pod \(pod.key) hang\(until)\n"
    }
  }
}

/// The processes of a container that hangs go on, as SIGCONT makes them.
struct ResumeProcess: Fault {
  let pod: PodPick
  /// The container's name; nil: the first of the pod that hangs.
  let container: String?

  func strike(_ run: ClusterRun) -> String {
    let hung = run.hungPods(pod)
    guard let pod = hung.first else { return "no process hangs there\n" }
    for container in pod.spec.containers where self.container ?? container.name == container.name {
      let uid = pod.metadata.uid
      if let id = run.processes.processID(podUID: uid, container: container.name),
        run.processes.goOn(id)
      {
        return "the processes of container \(container.name) of pod \(pod.key) go on\n"
      }
    }
    return "no process hangs there\n"
  }
}

extension ClusterRun {
  /// The pods that a pick means and that have a process that hangs, sorted by key.
  fileprivate func hungPods(_ pick: PodPick) -> [Pod] {
    all(Pod.self).filter { pod in
      guard pod.metadata.namespace == "default" else { return false }
      let isMeant =
        switch pick {
        case .name(let name): pod.metadata.name == name
        case .any(let labels): labels.matches(pod.metadata.labels)
        case .ofController(let kind, let name): isOwned(pod, by: kind, name)
        }
      return isMeant
        && pod.spec.containers.contains { container in
          processes.process(podUID: pod.metadata.uid, container: container.name)?.isHung == true
        }
    }
  }

  /// Whether a pod belongs to a controller, or to a replica set of it.
  private func isOwned(_ pod: Pod, by kind: Kind, _ name: String) -> Bool {
    guard let owner = pod.metadata.controller else { return false }
    if owner.kind == kind { return owner.name == name }
    let key = ObjectKey(namespace: pod.metadata.namespace, name: owner.name)
    let set = all(ReplicaSet.self).first { $0.key == key }
    return set?.metadata.controller.map { $0.kind == kind && $0.name == name } ?? false
  }
}
