import KubeAPI

/// The main process of one container gets SIGKILL, as the kernel's out-of-memory killer would do.
///
/// The kubelet finds the container ended and starts it again by its restart policy.
struct KillProcess: Fault {
  let pod: PodPick
  /// The container's name; nil: the pod's first.
  let container: String?

  func strike(_ run: ClusterRun) -> String {
    run.striking(pod, container) { pod, name in
      guard run.processes.kill(podUID: pod.metadata.uid, container: name) else { return nil }
      return "the main process of container \(name) of pod \(pod.key) got SIGKILL\n"
    }
  }
}

extension ClusterRun {
  /// What `action` says of the pod that a fault picks and the name of the container in it; nil from
  /// it means that no process runs there.
  func striking(
    _ pick: PodPick, _ container: String?, _ action: (Pod, String) -> String?
  ) -> String {
    guard case .success(let pod) = self.pick(pick, namespace: "default") else {
      warn("a fault found no pod to strike")
      return "no such pod\n"
    }
    let name = container ?? pod.spec.containers.first?.name ?? ""
    return action(pod, name) ?? "no process runs in container \(name) of pod \(pod.key)\n"
  }
}
