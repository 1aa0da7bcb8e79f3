public import Units

/// How well a pod has said what it needs, by which it is treated when memory runs out.
///
/// Source: `pkg/apis/core/v1/helper/qos/qos.go` (ComputePodQOS), v1.36.
public enum QualityOfService: String, Hashable, Sendable {
  /// Every container has limits of CPU and memory, and asks for just as much.
  case guaranteed = "Guaranteed"
  /// Some container asks for something.
  case burstable = "Burstable"
  /// No container says anything.
  case bestEffort = "BestEffort"
}

extension Pod {
  /// Its class, by the requests and limits of its containers.
  public var qualityOfService: QualityOfService {
    let all = spec.initContainers + spec.containers
    let names = ["cpu", "memory"]
    func amount(_ list: ResourceList, _ name: String) -> Int64 { list[name] ?? 0 }
    let asksForNothing = all.allSatisfy { container in
      names.allSatisfy {
        amount(container.resources.requests, $0) == 0
          && amount(container.resources.limits, $0) == 0
      }
    }
    if asksForNothing { return .bestEffort }
    let isGuaranteed = all.allSatisfy { container in
      names.allSatisfy { name in
        let limit = amount(container.resources.limits, name)
        return limit > 0 && (container.resources.requests[name] ?? limit) == limit
      }
    }
    return isGuaranteed ? .guaranteed : .burstable
  }

  /// Whether the node cannot do without it.
  ///
  /// Source: `pkg/kubelet/types/pod_update.go` (IsCriticalPodBasedOnPriority), v1.36.
  public var isCritical: Bool { spec.priority >= 2_000_000_000 }

  /// What the kernel adds to the size of a process of `container` when it looks for one to kill, in
  /// thousandths of the machine's memory; from -1,000 (never) to 1,000 (first).
  ///
  /// Source: `pkg/kubelet/qos/policy.go` (GetContainerOOMScoreAdjust), v1.36.
  public func oomScoreAdjustment(of container: Container, memoryCapacity: Bytes) -> Int64 {
    if isCritical { return -997 }
    switch qualityOfService {
    case .guaranteed: return -997
    case .bestEffort: return 1_000
    case .burstable:
      let request = container.resources.requests.memory.count
      guard memoryCapacity > .zero else { return 999 }
      let share = 1_000 * Double(request) / Double(memoryCapacity.count)
      return min(999, max(3, 1_000 - Int64(min(share, 1_000))))
    }
  }

  /// What it asks for, as the scheduler and the kubelet count it: containers and sidecars together,
  /// or, when that is more, an init container and the sidecars that started before it; the pod's
  /// own requests, where given, replace that, and its overhead comes on top.
  ///
  /// Source: `staging/src/k8s.io/component-helpers/resource/helpers.go` (PodRequests), v1.36.
  public var totalRequests: ResourceList {
    var sum = spec.aggregateContainerRequests
    for (name, amount) in spec.resources?.requests.entries ?? []
    where name == "cpu" || name == "memory" || name.hasPrefix("hugepages-") {
      sum[name] = amount
    }
    sum.add(spec.overhead)
    return sum
  }
}
