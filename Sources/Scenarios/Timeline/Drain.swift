import ClusterSim
import ControllerRuntime
import KubeAPI
import Printing
import Units

/// One `kubectl drain` under way: the nodes are cordoned already.
///
/// Pods of a node are evicted side by side, each on its own; nodes come one after the other, and
/// one that cannot be emptied does not stop the next.
/// Source: `k8s.io/kubectl/pkg/drain/drain.go` and `pkg/cmd/drain/drain.go`, v1.36.
final class Drain {
  /// How long a pod that its budget protects is left alone before the next try.
  private static let retryPause = TimeSpan.seconds(5)
  /// How often a pod is asked for that is to go.
  private static let poll = TimeSpan.seconds(1)

  private let command: DrainCommand
  private let nodes: [Node]
  private let run: ClusterRun
  private let done: (String) -> Void
  private var output = ""
  private var drained: Set<String> = []
  private var fatal: [String] = []
  /// When the node under way is given up; nil: never.
  private var deadline: Instant?

  init(
    _ command: DrainCommand, nodes: [Node], run: ClusterRun, then done: @escaping (String) -> Void
  ) {
    self.command = command
    self.nodes = nodes
    self.run = run
    self.done = done
  }

  func begin() { next(nodes[...]) }

  private func next(_ rest: ArraySlice<Node>) {
    guard let node = rest.first?.metadata.name else { return finish() }
    list(node) { [self] victims in
      guard victims.errors.isEmpty else { return fail(node, victims.errors, rest) }
      if !victims.warnings.isEmpty { output += "Warning: \(victims.warnings)\n" }
      deadline = command.timeout.map { run.clock.now + $0 }
      clear(victims.pods) { [self] errors in
        guard errors.isEmpty else { return giveUp(node, errors, rest) }
        drained.insert(node)
        output += KubectlMessages.done(.drained, .node, node)
        next(rest.dropFirst())
      }
    }
  }

  private func list(_ node: String, then done: @escaping (DrainSelection) -> Void) {
    run.kubectl.send(.list(.pod, namespace: nil)) { [self] result in
      var pods: [Pod] = []
      if case .success(.list(let objects, _)) = result {
        pods = objects.compactMap { $0 as? Pod }.filter { $0.spec.nodeName == node }
      }
      done(DrainSelection(pods, for: command))
    }
  }

  /// Says which pods are left, and goes on with the next node.
  private func giveUp(_ node: String, _ errors: [String], _ rest: ArraySlice<Node>) {
    list(node) { [self] left in
      if !left.pods.isEmpty {
        output += "There are pending pods in node \"\(node)\" when an error occurred: "
          + "\(Self.joined(errors))\n"
        for pod in left.pods { output += "pod/\(pod.metadata.name)\n" }
      }
      fail(node, errors, rest)
    }
  }

  private func fail(_ node: String, _ errors: [String], _ rest: ArraySlice<Node>) {
    output += "error: unable to drain node \"\(node)\" due to error: \(Self.joined(errors)), "
      + "continuing command...\n"
    fatal += errors
    next(rest.dropFirst())
  }

  private func finish() {
    let left = nodes.map(\.metadata.name).filter { !drained.contains($0) }
    if !left.isEmpty {
      output += "There are pending nodes to be drained:\n"
      for name in left { output += " \(name)\n" }
    }
    for error in fatal { output += error + "\n" }
    done(output)
  }

  private static func joined(_ errors: [String]) -> String {
    errors.count == 1 ? errors[0] : "[\(errors.joined(separator: ", "))]"
  }

  // MARK: One node's pods

  /// Evicts (or deletes) `pods` side by side and tells what went wrong when all have ended.
  private func clear(_ pods: [Pod], then end: @escaping ([String]) -> Void) {
    guard !pods.isEmpty else { return end([]) }
    var open = pods.count
    var errors: [String] = []
    for pod in pods {
      let ended: (String?) -> Void = { error in
        if let error { errors.append(error) }
        open -= 1
        if open == 0 { end(errors) }
      }
      if command.disablesEviction { delete(pod, then: ended) } else { evict(pod, then: ended) }
    }
  }

  private var options: DeleteOptions {
    DeleteOptions(gracePeriodSeconds: command.gracePeriodSeconds)
  }

  private var isLate: Bool { deadline.map { run.clock.now >= $0 } ?? false }

  private var lateness: String {
    "global timeout reached: \(command.timeout ?? .zero)"
  }

  private func evict(_ pod: Pod, then ended: @escaping (String?) -> Void) {
    let (name, space) = (pod.metadata.name, pod.metadata.namespace)
    output += "evicting pod \(space)/\(name)\n"
    let what = "error when evicting pods/\"\(name)\" -n \"\(space)\""
    guard !isLate else { return ended("\(what): \(lateness)") }
    run.kubectl.send(.evict(ObjectReference(.pod, pod.key), options)) { [self] result in
      switch result {
      case .success: waitUntilGone(pod, .evicted, then: ended)
      case .failure(let error) where error.reason == .notFound: ended(nil)
      case .failure(let error) where error.reason == .tooManyRequests:
        output += "\(what) (will retry after 5s): \(error.message)\n"
        run.clock.after(Self.retryPause) { self.evict(pod, then: ended) }
      case .failure(let error): ended("\(what): \(error.message)")
      }
    }
  }

  private func delete(_ pod: Pod, then ended: @escaping (String?) -> Void) {
    run.kubectl.send(.delete(ObjectReference(.pod, pod.key), options)) { [self] result in
      if case .failure(let error) = result, error.reason != .notFound {
        return ended(error.message)
      }
      waitUntilGone(pod, .deleted, then: ended)
    }
  }

  /// Asks for `pod` again and again until it is gone, or another has its name.
  private func waitUntilGone(
    _ pod: Pod, _ deed: KubectlMessages.Deed, then ended: @escaping (String?) -> Void
  ) {
    run.kubectl.send(.get(pod.reference)) { [self] result in
      if case .failure(let error) = result {
        if error.reason == .notFound || error.reason == .conflict {
          output += KubectlMessages.done(deed, .pod, pod.metadata.name)
          return ended(nil)
        }
        return ended(error.message)
      }
      guard !isLate else {
        return ended(
          "error when waiting for pod \"\(pod.metadata.name)\" in namespace "
            + "\"\(pod.metadata.namespace)\" to terminate: \(lateness)")
      }
      run.clock.after(Self.poll) { self.waitUntilGone(pod, deed, then: ended) }
    }
  }
}

/// The pods of a node that a drain evicts, and what stops it.
///
/// Source: `k8s.io/kubectl/pkg/drain/filters.go`, v1.36. There are no DaemonSets here, so that
/// `--ignore-daemonsets` changes nothing.
struct DrainSelection {
  private static let mirror = "kubernetes.io/config.mirror"
  private static let unmanaged =
    "cannot delete Pods that declare no controller (use --force to override)"
  private static let localData =
    "cannot delete Pods with local storage (use --delete-emptydir-data to override)"

  /// The pods that are evicted.
  private(set) var pods: [Pod] = []
  /// Why nothing is evicted, one entry a reason, with the pods that it concerns.
  private(set) var errors: [String] = []
  /// What a person is warned of; empty for nothing.
  private(set) var warnings = ""

  /// Those of `all`, the pods of one node, that `command` is about.
  init(_ all: [Pod], for command: DrainCommand) {
    var failed: [String: [String]] = [:]
    var forced: [String] = []
    for pod in all {
      guard command.podSelector?.matches(pod.metadata.labels) ?? true,
        pod.metadata.annotations[Self.mirror] == nil
      else { continue }
      let isUnmanaged = !pod.isTerminal && pod.metadata.controller == nil
      if !pod.isTerminal, pod.hasLocalData, !command.deletesEmptyDirData {
        failed[Self.localData, default: []].append("\(pod.key)")
      } else if isUnmanaged, !command.isForced {
        failed[Self.unmanaged, default: []].append("\(pod.key)")
      } else {
        pods.append(pod)
        if isUnmanaged { forced.append("\(pod.key)") }
      }
    }
    for reason in [Self.localData, Self.unmanaged] {
      guard let names = failed[reason] else { continue }
      errors.append("\(reason): \(names.joined(separator: ", "))")
    }
    if !forced.isEmpty {
      warnings = "deleting Pods that declare no controller: \(forced.joined(separator: ", "))"
    }
  }
}

extension Pod {
  /// Whether data lives and dies with it.
  fileprivate var hasLocalData: Bool { spec.volumes.contains { $0.source == .emptyDir } }
}
