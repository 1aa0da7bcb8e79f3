import Documents

extension MappingReader {
  /// The priority class that this mapping is.
  ///
  /// Source: `pkg/apis/scheduling/validation/validation.go` (ValidatePriorityClass), v1.34.
  func priorityClass() -> PriorityClass? {
    let meta = metadata(name: .dnsSubdomain, namespace: "")
    ignore(["description"])
    let isSystem = meta.name.hasPrefix("system-") || origin == .record
    let limit: Int32 = isSystem ? 2_000_001_000 : 1_000_000_000
    let value = required("value", .integer(in: Int32.min...limit))
    var one = PriorityClass(metadata: meta, value: value ?? 0)
    one.isGlobalDefault = optional("globalDefault", .boolean) ?? false
    one.mayPreempt = optional("preemptionPolicy", .preemptionPolicy) ?? true
    return value == nil ? nil : one
  }

  /// The drivers of one node that this mapping is.
  ///
  /// Source: `pkg/apis/storage/validation/validation.go` (ValidateCSINode), v1.34.
  func csiNode() -> CSINode? {
    let meta = metadata(name: .dnsSubdomain, namespace: "")
    var seen: Set<String> = []
    return requiredObject("spec") { reader -> CSINode? in
      let drivers = reader.list("drivers") { reader -> CSINode.Driver? in
        guard let driver = reader.csiDriver() else { return nil }
        if !seen.insert(driver.name).inserted {
          reader.fail(
            "name", "is \(quoted(driver.name)), as another driver's", hint: "keep one of them")
        }
        return driver
      }
      return CSINode(metadata: meta, drivers: drivers ?? [])
    }
  }

  private func csiDriver() -> CSINode.Driver? {
    let name = required("name", .someText)
    let nodeID = optional("nodeID", .string) ?? ""
    let keys = list("topologyKeys", of: .qualifiedName) ?? []
    let count = object("allocatable") { $0.optional("count", .integer(in: 0...Int32.max)) }
    return name.map {
      CSINode.Driver(name: $0, nodeID: nodeID, topologyKeys: keys, allocatableCount: count)
    }
  }

  /// The stateful set that this mapping is, as far as it owns pods.
  func statefulSet(namespace: String) -> StatefulSet? {
    let meta = metadata(name: .dnsSubdomain, namespace: namespace)
    ignore(["status"])
    return requiredObject("spec") { reader -> StatefulSet? in
      reader.ignore([
        "minReadySeconds", "ordinals", "persistentVolumeClaimRetentionPolicy",
        "podManagementPolicy", "replicas", "revisionHistoryLimit", "serviceName", "template",
        "updateStrategy", "volumeClaimTemplates",
      ])
      guard reader.requiredValue("selector", expected: "matchLabels: of its pods") != nil else {
        return nil
      }
      return reader.labelSelector("selector").map { StatefulSet(metadata: meta, selector: $0) }
    }
  }
}

extension ScalarFormat where Value == Bool {
  /// Whether pods may push others aside, as `preemptionPolicy` has it.
  static var preemptionPolicy: ScalarFormat {
    let text = ScalarFormat<String>.choice(["PreemptLowerPriority", "Never"])
    return ScalarFormat(expected: text.expected) { scalar in
      try text.read(scalar) == "PreemptLowerPriority"
    }
  }
}
