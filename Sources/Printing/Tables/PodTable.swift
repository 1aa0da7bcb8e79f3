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
    let sidecars = pod.sidecarStatuses
    let ready = (sidecars + pod.status.containerStatuses).filter(\.isRunningAndReady).count
    let nominated = pod.status.nominatedNodeName
    return [
      pod.metadata.name, "\(ready)/\(sidecars.count + pod.spec.containers.count)", pod.statusText,
      restarts(of: pod, context), context.age(pod.metadata.creationTimestamp),
      noneIfEmpty(pod.status.podIP), noneIfEmpty(pod.spec.nodeName), noneIfEmpty(nominated),
      "<none>",
    ]
  }

  /// Restarts of init containers count until the pod is initialised, sidecars' always.
  private static func restarts(of pod: Pod, _ context: TableContext) -> String {
    let counted: [ContainerStatus]
    if pod.initialising == nil {
      counted = pod.sidecarStatuses + pod.status.containerStatuses
    } else {
      counted = pod.status.initContainerStatuses
    }
    let count = counted.reduce(0) { $0 + $1.restartCount }
    let last = counted.compactMap(\.lastTermination?.finishedAt).max()
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
  /// died of, or that it is terminating; how far its init containers are while they run.
  public var statusText: String {
    var reason = status.reason.isEmpty ? status.phase.rawValue : status.reason
    if status.conditions.first("PodScheduled")?.reason == "SchedulingGated" {
      reason = "SchedulingGated"
    }
    if let initialising { return withEnd(initialising) }
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
    return withEnd(reason)
  }

  /// `reason`, unless the pod is being deleted.
  private func withEnd(_ reason: String) -> String {
    guard metadata.isTerminating, !isTerminal else { return reason }
    return status.reason == "NodeLost" ? "Unknown" : "Terminating"
  }

  /// The statuses of init containers that keep running.
  var sidecarStatuses: [ContainerStatus] {
    let names = spec.initContainers.filter(\.isSidecar).map(\.name)
    return status.initContainerStatuses.filter { names.contains($0.name) }
  }

  /// What the first init container that has not done its part is at, as `Init:…`; nil when the pod
  /// is initialised.
  var initialising: String? {
    if status.conditions.holds("Initialized") { return nil }
    for (place, container) in status.initContainerStatuses.enumerated() {
      let isSidecar = spec.initContainers.first { $0.name == container.name }?.isSidecar ?? false
      if isSidecar, container.isStarted { continue }
      switch container.state {
      case .terminated(let end) where end.exitCode == 0: continue
      case .terminated(let end): return "Init:\(Self.reason(of: end))"
      case .waiting(let why, _) where !why.isEmpty && why != "PodInitializing":
        return "Init:\(why)"
      default: return "Init:\(place)/\(spec.initContainers.count)"
      }
    }
    return nil
  }

  private static func reason(of end: ContainerStatus.Termination) -> String {
    if !end.reason.isEmpty { return end.reason }
    return end.exitCode > 128 ? "Signal:\(end.exitCode - 128)" : "ExitCode:\(end.exitCode)"
  }
}

/// `text`, or `<none>` when there is nothing.
func noneIfEmpty(_ text: String) -> String { text.isEmpty ? "<none>" : text }
