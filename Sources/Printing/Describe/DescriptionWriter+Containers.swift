import KubeAPI
import Units

extension DescriptionWriter {
  /// Adds containers, with their state when `pod` is given (a template has none).
  ///
  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (describeContainers), v1.36.
  mutating func containers(_ title: String, _ containers: [Container], of pod: Pod?) {
    let isTemplate = pod == nil
    line(0, isTemplate ? "  \(title):" : "\(title):")
    for container in containers {
      let statuses = pod.map { $0.status.initContainerStatuses + $0.status.containerStatuses }
      let status = statuses?.first { $0.name == container.name }
      line(1, isTemplate ? " \(container.name):" : "\(container.name):")
      basics(container)
      if !container.command.isEmpty {
        line(2, "Command:")
        for word in container.command { line(3, word) }
      }
      if !container.args.isEmpty {
        line(2, "Args:")
        for word in container.args { line(3, word) }
      }
      if let status { state(status) }
      resources("Limits", container.resources.limits)
      resources("Requests", container.resources.requests)
      probes(container)
      environmentSources(container)
      environment(container, pod)
      mounts(container)
    }
  }

  private mutating func basics(_ container: Container) {
    field(2, "Image", container.image)
    let ports = container.ports.map { "\($0.containerPort)/\($0.networkProtocol)" }
    let hostPorts = container.ports.map { "\($0.hostPort)/\($0.networkProtocol)" }
    let plural = ports.count > 1 ? "s" : ""
    field(2, "Port\(plural)", noneIfEmpty(ports.joined(separator: ", ")))
    field(2, "Host Port\(plural)", noneIfEmpty(hostPorts.joined(separator: ", ")))
  }

  private mutating func state(_ status: ContainerStatus) {
    switch status.state {
    case .waiting(let reason, _):
      field(2, "State", "Waiting")
      if !reason.isEmpty { field(3, "Reason", reason) }
    case .running(let since):
      field(2, "State", "Running")
      field(3, "Started", SimulatedCalendar.rfc1123(since))
    case .terminated(let end): termination("State", end)
    }
    if let last = status.lastTermination { termination("Last State", last) }
    field(2, "Ready", status.isReady ? "True" : "False")
    field(2, "Restart Count", "\(status.restartCount)")
  }

  private mutating func termination(_ title: String, _ end: ContainerStatus.Termination) {
    field(2, title, "Terminated")
    if !end.reason.isEmpty { field(3, "Reason", end.reason) }
    field(3, "Exit Code", "\(end.exitCode)")
    field(3, "Started", SimulatedCalendar.rfc1123(end.startedAt))
    field(3, "Finished", SimulatedCalendar.rfc1123(end.finishedAt))
  }

  private mutating func resources(_ title: String, _ list: ResourceList) {
    guard !list.isEmpty else { return }
    line(2, "\(title):")
    for entry in list.entries {
      field(3, entry.name, QuantityText.text(entry.name, entry.amount))
    }
  }

  private mutating func probes(_ container: Container) {
    let all = [
      ("Liveness", container.livenessProbe), ("Readiness", container.readinessProbe),
      ("Startup", container.startupProbe),
    ]
    for case (let title, let probe?) in all { field(2, title, Self.text(probe)) }
  }

  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (DescribeProbe), v1.36.
  static func text(_ probe: Probe) -> String {
    let numbers =
      "delay=\(probe.initialDelaySeconds)s timeout=\(probe.timeoutSeconds)s "
      + "period=\(probe.periodSeconds)s #success=\(probe.successThreshold) "
      + "#failure=\(probe.failureThreshold)"
    switch probe.action {
    case .httpGet(let path, let port, let scheme):
      let slash = path.hasPrefix("/") || path.isEmpty ? "" : "/"
      return "http-get \(scheme.lowercased())://:\(text(port))\(slash)\(path) \(numbers)"
    case .tcpSocket(let port): return "tcp-socket :\(text(port)) \(numbers)"
    case .grpc(let port): return "grpc <pod>:\(port)  \(numbers)"
    case .exec(let words): return "exec [\(words.joined(separator: " "))] \(numbers)"
    }
  }

  /// A port by its number or name.
  static func text(_ port: PortReference) -> String {
    switch port {
    case .number(let number): "\(number)"
    case .name(let name): name
    }
  }

  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (describeContainerEnvFrom), v1.36.
  private mutating func environmentSources(_ container: Container) {
    guard !container.envFrom.isEmpty else { return }
    line(2, "Environment Variables from:")
    for entry in container.envFrom {
      let sort = entry.source.sort == .secret ? "Secret" : "ConfigMap"
      let prefix = entry.prefix.isEmpty ? "" : " with prefix '\(entry.prefix)'"
      let isOptional = entry.source.isOptional
      line(3, "\(entry.source.name)\t\(sort)\(prefix)\tOptional: \(isOptional)")
    }
  }

  private mutating func environment(_ container: Container, _ pod: Pod?) {
    guard !container.env.isEmpty else { return line(2, "Environment:\t<none>") }
    line(2, "Environment:")
    for variable in container.env {
      switch variable.source {
      case .value(let value): field(3, variable.name, value)
      case .fieldRef(let path):
        let value = pod.map { Self.value(of: path, in: $0) } ?? ""
        field(3, variable.name, "\(value) (v1:\(path))")
      case .resourceFieldRef(let resource): field(3, variable.name, " (\(resource))")
      case .secretKeyRef(let name, let key, let isOptional):
        let source = "<set to the key '\(key)' in secret '\(name)'>"
        field(3, variable.name, "\(source)\tOptional: \(isOptional)")
      case .configMapKeyRef(let name, let key, let isOptional):
        let source = "<set to the key '\(key)' of config map '\(name)'>"
        field(3, variable.name, "\(source)\tOptional: \(isOptional)")
      }
    }
  }

  private static func value(of path: String, in pod: Pod) -> String {
    switch path {
    case "metadata.name": pod.metadata.name
    case "metadata.namespace": pod.metadata.namespace
    case "metadata.uid": pod.metadata.uid
    case "spec.nodeName": pod.spec.nodeName
    case "status.podIP": pod.status.podIP
    case "status.hostIP": pod.status.hostIP
    default: ""
    }
  }

  private mutating func mounts(_ container: Container) {
    guard !container.volumeMounts.isEmpty else { return line(2, "Mounts:\t<none>") }
    line(2, "Mounts:")
    let mounts = container.volumeMounts.entries.sorted {
      ($0.value, $0.key) < ($1.value, $1.key)
    }
    for mount in mounts { line(3, "\(mount.value) from \(mount.key) (rw)") }
  }

  /// Adds volumes and what they are.
  ///
  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (describeVolumes), v1.36.
  mutating func volumes(_ volumes: [Volume], isTemplate: Bool) {
    let indent = isTemplate ? "  " : ""
    guard !volumes.isEmpty else { return line(0, "\(indent)Volumes:\t<none>") }
    line(0, "\(indent)Volumes:")
    for volume in volumes {
      line(1, (isTemplate ? " " : "") + "\(volume.name):")
      switch volume.source {
      case .emptyDir:
        field(2, "Type", "EmptyDir (a temporary directory that shares a pod's lifetime)")
        field(2, "Medium", "")
        field(2, "SizeLimit", "<unset>")
      case .hostPath(let path):
        field(2, "Type", "HostPath (bare host directory volume)")
        field(2, "Path", path)
        field(2, "HostPathType", "")
      case .persistentVolumeClaim(let claim):
        field(
          2, "Type",
          "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)")
        field(2, "ClaimName", claim)
        field(2, "ReadOnly", "false")
      case .data(let source):
        let kind = source.sort == .secret ? "Secret" : "ConfigMap"
        field(2, "Type", "\(kind) (a volume populated by a \(kind))")
        field(2, source.sort == .secret ? "SecretName" : "Name", source.name)
        field(2, "Optional", "\(source.isOptional)")
      case .projected(let sources):
        let type = "Projected (a volume that contains injected data from multiple sources)"
        field(2, "Type", type)
        for source in sources {
          field(2, source.sort == .secret ? "SecretName" : "ConfigMapName", source.name)
          field(2, "Optional", "\(source.isOptional)")
        }
      case .image(let reference):
        field(2, "Type", "Image (a container image or OCI artifact)")
        field(2, "Reference", reference)
        field(2, "PullPolicy", "")
      case .disk(let disk): field(2, "Type", disk.field)
      case .other(let kind): field(2, "Type", kind)
      }
    }
  }
}
