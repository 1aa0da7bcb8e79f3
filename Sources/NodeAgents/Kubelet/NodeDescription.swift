import KubeAPI
import Units

/// The machine that a kubelet registers as a node.
public struct NodeDescription: Hashable, Sendable {
  /// The node's name.
  public var name: String
  /// All that the machine has.
  public var capacity: ResourceList
  /// What the operating system, the kubelet and its runtime keep for themselves.
  public var reserve: NodeReserve = .none
  /// Labels beside the usual ones (zone, region, instance type, pool).
  public var labels: StringMap = [:]
  /// Taints that it registers with.
  public var taints: [Taint] = []
  /// Its address inside the cluster.
  public var internalIP: String
  /// Its address outside; empty for none.
  public var externalIP = ""
  /// Its name at the cloud provider.
  public var providerID = ""
  /// The kubelet's version.
  public var kubeletVersion = "v1.36.2"

  /// A machine with the given CPU and memory.
  public init(name: String, cpu: MilliCPU, memory: Bytes, internalIP: String) {
    self.name = name
    self.internalIP = internalIP
    capacity = ResourceList(cpu: cpu, memory: memory)
  }

  /// The labels that the node registers with.
  ///
  /// Source: `pkg/kubelet/kubelet_node_status.go` (initialNode), v1.36.
  public var allLabels: StringMap {
    var all: StringMap = [
      "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
    ]
    for (key, value) in labels.entries { all[key] = value }
    return all
  }

  /// What pods may have of the machine, with room for `maxPods` pods.
  public func allocatable(maxPods: Int) -> ResourceList {
    var rest = capacity
    rest["cpu"] = max(0, capacity.cpu.millicores - reserve.cpu(of: capacity.cpu).millicores)
    rest["memory"] = max(0, capacity.memory.count - reserve.memory(of: capacity.memory).count)
    rest["pods"] = Int64(maxPods)
    return rest
  }
}
