import ControllerRuntime
import KubeAPI
import Units

/// What a node's runtime has of one pod, as of some instant: its sandbox and its containers.
///
/// The kubelet keeps two: what is, and what its last relist showed. It decides by the second.
struct RuntimeView: Equatable {
  /// One container of the pod.
  struct ContainerRecord: Equatable {
    /// Where its latest run is.
    enum State: Equatable {
      case absent
      case running(since: Instant)
      case exited(ContainerExit, from: Instant, at: Instant)
    }
    /// Its name.
    let name: String
    /// Its latest run; nil before the first.
    var id: ContainerID?
    /// Where its latest run is.
    var state = State.absent
    /// How the run before the latest ended.
    var lastTermination: ContainerStatus.Termination?
    /// When the run before the latest ended.
    var lastFinishedAt: Instant?
    /// How often it was started again.
    var restartCount: Int32 = 0

    /// A container that has not run yet.
    init(name: String) { self.name = name }

    /// Whether its latest run goes on.
    var isRunning: Bool {
      if case .running = state { return true }
      return false
    }
    /// How its latest run ended; nil while it goes on or before the first.
    var exit: ContainerExit? {
      if case .exited(let exit, _, _) = state { return exit }
      return nil
    }
    /// When its latest run ended.
    var finishedAt: Instant? {
      if case .exited(_, _, let instant) = state { return instant }
      return nil
    }
    /// The end of its latest run as a status shows it.
    var termination: ContainerStatus.Termination? {
      guard case .exited(let exit, let from, let instant) = state else { return nil }
      return .init(
        exitCode: exit.exitCode, reason: exit.reason, startedAt: from, finishedAt: instant)
    }
  }

  /// The pod's address while its sandbox is up.
  var podIP: String?
  /// Init containers, then the others, each in the order of the spec.
  var containers: [ContainerRecord]

  /// What a runtime has of a pod that it has never seen.
  init(_ spec: PodSpec) {
    containers = (spec.initContainers + spec.containers).map { ContainerRecord(name: $0.name) }
  }

  /// The container called `name`.
  subscript(name: String) -> ContainerRecord? { containers.first { $0.name == name } }

  /// The place of the container called `name`.
  func place(of name: String) -> Int? { containers.firstIndex { $0.name == name } }

  /// Notes that the container at `place` runs since `now`, as `id`.
  mutating func start(_ place: Int, as id: ContainerID, at now: Instant) {
    var record = containers[place]
    if record.state != .absent {
      record.restartCount += 1
      record.lastTermination = record.termination ?? record.lastTermination
      record.lastFinishedAt = record.finishedAt ?? record.lastFinishedAt
    }
    record.id = id
    record.state = .running(since: now)
    containers[place] = record
  }

  /// Notes that the run `id` of a container has ended.
  /// - Returns: the container; nil when that run was not its latest, or had ended before.
  mutating func end(_ id: ContainerID, _ exit: ContainerExit, at now: Instant) -> String? {
    guard let place = containers.firstIndex(where: { $0.id == id }),
      case .running(let since) = containers[place].state
    else { return nil }
    containers[place].state = .exited(exit, from: since, at: now)
    return containers[place].name
  }
}

extension RuntimeView {
  /// What is left of a pod on a machine that has lost power: its containers ended without a word.
  ///
  /// Source: containerd's recovery shows status 255 and reason Unknown for a task that is gone.
  init(afterPowerLossOf pod: Pod, at now: Instant) {
    self.init(pod.spec)
    for status in pod.status.initContainerStatuses + pod.status.containerStatuses {
      guard let place = place(of: status.name) else { continue }
      containers[place].restartCount = status.restartCount
      containers[place].lastTermination = status.lastTermination
      switch status.state {
      case .running(let since):
        containers[place].state = .exited(
          ContainerExit(exitCode: 255, reason: "Unknown"), from: since, at: now)
      case .terminated(let end):
        containers[place].state = .exited(
          ContainerExit(exitCode: end.exitCode, reason: end.reason), from: end.startedAt,
          at: end.finishedAt)
      case .waiting: break
      }
    }
  }
}
