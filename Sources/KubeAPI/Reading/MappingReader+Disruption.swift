import Documents

extension MappingReader {
  /// The disruption budget that this mapping is.
  ///
  /// Source: `pkg/apis/policy/validation/validation.go` (ValidatePodDisruptionBudgetSpec), v1.36.
  func podDisruptionBudget(namespace: String) -> PodDisruptionBudget? {
    let meta = metadata(name: .dnsSubdomain, namespace: namespace)
    ignore(["status"])
    let spec = requiredObject("spec") { reader -> PodDisruptionBudgetSpec? in
      var spec = PodDisruptionBudgetSpec(selector: reader.labelSelector("selector"))
      spec.minAvailable = reader.optional("minAvailable", .intOrPercent(upTo: 100))
      spec.maxUnavailable = reader.optional("maxUnavailable", .intOrPercent(upTo: 100))
      spec.unhealthyPodEvictionPolicy =
        reader.optional("unhealthyPodEvictionPolicy", .word) ?? .ifHealthyBudget
      reader.check()
      return spec
    }
    return spec.map { PodDisruptionBudget(metadata: meta, spec: $0) }
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

extension ScalarFormat where Value == IntOrPercent {
  /// A whole number without quotes, or a share such as `25%`, of at most `most` percent.
  static func intOrPercent(upTo most: Int) -> ScalarFormat {
    let expected = "a whole number such as 1, or a share such as 25%"
    return ScalarFormat(expected: expected) { scalar in
      guard !scalar.text.hasSuffix("%") else {
        return try IntOrPercent(parsing: scalar.text, upTo: most)
      }
      return .number(try ScalarFormat<Int>.integer(in: 0...Int(Int32.max)).read(scalar))
    }
  }
}
