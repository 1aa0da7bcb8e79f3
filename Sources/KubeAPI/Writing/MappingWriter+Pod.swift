import Documents

extension MappingWriter {
  /// What a pod is made of.
  mutating func write(_ spec: PodSpec) {
    list("initContainers", spec.initContainers.map { Self.node($0, isInit: true) })
    list("containers", spec.containers.map { Self.node($0, isInit: false) })
    list("volumes", spec.volumes.map(Self.node))
    text("nodeName", spec.nodeName)
    text("schedulerName", spec.schedulerName)
    map("nodeSelector", spec.nodeSelector)
    if let affinity = spec.affinity { object("affinity") { $0.write(affinity) } }
    list("topologySpreadConstraints", spec.topologySpreadConstraints.map(Self.node))
    if let stated = spec.statedPreemption {
      text("preemptionPolicy", stated ? "PreemptLowerPriority" : "Never")
    }
    list("tolerations", spec.tolerations.map(Self.node))
    text("restartPolicy", spec.restartPolicy.rawValue)
    literal("terminationGracePeriodSeconds", spec.terminationGracePeriodSeconds)
    if spec.hostNetwork { literal("hostNetwork", true) }
    if let stated = spec.statedPriority { literal("priority", stated) }
    text("priorityClassName", spec.priorityClassName)
    if let resources = spec.resources { object("resources") { $0.write(resources) } }
    resources("overhead", spec.overhead)
    list("schedulingGates", spec.schedulingGates.map { gate in .object { $0.text("name", gate) } })
    literal("enableServiceLinks", spec.enableServiceLinks)
  }

  private static func node(_ container: Container, isInit: Bool) -> DocumentNode {
    .object { writer in
      writer.text("name", container.name)
      writer.text("image", container.image)
      writer.text("imagePullPolicy", container.imagePullPolicy.rawValue)
      writer.texts("command", container.command)
      writer.texts("args", container.args)
      writer.list("envFrom", container.envFrom.map(node))
      writer.list("env", container.env.map(node))
      writer.list("ports", container.ports.map(node))
      writer.object("resources") { $0.write(container.resources) }
      writer.list(
        "volumeMounts",
        container.volumeMounts.entries.map { mount in
          .object { writer in
            writer.text("name", mount.key)
            writer.text("mountPath", mount.value)
          }
        })
      if isInit, container.isSidecar { writer.text("restartPolicy", "Always") }
      writer.put("readinessProbe", container.readinessProbe.map(node))
      writer.put("livenessProbe", container.livenessProbe.map(node))
      writer.put("startupProbe", container.startupProbe.map(node))
      guard let preStop = container.preStop else { return }
      writer.object("lifecycle") { $0.put("preStop", node(preStop)) }
    }
  }

  private static func node(_ port: ContainerPort) -> DocumentNode {
    .object { writer in
      writer.text("name", port.name)
      writer.literal("containerPort", port.containerPort)
      if port.hostPort != 0 { writer.literal("hostPort", port.hostPort) }
      writer.text("hostIP", port.hostIP)
      writer.text("protocol", port.networkProtocol)
    }
  }

  private static func node(_ variable: EnvVar) -> DocumentNode {
    .object { writer in
      writer.text("name", variable.name)
      if case .value(let value) = variable.source { return writer.put("value", .text(value)) }
      writer.object("valueFrom") { $0.write(variable.source) }
    }
  }

  private mutating func write(_ source: EnvVar.Source) {
    switch source {
    case .value: break
    case .fieldRef(let path): object("fieldRef") { $0.text("fieldPath", path) }
    case .resourceFieldRef(let name): object("resourceFieldRef") { $0.text("resource", name) }
    case .secretKeyRef(let name, let key, let isOptional):
      write(keyOf: name, key, isOptional, as: "secretKeyRef")
    case .configMapKeyRef(let name, let key, let isOptional):
      write(keyOf: name, key, isOptional, as: "configMapKeyRef")
    }
  }

  private mutating func write(
    keyOf name: String, _ key: String, _ isOptional: Bool, as field: String
  ) {
    object(field) { writer in
      writer.text("name", name)
      writer.text("key", key)
      writer.literal("optional", isOptional)
    }
  }

  private mutating func write(_ resources: ResourceRequirements) {
    self.resources("requests", resources.requests)
    self.resources("limits", resources.limits)
  }

  /// Amounts of resources, unless there are none.
  mutating func resources(_ key: String, _ list: ResourceList) {
    guard !list.isEmpty else { return }
    object(key) { writer in
      for (name, amount) in list.entries {
        writer.text(name, name == "cpu" ? "\(amount)m" : "\(amount)")
      }
    }
  }

  /// A port by number or name.
  static func node(_ port: PortReference) -> DocumentNode {
    switch port {
    case .number(let number): .literal(number)
    case .name(let name): .text(name)
    }
  }

  private static func node(_ probe: Probe) -> DocumentNode {
    .object { writer in
      switch probe.action {
      case .httpGet(let path, let port, let scheme):
        writer.object("httpGet") { writer in
          writer.text("path", path)
          writer.put("port", node(port))
          writer.text("scheme", scheme)
        }
      case .tcpSocket(let port): writer.object("tcpSocket") { $0.put("port", node(port)) }
      case .grpc(let port): writer.object("grpc") { $0.literal("port", port) }
      case .exec(let words): writer.object("exec") { $0.texts("command", words) }
      }
      writer.literal("initialDelaySeconds", probe.initialDelaySeconds)
      writer.literal("periodSeconds", probe.periodSeconds)
      writer.literal("timeoutSeconds", probe.timeoutSeconds)
      writer.literal("successThreshold", probe.successThreshold)
      writer.literal("failureThreshold", probe.failureThreshold)
    }
  }

  private static func node(_ handler: LifecycleHandler) -> DocumentNode {
    .object { writer in
      switch handler {
      case .exec(let words): writer.object("exec") { $0.texts("command", words) }
      case .httpGet(let path, let port):
        writer.object("httpGet") { writer in
          writer.text("path", path)
          writer.put("port", node(port))
        }
      case .sleep(let seconds): writer.object("sleep") { $0.literal("seconds", seconds) }
      }
    }
  }

  private static func node(_ volume: Volume) -> DocumentNode {
    .object { writer in
      writer.text("name", volume.name)
      switch volume.source {
      case .emptyDir: writer.object("emptyDir") { _ in }
      case .hostPath(let path): writer.object("hostPath") { $0.text("path", path) }
      case .persistentVolumeClaim(let claim):
        writer.object("persistentVolumeClaim") { $0.text("claimName", claim) }
      case .data(let source):
        let isSecret = source.sort == .secret
        writer.object(isSecret ? "secret" : "configMap") {
          $0.write(source, nameAs: isSecret ? "secretName" : "name")
        }
      case .projected(let sources):
        writer.object("projected") { $0.list("sources", sources.map(node)) }
      case .image(let reference): writer.object("image") { $0.text("reference", reference) }
      case .disk(let disk): writer.object(disk.field) { $0.write(disk) }
      case .other(let sort): writer.object(sort) { _ in }
      }
    }
  }

  private mutating func write(_ disk: InlineDisk) {
    switch disk {
    case .gcePersistentDisk(let name, let isReadOnly):
      text("pdName", name)
      if isReadOnly { literal("readOnly", true) }
    case .awsElasticBlockStore(let id), .cinder(let id), .portworxVolume(let id):
      text("volumeID", id)
    case .azureDisk(let address):
      text("diskName", address)
      text("diskURI", address)
    case .iscsi(let name, let isReadOnly):
      text("iqn", name)
      if isReadOnly { literal("readOnly", true) }
    case .rbd(let monitors, let pool, let image, let isReadOnly):
      texts("monitors", monitors)
      text("pool", pool)
      text("image", image)
      if isReadOnly { literal("readOnly", true) }
    }
  }

  private static func node(_ entry: EnvFromSource) -> DocumentNode {
    .object { writer in
      writer.text("prefix", entry.prefix)
      writer.object(entry.source.sort == .secret ? "secretRef" : "configMapRef") {
        $0.write(entry.source, nameAs: "name")
      }
    }
  }

  private static func node(_ source: DataSource) -> DocumentNode {
    .object { writer in
      writer.object(source.sort == .secret ? "secret" : "configMap") {
        $0.write(source, nameAs: "name")
      }
    }
  }

  /// A reference to a secret or config map; an item's path is its key, whatever was written.
  private mutating func write(_ source: DataSource, nameAs field: String) {
    text(field, source.name)
    literal("optional", source.isOptional)
    list(
      "items",
      source.keys.map { key in
        .object { writer in
          writer.text("key", key)
          writer.text("path", key)
        }
      })
  }

  private static func node(_ toleration: Toleration) -> DocumentNode {
    .object { writer in
      writer.text("key", toleration.key)
      writer.text("operator", toleration.comparison.rawValue)
      writer.text("value", toleration.value)
      writer.text("effect", toleration.effect?.rawValue ?? "")
      writer.literal("tolerationSeconds", toleration.tolerationSeconds)
    }
  }
}
