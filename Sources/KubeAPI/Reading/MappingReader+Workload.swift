import Documents

extension MappingReader {
  /// The replication controller that this mapping is.
  ///
  /// Source: `pkg/apis/core/v1/defaults.go` (SetDefaults_ReplicationController) and
  /// `pkg/apis/core/validation/validation.go` (ValidateReplicationControllerSpec), v1.36.
  func replicationController(namespace: String) -> ReplicationController? {
    var meta = metadata(name: .dnsSubdomain, namespace: namespace)
    ignore(["status"])
    let spec = requiredObject("spec") { reader -> ReplicationControllerSpec? in
      let replicas = reader.optional("replicas", .replicas) ?? 1
      let ready = reader.optional("minReadySeconds", .integer(in: 0...Int(Int32.max))) ?? 0
      let selector = reader.labels("selector") ?? [:]
      guard let template = reader.podTemplate("template") else { return nil }
      var spec = ReplicationControllerSpec(
        replicas: replicas, selector: selector, template: template)
      spec.minReadySeconds = ready
      if selector.isEmpty { spec.selector = template.metadata.labels }
      reader.check(spec)
      return spec
    }
    guard let spec else { return nil }
    if meta.labels.isEmpty { meta.labels = spec.template.metadata.labels }
    return ReplicationController(metadata: meta, spec: spec)
  }

  private func check(_ spec: ReplicationControllerSpec) {
    let labels = spec.template.metadata.labels
    if spec.selector.isEmpty {
      fail(
        "has no selector, and its template no labels", hint: "add template.metadata.labels:",
        code: .missingField)
    } else if !spec.selector.isSubset(of: labels) {
      let missing = spec.selector.entries.first { labels[$0.key] != $0.value }
      let pair = missing.map { "\($0.key): \($0.value)" } ?? ""
      fail(
        "selector", "does not match the labels of its template",
        hint: "add \(pair) to template.metadata.labels")
    }
    if spec.template.spec.restartPolicy != .always {
      guard case .mapping(let template)? = mapping["template"],
        case .mapping(let pod)? = template["spec"]
      else { return }
      log.error(
        at: pod["restartPolicy"]?.mark ?? mark, .wrongValue,
        "\(path).template.spec.restartPolicy is \(spec.template.spec.restartPolicy.rawValue)",
        hint: "a controller's pods can only be started again: write Always")
    }
  }

  // MARK: Nodes

  /// The node that this mapping is.
  func node() -> Node {
    let meta = metadata(name: .dnsSubdomain, namespace: "")
    var spec = NodeSpec()
    object("spec") { reader -> Void? in
      reader.notSimulated(["configSource", "externalID"])
      reader.ignore(["podCIDR", "podCIDRs"])
      spec.isUnschedulable = reader.optional("unschedulable", .boolean) ?? false
      spec.providerID = reader.optional("providerID", .string) ?? ""
      spec.taints = reader.taints()
      return ()
    }
    let status = object("status") { $0.nodeStatus() }
    return Node(metadata: meta, spec: spec, status: status ?? NodeStatus())
  }

  private func nodeStatus() -> NodeStatus {
    ignore([
      "config", "daemonEndpoints", "declaredFeatures", "features", "phase", "runtimeHandlers",
      "volumesAttached", "volumesInUse",
    ])
    var status = NodeStatus()
    status.capacity = resourceList("capacity", of: .node) ?? ResourceList()
    // Source: `pkg/apis/core/v1/defaults.go` (SetDefaults_NodeStatus), v1.36.
    status.allocatable = resourceList("allocatable", of: .node) ?? status.capacity
    status.conditions = list("conditions") { $0.condition() } ?? []
    _ = list("addresses") { reader -> Void? in
      let type = reader.required("type", .someText)
      let address = reader.required("address", .someText) ?? ""
      switch type {
      case "InternalIP": status.internalIP = address
      case "ExternalIP": status.externalIP = address
      default: break
      }
      return ()
    }
    object("nodeInfo") { reader -> Void? in
      status.kubeletVersion = reader.optional("kubeletVersion", .string) ?? ""
      reader.ignore([
        "architecture", "bootID", "containerRuntimeVersion", "kernelVersion", "kubeProxyVersion",
        "machineID", "operatingSystem", "osImage", "swap", "systemUUID",
      ])
      return ()
    }
    status.images =
      list("images") { reader -> NodeImage? in
        let names = reader.list("names", of: .string) ?? []
        let size = reader.optional("sizeBytes", .integer(in: 0...Int64.max)) ?? 0
        return NodeImage(names: names, sizeBytes: size)
      } ?? []
    return status
  }

  /// A condition, taken to hold since the start of the run.
  private func condition() -> Condition? {
    ignore(["lastHeartbeatTime", "lastTransitionTime", "observedGeneration"])
    let type = required("type", .someText)
    let word = required("status", .choice(["True", "False", "Unknown"]))
    let reason = optional("reason", .string) ?? ""
    let message = optional("message", .string) ?? ""
    guard let type, let status = word.flatMap(Condition.Status.init) else { return nil }
    return Condition(type, status, reason: reason, message: message, since: .start)
  }
}
