import ControllerRuntime
import KubeAPI
import Units

/// Makes a pod's status from what the last relist showed.
///
/// Source: `pkg/kubelet/kubelet_pods.go` (generateAPIPodStatus, getPhase) and
/// `pkg/kubelet/status/generate.go`, v1.36.
struct PodStatusReport {
  /// Why a container that should run does not.
  struct Waiting: Equatable {
    var reason: String
    var message: String
  }

  /// The pod as the kubelet knows it.
  var pod: Pod
  /// The status that was reported before.
  var previous: PodStatus
  /// What the runtime showed.
  var view: RuntimeView
  /// Why containers could not be started, by name.
  var waiting: [String: Waiting] = [:]
  /// Whether a container's startup probe has passed, or it has none.
  var hasStarted: (String) -> Bool
  /// Whether a container's readiness probe says yes, or it has none.
  var isReady: (String) -> Bool
  /// Whether nothing of the pod will ever run again.
  var isEnding = false
  /// Why the kubelet evicted the pod; nil: it did not.
  var eviction: String?
  /// The node's address.
  var hostIP: String
  /// Now.
  var now: Instant

  /// The status.
  func status() -> PodStatus {
    var status = previous
    status.initContainerStatuses = pod.spec.initContainers.map(initContainerStatus)
    status.containerStatuses = pod.spec.containers.map { containerStatus($0) }
    status.phase = phase(status.containerStatuses)
    status.hostIP = hostIP
    if let podIP = view.podIP { status.podIP = podIP }
    status.startTime = previous.startTime ?? now.truncatedToSeconds
    let isTerminal = status.phase == .succeeded || status.phase == .failed
    if isTerminal {
      for index in status.containerStatuses.indices {
        status.containerStatuses[index].isReady = false
      }
    }
    setConditions(&status)
    if let eviction, isEnding { setEvicted(&status, eviction) }
    return status
  }

  /// Only a pod whose containers have ended fails, however it came to that.
  ///
  /// Source: `pkg/kubelet/eviction/eviction_manager.go` (evictPod) and
  /// `pkg/kubelet/status/status_manager.go` (mergePodStatus), v1.36.
  private func setEvicted(_ status: inout PodStatus, _ message: String) {
    status.phase = .failed
    status.reason = Eviction.reason
    status.message = message
    for index in status.containerStatuses.indices {
      status.containerStatuses[index].isReady = false
    }
    setConditions(&status)
    status.conditions.set(
      Condition(
        Self.disruption, .isTrue, reason: "TerminationByKubelet", message: message, since: now))
  }

  /// The condition of a pod that is ended for others' sake; it is not the kubelet's alone.
  static let disruption = "DisruptionTarget"

  /// An init container's status: it is ready when it has done its part.
  private func initContainerStatus(_ container: Container) -> ContainerStatus {
    if container.isSidecar { return containerStatus(container, policy: .always) }
    var status = containerStatus(container, isInit: true)
    if case .terminated(let end) = status.state { status.isReady = end.exitCode == 0 }
    if case .running = status.state { status.isReady = false }
    return status
  }

  private func containerStatus(
    _ container: Container, policy: PodSpec.RestartPolicy? = nil, isInit: Bool = false
  ) -> ContainerStatus {
    let record = view[container.name]
    let hasInit = !pod.spec.initContainers.isEmpty
    var status = ContainerStatus(
      name: container.name, image: container.image,
      waitingFor: hasInit ? "PodInitializing" : "ContainerCreating")
    guard let record else { return status }
    status.restartCount = record.restartCount
    status.lastTermination = record.lastTermination
    switch record.state {
    case .running(let since):
      status.state = .running(since: since.truncatedToSeconds)
      status.isStarted = hasStarted(container.name)
      status.isReady = status.isStarted && isReady(container.name)
      return status
    case .exited:
      if let end = record.termination { status.state = .terminated(end) }
    case .absent: break
    }
    let isOver = isInit && record.exit?.exitCode == 0
    let willStart = PodActions.shouldStart(
      record, policy ?? pod.spec.restartPolicy,
      isTerminating: pod.metadata.isTerminating || isEnding)
    if willStart, !isOver, let why = waiting[container.name] {
      if case .terminated(let end) = status.state { status.lastTermination = end }
      status.state = .waiting(reason: why.reason, message: why.message)
    }
    return status
  }

  private func phase(_ statuses: [ContainerStatus]) -> PodStatus.Phase {
    // A pod that has ended stays so.
    if previous.phase == .succeeded || previous.phase == .failed { return previous.phase }
    var pendingInit = 0
    for container in pod.spec.initContainers {
      let record = view[container.name]
      switch record?.state {
      case .exited(let exit, _, _) where exit.exitCode == 0: continue
      case .exited where pod.spec.restartPolicy == .never && !container.isSidecar: return .failed
      case .running where container.isSidecar && hasStarted(container.name): continue
      case .exited where container.isSidecar: continue
      default: pendingInit += 1
      }
    }
    var (waiting, running, stopped, succeeded) = (0, 0, 0, 0)
    for status in statuses {
      switch status.state {
      case .running: running += 1
      case .terminated(let end):
        stopped += 1
        succeeded += end.exitCode == 0 ? 1 : 0
      case .waiting:
        if status.lastTermination != nil { stopped += 1 } else { waiting += 1 }
      }
    }
    if isEnding, running == 0 {
      // Containers that never ran do not make a success.
      return stopped > 0 && stopped == succeeded && waiting == 0 ? .succeeded : .failed
    }
    if pendingInit > 0 || waiting > 0 { return .pending }
    if running > 0 { return .running }
    switch pod.spec.restartPolicy {
    case .always: return .running
    case .onFailure: return stopped == succeeded ? .succeeded : .running
    case .never: return stopped == succeeded ? .succeeded : .failed
    }
  }

  private func setConditions(_ status: inout PodStatus) {
    let all = PodStatusReport.conditions(
      phase: status.phase, containers: Self.lasting(status, pod.spec),
      uninitialised: uninitialised,
      hasSandbox: view.podIP != nil, at: now)
    status.conditions = Self.merge(all, into: status.conditions)
  }

  /// The statuses of all containers that are to keep running: sidecars and the ordinary ones.
  static func lasting(_ status: PodStatus, _ spec: PodSpec) -> [ContainerStatus] {
    let sidecars = spec.initContainers.filter(\.isSidecar).map(\.name)
    return status.initContainerStatuses.filter { sidecars.contains($0.name) }
      + status.containerStatuses
  }

  /// Init containers that have not done their part yet, by name.
  private var uninitialised: [String] {
    pod.spec.initContainers.filter { container in
      let record = view[container.name]
      if container.isSidecar { return !(record?.isRunning == true && hasStarted(container.name)) }
      return record?.exit?.exitCode != 0
    }.map(\.name)
  }
}
