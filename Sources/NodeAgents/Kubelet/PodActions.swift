import ControllerRuntime
import KubeAPI

/// What one sync of a pod will do, decided from what the last relist showed.
///
/// Source: `pkg/kubelet/kuberuntime/kuberuntime_manager.go` (computePodActions), v1.36; changes of
/// a running pod's spec and in-place resizing are left out.
struct PodActions: Equatable {
  /// A container to be stopped, and why.
  struct Kill: Equatable {
    var container: String
    /// What the event says.
    var message: String
  }
  /// What probes say about a container's latest run.
  struct Verdict: Equatable {
    var failedLiveness = false
    var failedStartup = false
    var hasStarted = true
  }

  /// Whether the pod has ended for good: nothing runs and nothing is to be started.
  var isDone = false
  /// Whether the sandbox is to be made first.
  var needsSandbox = false
  /// Containers to be stopped.
  var kills: [Kill] = []
  /// Containers to be started, in order; at most one init container that must end first.
  var starts: [String] = []

  /// Whether anything is to be done.
  var isEmpty: Bool { !needsSandbox && kills.isEmpty && starts.isEmpty }

  /// Decides for `pod` from `view`; `verdict` answers for a container's latest run.
  static func decide(
    _ pod: Pod, _ view: RuntimeView, verdict: (String) -> Verdict
  ) -> PodActions {
    var actions = PodActions()
    actions.needsSandbox = view.podIP == nil
    let isInitialised = actions.addInit(pod, view, verdict)
    var kept = 0
    if isInitialised {
      for container in pod.spec.containers {
        kept += actions.add(container, pod, view[container.name], verdict(container.name)) ? 1 : 0
      }
    }
    kept += pod.spec.initContainers.count { $0.isSidecar && view[$0.name]?.isRunning == true }
    if isInitialised, kept == 0, actions.starts.isEmpty, actions.kills.isEmpty {
      return PodActions(isDone: true)
    }
    if actions.hasFailedInit(pod, view) { return PodActions(isDone: true) }
    if actions.needsSandbox, actions.starts.isEmpty { actions.needsSandbox = false }
    return actions
  }

  /// Whether a container without a running process is to be started.
  ///
  /// Source: `pkg/kubelet/container/helpers.go` (ShouldContainerBeRestarted), v1.36.
  static func shouldStart(
    _ record: RuntimeView.ContainerRecord?, _ policy: PodSpec.RestartPolicy, isTerminating: Bool
  ) -> Bool {
    if isTerminating { return false }
    guard let record else { return true }
    switch (record.state, policy) {
    case (.running, _): return false
    case (.absent, _), (_, .always): return true
    case (_, .never): return false
    case (.exited(let exit, _, _), .onFailure): return exit.exitCode != 0
    }
  }

  /// Looks at one ordinary container.
  /// - Returns: whether it goes on as it is.
  private mutating func add(
    _ container: Container, _ pod: Pod, _ record: RuntimeView.ContainerRecord?, _ verdict: Verdict
  ) -> Bool {
    guard let record, record.isRunning else {
      let policy = pod.spec.restartPolicy
      if Self.shouldStart(record, policy, isTerminating: pod.metadata.isTerminating) {
        starts.append(container.name)
      }
      return false
    }
    guard verdict.failedLiveness || verdict.failedStartup else { return true }
    let probe = verdict.failedLiveness ? "liveness" : "startup"
    var message = "Container \(container.name) failed \(probe) probe"
    if pod.spec.restartPolicy != .never {
      message += ", will be restarted"
      starts.append(container.name)
    }
    kills.append(Kill(container: container.name, message: message))
    return false
  }

  /// Looks at the init containers: the first that has not ended well is started; a sidecar lets
  /// the next begin once it has started.
  /// - Returns: whether the ordinary containers' turn has come.
  private mutating func addInit(
    _ pod: Pod, _ view: RuntimeView, _ verdict: (String) -> Verdict
  ) -> Bool {
    for container in pod.spec.initContainers {
      let record = view[container.name]
      if container.isSidecar {
        if record?.isRunning != true {
          starts.append(container.name)
          if record?.state == .absent { return false }
        } else if !verdict(container.name).hasStarted {
          return false
        }
        continue
      }
      switch record?.state {
      case .running: return false
      case .exited(let exit, _, _) where exit.exitCode == 0: continue
      case .exited where pod.spec.restartPolicy == .never: return false
      default:
        if !pod.metadata.isTerminating { starts.append(container.name) }
        return false
      }
    }
    return true
  }

  private func hasFailedInit(_ pod: Pod, _ view: RuntimeView) -> Bool {
    pod.spec.restartPolicy == .never
      && pod.spec.initContainers.contains { container in
        !container.isSidecar && (view[container.name]?.exit.map { $0.exitCode != 0 } ?? false)
      }
  }
}
