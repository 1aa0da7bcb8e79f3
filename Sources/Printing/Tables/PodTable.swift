import KubeAPI
import Units

/// `kubectl get pods`.
///
/// Source: `pkg/printers/internalversion/printers.go` (printPod), v1.36.
enum PodTable {
  static let empty = Table(
    ["Name", "Ready", "Status", "Restarts", "Age"],
    wide: ["IP", "Node", "Nominated Node", "Readiness Gates"])

  static func row(_ pod: Pod, _ context: TableContext) -> [String] {
    let ready = pod.status.containerStatuses.filter(\.isRunningAndReady).count
    let nominated = pod.status.nominatedNodeName
    return [
      pod.metadata.name, "\(ready)/\(pod.spec.containers.count)", pod.statusText,
      restarts(of: pod, context), context.age(pod.metadata.creationTimestamp),
      noneIfEmpty(pod.status.podIP), noneIfEmpty(pod.spec.nodeName), noneIfEmpty(nominated),
      "<none>",
    ]
  }

  private static func restarts(of pod: Pod, _ context: TableContext) -> String {
    let count = pod.status.containerStatuses.reduce(0) { $0 + $1.restartCount }
    let last = pod.status.containerStatuses.compactMap(\.lastTermination?.finishedAt).max()
    guard count > 0, let last else { return "\(count)" }
    return "\(count) (\(context.age(last)) ago)"
  }
}

extension ContainerStatus {
  var isRunningAndReady: Bool {
    if case .running = state { return isReady }
    return false
  }
}

extension Pod {
  /// What kubectl's STATUS column says of the pod: its phase, or what its containers wait for or
  /// died of, or that it is terminating.
  ///
  /// Init containers are not looked at: the status does not list them.
  public var statusText: String {
    var reason = status.reason.isEmpty ? status.phase.rawValue : status.reason
    if status.conditions.first("PodScheduled")?.reason == "SchedulingGated" {
      reason = "SchedulingGated"
    }
    var hasRunning = false
    for container in status.containerStatuses.reversed() {
      switch container.state {
      case .waiting(let why, _) where !why.isEmpty: reason = why
      case .waiting: break
      case .terminated(let end): reason = Self.reason(of: end)
      case .running: hasRunning = hasRunning || container.isReady
      }
    }
    if reason == "Completed", hasRunning { reason = isReady ? "Running" : "NotReady" }
    guard metadata.isTerminating, !isTerminal else { return reason }
    return status.reason == "NodeLost" ? "Unknown" : "Terminating"
  }

  private static func reason(of end: ContainerStatus.Termination) -> String {
    if !end.reason.isEmpty { return end.reason }
    return end.exitCode > 128 ? "Signal:\(end.exitCode - 128)" : "ExitCode:\(end.exitCode)"
  }
}

/// `text`, or `<none>` when there is nothing.
func noneIfEmpty(_ text: String) -> String { text.isEmpty ? "<none>" : text }
