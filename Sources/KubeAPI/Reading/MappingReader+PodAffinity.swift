import Documents

extension MappingReader {
  /// The rules towards other pods at `key`, such as `podAntiAffinity`.
  ///
  /// Source: `pkg/apis/core/validation/validation.go` (validatePodAffinityTerm), v1.34.
  func podAffinity(_ key: String) -> PodAffinity {
    object(key) { reader -> PodAffinity? in
      reader.notSimulated(["requiredDuringSchedulingRequiredDuringExecution"])
      var affinity = PodAffinity()
      affinity.required =
        reader.list("requiredDuringSchedulingIgnoredDuringExecution") { $0.podAffinityTerm() } ?? []
      affinity.preferred =
        reader.list("preferredDuringSchedulingIgnoredDuringExecution") { reader in
          let weight = reader.required("weight", .integer(in: Int32(1)...100))
          let term = reader.requiredObject("podAffinityTerm") { $0.podAffinityTerm() }
          guard let weight, let term else { return nil }
          return WeightedPodAffinityTerm(weight: weight, term: term)
        } ?? []
      return affinity
    } ?? PodAffinity()
  }

  private func podAffinityTerm() -> PodAffinityTerm? {
    let key = required("topologyKey", .qualifiedName)
    var term = PodAffinityTerm(
      topologyKey: key ?? "", labelSelector: labelSelector("labelSelector"))
    term.namespaces = list("namespaces", of: .dnsLabel) ?? []
    term.namespaceSelector = labelSelector("namespaceSelector")
    term.matchLabelKeys = labelKeys("matchLabelKeys", beside: term.labelSelector)
    term.mismatchLabelKeys = labelKeys("mismatchLabelKeys", beside: term.labelSelector)
    for label in term.matchLabelKeys where term.mismatchLabelKeys.contains(label) {
      fail(
        "mismatchLabelKeys", "has \(quoted(label)), which matchLabelKeys has too",
        hint: "keep one of them")
    }
    return key == nil ? nil : term
  }

  /// Keys of labels whose values come from the pod itself; they need a selector to go into.
  func labelKeys(_ field: String, beside selector: LabelSelector?) -> [String] {
    let keys = list(field, of: .qualifiedName) ?? []
    if selector == nil, !keys.isEmpty {
      fail(field, "stands without a labelSelector", hint: "add one, or leave the keys out")
    }
    return keys
  }

  /// The spread constraints of a pod.
  ///
  /// Source: `pkg/apis/core/validation/validation.go` (validateTopologySpreadConstraints), v1.34.
  func topologySpreadConstraints() -> [TopologySpreadConstraint] {
    var seen: Set<String> = []
    return list("topologySpreadConstraints") { reader in
      guard let constraint = reader.topologySpreadConstraint() else { return nil }
      let pair = "\(constraint.topologyKey) \(constraint.whenUnsatisfiable.rawValue)"
      if !seen.insert(pair).inserted {
        reader.fail(
          "has the topologyKey and whenUnsatisfiable of another constraint",
          hint: "keep one of them")
      }
      return constraint
    } ?? []
  }

  private func topologySpreadConstraint() -> TopologySpreadConstraint? {
    let skew = required("maxSkew", .integer(in: 1...Int32.max))
    let key = required("topologyKey", .qualifiedName)
    let action = required(
      "whenUnsatisfiable", .choice(TopologySpreadConstraint.Action.allCases.map(\.rawValue)))
    let domains = optional("minDomains", .integer(in: 1...Int32.max))
    let selector = labelSelector("labelSelector")
    let keys = labelKeys("matchLabelKeys", beside: selector)
    let affinity = inclusionPolicy("nodeAffinityPolicy")
    let taints = inclusionPolicy("nodeTaintsPolicy")
    guard let skew, let key, let action,
      let action = TopologySpreadConstraint.Action(rawValue: action)
    else { return nil }
    if domains != nil, action != .doNotSchedule {
      fail(
        "minDomains", "stands beside whenUnsatisfiable: \(action.rawValue)",
        hint: "it goes with DoNotSchedule only")
    }
    var constraint = TopologySpreadConstraint(
      maxSkew: skew, topologyKey: key, whenUnsatisfiable: action, labelSelector: selector)
    constraint.minDomains = domains
    constraint.matchLabelKeys = keys
    if let affinity { constraint.nodeAffinityPolicy = affinity }
    if let taints { constraint.nodeTaintsPolicy = taints }
    return constraint
  }

  private func inclusionPolicy(_ key: String) -> TopologySpreadConstraint.InclusionPolicy? {
    optional(key, .choice(TopologySpreadConstraint.InclusionPolicy.allCases.map(\.rawValue)))
      .flatMap(TopologySpreadConstraint.InclusionPolicy.init)
  }
}
