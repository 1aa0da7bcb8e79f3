import KubeAPI
import Scheduler

/// A pod with one of its rules left out or loosened.
struct PodChange {
  /// The change, to follow "would fit".
  let text: String
  /// The pod with the change made.
  let pod: Pod

  /// Every single change of `pod` that could let it onto a node.
  ///
  /// - Parameter taints: those that nodes have and that keep pods off.
  static func all(of pod: Pod, taints: [Taint]) -> [PodChange] {
    ofNodeRules(pod) + ofPodRules(pod) + ofPorts(pod) + ofClaims(pod)
      + ofTolerations(pod, taints) + ofScheduling(pod)
  }

  private init(_ pod: Pod, _ text: String, _ change: (inout Pod) -> Void) {
    var changed = pod
    change(&changed)
    self.text = text
    self.pod = changed
  }

  // MARK: Rules about nodes

  private static func ofNodeRules(_ pod: Pod) -> [PodChange] {
    var changes = pod.spec.nodeSelector.entries.map { key, value in
      PodChange(pod, "if the selector \(key)=\(value) were dropped") {
        $0.spec.nodeSelector[key] = nil
      }
    }
    if pod.spec.affinity?.requiredNodeTerms != nil {
      changes.append(
        PodChange(pod, "if its node affinity were preferred") {
          $0.spec.affinity?.requiredNodeTerms = nil
        })
    }
    return changes
  }

  // MARK: Rules about other pods

  private static func ofPodRules(_ pod: Pod) -> [PodChange] {
    var changes: [PodChange] = []
    for (index, term) in (pod.spec.affinity?.podAntiAffinity.required ?? []).enumerated() {
      changes.append(
        PodChange(pod, "if its anti-affinity over \(term.topologyKey) were preferred") {
          $0.spec.affinity?.podAntiAffinity.required.remove(at: index)
        })
    }
    for (index, term) in (pod.spec.affinity?.podAffinity.required ?? []).enumerated() {
      changes.append(
        PodChange(pod, "if its affinity over \(term.topologyKey) were preferred") {
          $0.spec.affinity?.podAffinity.required.remove(at: index)
        })
    }
    for (index, rule) in pod.spec.topologySpreadConstraints.enumerated()
    where rule.whenUnsatisfiable == .doNotSchedule {
      changes.append(
        PodChange(pod, "if its spread over \(rule.topologyKey) were ScheduleAnyway") {
          $0.spec.topologySpreadConstraints[index].whenUnsatisfiable = .scheduleAnyway
        })
    }
    return changes
  }

  // MARK: Ports, claims, taints, gates

  private static func ofPorts(_ pod: Pod) -> [PodChange] {
    var changes: [PodChange] = []
    for (index, container) in pod.spec.containers.enumerated() {
      for (place, port) in container.ports.enumerated() where port.hostPort != 0 {
        changes.append(
          PodChange(pod, "if it did not take the host port \(port.hostPort)") {
            $0.spec.containers[index].ports[place].hostPort = 0
          })
      }
    }
    return changes
  }

  private static func ofClaims(_ pod: Pod) -> [PodChange] {
    pod.spec.volumes.enumerated().compactMap { index, volume in
      guard case .persistentVolumeClaim(let claim) = volume.source else { return nil }
      return PodChange(pod, "if it did not need the claim \(claim)") {
        $0.spec.volumes.remove(at: index)
      }
    }
  }

  private static func ofTolerations(_ pod: Pod, _ taints: [Taint]) -> [PodChange] {
    taints.map { taint in
      let isCordon = taint.key == "node.kubernetes.io/unschedulable"
      let value = taint.value.isEmpty ? "" : "=\(taint.value)"
      let text =
        isCordon
        ? "if a node were not cordoned"
        : "if it tolerated the taint \(taint.key)\(value):\(taint.effect.rawValue)"
      return PodChange(pod, text) {
        $0.spec.tolerations.append(
          Toleration(
            key: taint.key, comparison: .equal, value: taint.value, effect: taint.effect,
            tolerationSeconds: nil))
      }
    }
  }

  private static func ofScheduling(_ pod: Pod) -> [PodChange] {
    var changes: [PodChange] = []
    if let gate = pod.spec.schedulingGates.first {
      let all = pod.spec.schedulingGates.count == 1 ? "gate \(gate)" : "gates"
      changes.append(
        PodChange(pod, "if its scheduling \(all) were removed") { $0.spec.schedulingGates = [] })
    }
    if pod.spec.schedulerName != "default-scheduler" {
      changes.append(
        PodChange(pod, "if its schedulerName were default-scheduler") {
          $0.spec.schedulerName = "default-scheduler"
        })
    }
    return changes
  }
}

extension PodChange {
  /// `pod` asking for no more of the resource called `name` than `amount`, in one container.
  static func asking(_ pod: Pod, for name: String, atMost amount: Int64, _ text: String)
    -> PodChange?
  {
    guard pod.spec.resources == nil, pod.spec.initContainers.isEmpty,
      pod.spec.containers.count == 1, pod.spec.overhead[name] == nil, amount >= 0
    else { return nil }
    return PodChange(pod, text) { $0.spec.containers[0].resources.requests[name] = amount }
  }
}
