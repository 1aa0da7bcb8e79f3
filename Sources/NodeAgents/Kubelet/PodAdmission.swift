import KubeAPI

/// Decides whether a node takes a pod that was bound to it.
///
/// Source: `pkg/kubelet/lifecycle/predicate.go`, v1.36: resources, the number of pods and host
/// ports; before them `pkg/kubelet/eviction/eviction_manager.go` (Admit). Node selectors and taints
/// are left to the scheduler, which looked at them just before.
enum PodAdmission {
  /// Why a pod is refused.
  struct Refusal: Equatable {
    var reason: String
    var message: String
  }

  /// Why the node refuses `pod` beside `others`; nil when it takes it.
  /// - Complexity: O(*n*) in the number of pods on the node.
  static func refusal(
    of pod: Pod, beside others: [Pod], allocatable: ResourceList,
    isUnderMemoryPressure: Bool = false
  ) -> Refusal? {
    if isUnderMemoryPressure, isTurnedAwayByPressure(pod) {
      return Refusal(
        reason: Eviction.reason, message: "The node had condition: [MemoryPressure]. ")
    }
    let room = allocatable["pods"] ?? 0
    if Int64(others.count) + 1 > room {
      return lack(of: "pods", requested: 1, used: Int64(others.count), capacity: room)
    }
    var used = ResourceList()
    for other in others {
      for (name, amount) in other.totalRequests.entries { used[name] = (used[name] ?? 0) + amount }
    }
    for (name, amount) in pod.totalRequests.entries where amount > 0 {
      let (taken, capacity) = (used[name] ?? 0, allocatable[name] ?? 0)
      if amount + taken > capacity {
        return lack(of: name, requested: amount, used: taken, capacity: capacity)
      }
    }
    let ports = Set(others.flatMap(hostPorts))
    if !ports.isDisjoint(with: hostPorts(of: pod)) {
      return Refusal(reason: "NodePorts", message: "Predicate NodePorts failed")
    }
    return nil
  }

  /// Whether a node short of memory refuses `pod`: one that has not said what it needs and does not
  /// put up with that.
  private static func isTurnedAwayByPressure(_ pod: Pod) -> Bool {
    let taint = Taint(key: "node.kubernetes.io/memory-pressure", effect: .noSchedule)
    return !pod.isCritical && pod.qualityOfService == .bestEffort
      && !pod.spec.tolerations.contains { $0.tolerates(taint) }
  }

  private static func lack(
    of name: String, requested: Int64, used: Int64, capacity: Int64
  ) -> Refusal {
    Refusal(
      reason: "OutOf\(name)",
      message: "Node didn't have enough resource: \(name), requested: \(requested), "
        + "used: \(used), capacity: \(capacity)")
  }

  private static func hostPorts(of pod: Pod) -> [String] {
    pod.spec.containers.flatMap(\.ports).compactMap { port in
      let number = pod.spec.hostNetwork ? port.containerPort : port.hostPort
      return number > 0 ? "\(port.networkProtocol)/\(number)" : nil
    }
  }
}
