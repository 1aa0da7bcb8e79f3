import Documents

extension MappingReader {
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
  func condition() -> Condition? {
    ignore(["lastHeartbeatTime", "lastTransitionTime", "observedGeneration"])
    let type = required("type", .someText)
    let word = required("status", .choice(["True", "False", "Unknown"]))
    let reason = optional("reason", .string) ?? ""
    let message = optional("message", .string) ?? ""
    guard let type, let status = word.flatMap(Condition.Status.init) else { return nil }
    return Condition(type, status, reason: reason, message: message, since: .start)
  }
}
