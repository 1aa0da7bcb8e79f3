import KubeAPI
import Units

extension KubectlDescribe {
  /// A node with the pods on it.
  ///
  /// Of the machine's system information only the kubelet's version is known; heartbeats of
  /// conditions are left out.
  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (describeNode), v1.36.
  ///
  /// - Parameter pods: The pods bound to the node that have not ended.
  public static func node(
    _ node: Node, pods: [Pod], lease: Lease?, events: [Event], now: Instant
  ) -> String {
    var writer = DescriptionWriter(now: now)
    writer.field(0, "Name", node.metadata.name)
    writer.field(0, "Roles", node.roles)
    writer.labels("Labels", node.metadata.labels)
    writer.annotations("Annotations", node.metadata.annotations)
    if let created = node.metadata.creationTimestamp {
      writer.field(0, "CreationTimestamp", SimulatedCalendar.rfc1123(created))
    }
    writer.list(0, "Taints", node.spec.taints.map(text))
    writer.field(0, "Unschedulable", "\(node.spec.isUnschedulable)")
    if let lease {
      writer.line(0, "Lease:")
      writer.field(1, "HolderIdentity", lease.holder)
      writer.field(1, "AcquireTime", "<unset>")
      writer.field(1, "RenewTime", SimulatedCalendar.rfc1123(lease.renewTime))
    }
    conditions(of: node, &writer)
    writer.line(0, "Addresses:")
    if !node.status.internalIP.isEmpty { writer.field(1, "InternalIP", node.status.internalIP) }
    if !node.status.externalIP.isEmpty { writer.field(1, "ExternalIP", node.status.externalIP) }
    writer.field(1, "Hostname", node.metadata.name)
    resources("Capacity", node.status.capacity, &writer)
    resources("Allocatable", node.status.allocatable, &writer)
    writer.line(0, "System Info:")
    writer.field(1, "Kubelet Version", node.status.kubeletVersion)
    if !node.spec.providerID.isEmpty { writer.field(0, "ProviderID", node.spec.providerID) }
    shares(of: pods, on: node, &writer)
    writer.events(events)
    return writer.aligned
  }

  private static func text(_ taint: Taint) -> String {
    let value = taint.value.isEmpty ? "" : "=\(taint.value)"
    return "\(taint.key)\(value):\(taint.effect.rawValue)"
  }

  private static func conditions(of node: Node, _ writer: inout DescriptionWriter) {
    guard !node.status.conditions.isEmpty else { return }
    writer.line(0, "Conditions:")
    writer.line(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage")
    writer.line(1, "----\t------\t------------------\t------\t-------")
    for condition in node.status.conditions {
      let cells = [
        condition.type + " ", condition.status.rawValue + " ",
        SimulatedCalendar.rfc1123(condition.lastTransitionTime) + " ", condition.reason + " ",
        condition.message,
      ]
      writer.line(1, cells.joined(separator: "\t"))
    }
  }

  private static func resources(
    _ title: String, _ list: ResourceList, _ writer: inout DescriptionWriter
  ) {
    guard !list.isEmpty else { return }
    writer.line(0, "\(title):")
    for entry in list.entries {
      writer.field(1, entry.name, QuantityText.text(entry.name, entry.amount))
    }
  }

  private static func shares(
    of pods: [Pod], on node: Node, _ writer: inout DescriptionWriter
  ) {
    writer.field(0, "Non-terminated Pods", "(\(pods.count) in total)")
    writer.line(
      1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge")
    writer.line(
      1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---")
    let all = node.status.allocatable
    func cell(_ name: String, _ amount: Int64) -> String {
      let whole = all[name] ?? 0
      let percent = whole == 0 ? 0 : Int(Double(amount) / Double(whole) * 100)
      return "\(QuantityText.text(name, amount)) (\(percent)%)"
    }
    for pod in pods {
      let requests = pod.spec.containers.map(\.resources.requests)
      let limits = pod.spec.containers.map(\.resources.limits)
      let cells = [
        pod.metadata.namespace, pod.metadata.name, "", cell("cpu", sum("cpu", requests)),
        cell("cpu", sum("cpu", limits)), cell("memory", sum("memory", requests)),
        cell("memory", sum("memory", limits)),
        writer.now.kubectlAge(since: pod.metadata.creationTimestamp),
      ]
      writer.line(1, cells.joined(separator: "\t"))
    }
    writer.line(0, "Allocated resources:")
    writer.line(0, "  (Total limits may be over 100 percent, i.e., overcommitted.)")
    writer.line(1, "Resource\tRequests\tLimits")
    writer.line(1, "--------\t--------\t------")
    let containers = pods.flatMap(\.spec.containers)
    for name in ["cpu", "memory", "ephemeral-storage"] {
      let requests = cell(name, sum(name, containers.map(\.resources.requests)))
      let limits = cell(name, sum(name, containers.map(\.resources.limits)))
      writer.line(1, "\(name)\t\(requests)\t\(limits)")
    }
  }

  private static func sum(_ name: String, _ lists: [ResourceList]) -> Int64 {
    lists.reduce(0) { $0 + ($1[name] ?? 0) }
  }
}
