import KubeAPI
import Units

/// What `kubectl describe` prints.
///
/// Events are printed in the order given; kubectl has the newest last. Ids of containers and images
/// are left out: nothing simulated has them.
public enum KubectlDescribe {
  /// A pod.
  ///
  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (describePod), v1.36.
  public static func pod(_ pod: Pod, events: [Event], now: Instant) -> String {
    var writer = DescriptionWriter(now: now)
    writer.field(0, "Name", pod.metadata.name)
    writer.field(0, "Namespace", pod.metadata.namespace)
    writer.field(0, "Priority", "\(pod.spec.priority)")
    if !pod.spec.priorityClassName.isEmpty {
      writer.field(0, "Priority Class Name", pod.spec.priorityClassName)
    }
    writer.field(0, "Service Account", "default")
    let node = pod.spec.nodeName
    writer.field(0, "Node", node.isEmpty ? "<none>" : "\(node)/\(pod.status.hostIP)")
    if let start = pod.status.startTime {
      writer.field(0, "Start Time", SimulatedCalendar.rfc1123(start))
    }
    writer.labels("Labels", pod.metadata.labels)
    writer.annotations("Annotations", pod.metadata.annotations)
    status(of: pod, &writer)
    writer.field(0, "IP", pod.status.podIP)
    if pod.status.podIP.isEmpty {
      writer.field(0, "IPs", "<none>")
    } else {
      writer.line(0, "IPs:")
      writer.field(1, "IP", pod.status.podIP)
    }
    if let owner = pod.metadata.controller {
      writer.field(0, "Controlled By", "\(owner.kind.rawValue)/\(owner.name)")
    }
    if !pod.status.nominatedNodeName.isEmpty {
      writer.field(0, "NominatedNodeName", pod.status.nominatedNodeName)
    }
    if !pod.spec.initContainers.isEmpty {
      writer.containers("Init Containers", pod.spec.initContainers, of: pod)
    }
    writer.containers("Containers", pod.spec.containers, of: pod)
    if !pod.status.conditions.isEmpty {
      writer.line(0, "Conditions:")
      writer.line(1, "Type\tStatus")
      for condition in pod.status.conditions {
        writer.line(1, "\(condition.type) \t\(condition.status.rawValue) ")
      }
    }
    writer.volumes(pod.spec.volumes, isTemplate: false)
    writer.field(0, "QoS Class", pod.qualityOfService.rawValue)
    writer.labels("Node-Selectors", pod.spec.nodeSelector)
    writer.tolerations(pod.spec.tolerations)
    writer.events(events)
    return writer.aligned
  }

  private static func status(of pod: Pod, _ writer: inout DescriptionWriter) {
    if let deletion = pod.metadata.deletionTimestamp, !pod.isTerminal {
      let lasts = (writer.now - deletion).kubectlAge
      writer.field(0, "Status", "Terminating (lasts \(lasts))")
      let grace = pod.metadata.deletionGracePeriodSeconds ?? 0
      writer.field(0, "Termination Grace Period", "\(grace)s")
    } else {
      writer.field(0, "Status", pod.status.phase.rawValue)
    }
    if !pod.status.reason.isEmpty { writer.field(0, "Reason", pod.status.reason) }
    if !pod.status.message.isEmpty { writer.field(0, "Message", pod.status.message) }
  }

  /// A service with the ready endpoints of its slices.
  ///
  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (describeService), v1.36.
  public static func service(
    _ service: Service, slices: [EndpointSlice], events: [Event], now: Instant
  ) -> String {
    var writer = DescriptionWriter(now: now)
    let spec = service.spec
    writer.field(0, "Name", service.metadata.name)
    writer.field(0, "Namespace", service.metadata.namespace)
    writer.labels("Labels", service.metadata.labels)
    writer.annotations("Annotations", service.metadata.annotations)
    writer.field(0, "Selector", noneIfEmpty(spec.selector.commaText))
    writer.field(0, "Type", spec.type.rawValue)
    writer.field(0, "IP Family Policy", "SingleStack")
    writer.field(0, "IP Families", "IPv4")
    writer.field(0, "IP", spec.clusterIP)
    writer.field(0, "IPs", noneIfEmpty(spec.clusterIP))
    if !service.status.loadBalancerIPs.isEmpty {
      let addresses = service.status.loadBalancerIPs.joined(separator: ", ")
      writer.field(0, "LoadBalancer Ingress", addresses)
    }
    for port in spec.ports {
      let name = port.name.isEmpty ? "<unset>" : port.name
      writer.field(0, "Port", "\(name)\t\(port.port)/\(port.networkProtocol)")
      let target = DescriptionWriter.text(port.targetPort)
      writer.field(0, "TargetPort", "\(target)/\(port.networkProtocol)")
      if port.nodePort > 0 {
        writer.field(0, "NodePort", "\(name)\t\(port.nodePort)/\(port.networkProtocol)")
      }
      writer.field(0, "Endpoints", endpoints(of: port.name, in: slices))
    }
    writer.field(0, "Session Affinity", spec.sessionAffinity)
    if spec.type != .clusterIP {
      writer.field(0, "External Traffic Policy", spec.externalTrafficPolicy)
    }
    writer.field(0, "Internal Traffic Policy", "Cluster")
    writer.events(events)
    return writer.aligned
  }

  private static func endpoints(of port: String, in slices: [EndpointSlice]) -> String {
    var all: [String] = []
    for slice in slices {
      let ready = slice.endpoints.filter(\.isReady)
      for number in slice.ports.filter({ $0.name == port }).map(\.port) {
        all += ready.map { "\($0.address.ip):\(number)" }
      }
    }
    return EndpointTables.firstThree(all)
  }
}
