import ControllerRuntime
import KubeAPI
import Units

/// How many nodes of each zone are ready, counted during one round.
final class ZoneTally {
  /// Ready and other nodes by zone.
  private(set) var counts: [String: (ready: Int, notReady: Int)] = [:]

  /// Counts a node; one without a `Ready` condition counts as not ready.
  func add(_ status: Condition.Status?, zone: String) {
    if status == .isTrue {
      counts[zone, default: (0, 0)].ready += 1
    } else {
      counts[zone, default: (0, 0)].notReady += 1
    }
  }
}

extension NodeLifecycleController {
  private static let updateTries = 5
  private static let exclusionLabel = "node.kubernetes.io/exclude-disruption"

  /// Looks at one node: is it alive, must it or its pods be marked, must it be tainted?
  func examine(_ node: Node, tally: ZoneTally, triesLeft: Int = updateTries) -> Plan {
    let name = node.metadata.name
    var known = health[name] ?? NodeHealth(node, now: clock.now)
    let sight = known.observe(
      node, renewal: lastRenewal(of: name), now: clock.now, parameters)
    health[name] = known
    guard let verdict = sight.verdict else { return judge(node, sight, tally: tally) }
    var dead = node
    dead.status.conditions = verdict
    return .call(.updateStatus(dead)) { result in
      switch result {
      case .success:
        // What the controller wrote itself must not count as a sign of life.
        self.health[name]?.ready = verdict.first("Ready")
        return self.judge(dead, sight, tally: tally)
      case .failure(let error):
        guard triesLeft > 1 else { return .fail(error) }
        return .attempt(.get(ObjectReference(.node, node.key))) { response in
          guard case .object(let object) = response, let live = object as? Node else {
            return .fail(error)
          }
          return self.examine(live, tally: tally, triesLeft: triesLeft - 1)
        }
      }
    }
  }

  private func judge(
    _ node: Node, _ sight: NodeHealth.Observation, tally: ZoneTally
  ) -> Plan {
    if node.metadata.labels[Self.exclusionLabel] == nil {
      tally.add(sight.current, zone: node.zone)
    }
    guard let current = sight.current else { return .done }
    return taintForEviction(node, current).followed { [self] in
      let hasFallen = current != .isTrue && sight.observed == .isTrue
      let mustRetry = nodesToRetry.contains(node.metadata.name) && sight.observed != .isTrue
      if hasFallen {
        recorder.record(
          node.reference, reason: "NodeNotReady",
          message: "Node \(node.metadata.name) status is now: NodeNotReady")
      }
      guard hasFallen || mustRetry else { return .done }
      let pods = informers.pods.list(.byNode, node.metadata.name)
      return markNotReady(pods) { failure in
        if failure == nil {
          self.nodesToRetry.remove(node.metadata.name)
        } else {
          self.nodesToRetry.insert(node.metadata.name)
        }
        return .done
      }
    }
  }

  /// Puts a dead node in line to be emptied, or takes a living one out of it.
  private func taintForEviction(_ node: Node, _ ready: Condition.Status) -> Plan {
    let name = node.metadata.name
    func has(_ taint: Taint) -> Bool {
      node.spec.taints.contains { NodeTaints.isSame($0, taint) }
    }
    switch ready {
    case .isTrue: return markReachable(node)
    case .isFalse where has(NodeTaints.evictUnreachable):
      return NodeTaints.swap(
        add: [NodeTaints.evictNotReady], remove: [NodeTaints.evictUnreachable], on: node)
    case .unknown where has(NodeTaints.evictNotReady):
      return NodeTaints.swap(
        add: [NodeTaints.evictUnreachable], remove: [NodeTaints.evictNotReady], on: node)
    case .isFalse, .unknown:
      evictionQueues[node.zone]?.add(name, at: clock.now)
      schedulePass()
      return .done
    }
  }

  /// Takes the eviction taints off `node`, as the caller knows it, and out of the line.
  func markReachable(_ node: Node) -> Plan {
    evictionQueues[node.zone]?.remove(node.metadata.name)
    return NodeTaints.swap(
      add: [], remove: [NodeTaints.evictUnreachable, NodeTaints.evictNotReady], on: node)
  }

  /// Writes Ready=False into the status of each of `pods`, one after the other.
  ///
  /// Source: `pkg/controller/util/node/controller_utils.go` (MarkPodsNotReady), v1.36.
  func markNotReady(
    _ pods: [Pod], failure: APIError? = nil, then next: @escaping (APIError?) -> Plan
  ) -> Plan {
    guard let pod = pods.first(where: { $0.isReady }) else { return next(failure) }
    let rest = Array(pods.drop { $0.key != pod.key }.dropFirst())
    var marked = pod
    guard var condition = pod.status.conditions.first("Ready") else { return next(failure) }
    condition.status = .isFalse
    condition.lastTransitionTime = clock.now.truncatedToSeconds
    marked.status.conditions.set(condition)
    return .call(.updateStatus(marked)) { result in
      var failure = failure
      switch result {
      case .success:
        self.recorder.record(
          pod.reference, .warning, reason: "NodeNotReady", message: "Node is not ready")
      case .failure(let error):
        if error.reason != .notFound { failure = failure ?? error }
      }
      return self.markNotReady(rest, failure: failure, then: next)
    }
  }
}
