import Documents

extension MappingReader {
  /// The disruption budget that this mapping is.
  ///
  /// Source: `pkg/apis/policy/validation/validation.go` (ValidatePodDisruptionBudgetSpec), v1.36.
  func podDisruptionBudget(namespace: String) -> PodDisruptionBudget? {
    let meta = metadata(name: .dnsSubdomain, namespace: namespace)
    let status = recordedStatus { $0.budgetStatus() } ?? PodDisruptionBudgetStatus()
    let spec = requiredObject("spec") { reader -> PodDisruptionBudgetSpec? in
      var spec = PodDisruptionBudgetSpec(selector: reader.labelSelector("selector"))
      spec.minAvailable = reader.optional("minAvailable", .countOrShare)
      spec.maxUnavailable = reader.optional("maxUnavailable", .countOrShare)
      spec.unhealthyPodEvictionPolicy =
        reader.optional("unhealthyPodEvictionPolicy", .word) ?? .ifHealthyBudget
      reader.check()
      return spec
    }
    return spec.map { PodDisruptionBudget(metadata: meta, spec: $0, status: status) }
  }

  private func check() {
    let limits = present(of: ["minAvailable", "maxUnavailable"])
    if limits.count > 1 {
      fail(
        "maxUnavailable", "stands beside minAvailable", hint: "keep one of them")
    }
    if limits.isEmpty {
      log.warning(
        at: mark, .missingField, "\(path) has neither minAvailable nor maxUnavailable",
        hint: "it lets nobody evict any of its pods; add maxUnavailable: 1")
    }
    if !has("selector") {
      log.warning(
        at: mark, .missingField, "\(path) has no selector",
        hint: "it speaks of no pod; add selector: {matchLabels: …}")
    }
  }
}

extension ScalarFormat where Value == CountOrPercent {
  /// A whole number, or a share of at most all.
  fileprivate static var countOrShare: ScalarFormat {
    countOrPercent.checked { amount throws(ValueProblem) in
      guard case .percent(let percent) = amount, percent > 100 else { return }
      throw ValueProblem("is \"\(percent)%\"", hint: "write a share from 0% to 100%")
    }
  }
}
