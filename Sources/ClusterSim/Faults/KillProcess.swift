import KubeAPI

/// The main process of one container gets SIGKILL, as the kernel's out-of-memory killer would do.
///
/// The kubelet finds the container ended and starts it again by its restart policy.
struct KillProcess: Fault {
  let pod: PodPick
  /// The container's name; nil: the pod's first.
  let container: String?

  func strike(_ run: ClusterRun) -> String {
    guard case .success(let pod) = run.pick(pod, namespace: "default") else {
      run.warn("a fault found no pod to strike")
      return "no such pod\n"
    }
    let name = container ?? pod.spec.containers.first?.name ?? ""
    guard run.processes.kill(podUID: pod.metadata.uid, container: name) else {
      return "no process runs in container \(name) of pod \(pod.key)\n"
    }
    return "the main process of container \(name) of pod \(pod.key) got SIGKILL\n"
  }
}
