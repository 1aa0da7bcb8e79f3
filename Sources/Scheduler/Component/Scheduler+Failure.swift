import ControllerRuntime
import KubeAPI

/// What becomes of a pod that got no node.
extension Scheduler {
  /// Why it got none.
  enum Failure {
    /// Plugins turned it down.
    case refused(Diagnosis)
    /// Something broke.
    case broke
  }

  /// The longest text of an event; longer ones end in an ellipsis.
  ///
  /// Source: `pkg/apis/core/validation/events.go` (NoteLengthLimit), v1.34.
  private static let noteLimit = 1_024

  /// Puts the pod back into the queue, and tells its owner why it waits.
  ///
  /// - Parameter node: where room is made for it; empty: nowhere (any more); nil: as before.
  ///
  /// Source: `pkg/scheduler/schedule_one.go` (handleSchedulingFailure), v1.34.
  func fail(
    _ cycle: Cycle, _ failure: Failure, _ message: String, nominating node: String? = ""
  ) {
    let tried = cycle.info.pod
    if case .refused(let diagnosis) = failure {
      cycle.pod.reject(by: diagnosis.unschedulablePlugins, pending: diagnosis.pendingPlugins)
    }
    let isWaiting = putBack(cycle)
    if let node {
      if isWaiting, !node.isEmpty {
        nominator.nominate(cycle.pod.info, to: node)
      } else {
        nominator.remove(cycle.info)
      }
    }
    recorder.record(
      tried.reference, .warning, reason: "FailedScheduling", message: Self.shortened(message))
    let reason: String
    if case .refused = failure { reason = "Unschedulable" } else { reason = "SchedulerError" }
    report(
      Condition(
        "PodScheduled", .isFalse, reason: reason, message: message, since: clock.now),
      nominating: node, of: tried)
  }

  /// Queues the pod as the informer shows it now.
  /// - Returns: false if it is gone or bound by another.
  private func putBack(_ cycle: Cycle) -> Bool {
    guard let known = pods.get(cycle.info.key),
      PodInfo.identity(of: known) == cycle.info.identity, known.spec.nodeName.isEmpty,
      !known.isTerminal
    else {
      queue.done(cycle.info.identity)
      return false
    }
    if known.metadata.resourceVersion != cycle.info.pod.metadata.resourceVersion {
      cycle.pod.info = PodInfo(known)
    }
    queue.addUnschedulable(cycle.pod)
    return true
  }

  /// Writes the condition and where room is made, unless the pod said the same when it was tried.
  private func report(_ condition: Condition, nominating node: String?, of pod: Pod) {
    var conditions = pod.status.conditions
    let isNomination = node.map { $0 != pod.status.nominatedNodeName } ?? false
    guard conditions.set(condition) || isNomination else { return }
    let patch = Patch("PodScheduled=False", isStatus: true) { object in
      guard var pod = object as? Pod else { return }
      pod.status.conditions.set(condition)
      if isNomination, let node { pod.status.nominatedNodeName = node }
      object = pod
    }
    client.send(.patch(pod.reference, patch)) { _ in }
  }

  private static func shortened(_ message: String) -> String {
    guard message.utf8.count > noteLimit else { return message }
    let suffix = " ..."
    return String(decoding: message.utf8.prefix(noteLimit - suffix.utf8.count), as: UTF8.self)
      + suffix
  }
}
