extension Pod {
  /// Writes the values of the pod's own labels into the selectors whose `matchLabelKeys` and
  /// `mismatchLabelKeys` name them, as the API server does when it stores a pod.
  ///
  /// A key that the pod does not have as a label, and a term without a selector, stay as they are.
  /// Source: `pkg/registry/core/pod/strategy.go` (applyLabelKeysToLabelSelector,
  /// mutateTopologySpreadConstraints), v1.34.
  public mutating func mergeLabelKeys() {
    let labels = metadata.labels
    spec.affinity?.podAffinity.merge(labels)
    spec.affinity?.podAntiAffinity.merge(labels)
    for index in spec.topologySpreadConstraints.indices {
      let keys = spec.topologySpreadConstraints[index].matchLabelKeys
      spec.topologySpreadConstraints[index].labelSelector?.require(keys, .isIn, of: labels)
    }
  }
}

extension PodAffinity {
  fileprivate mutating func merge(_ labels: StringMap) {
    for index in required.indices { required[index].merge(labels) }
    for index in preferred.indices { preferred[index].term.merge(labels) }
  }
}

extension PodAffinityTerm {
  fileprivate mutating func merge(_ labels: StringMap) {
    labelSelector?.require(matchLabelKeys, .isIn, of: labels)
    labelSelector?.require(mismatchLabelKeys, .notIn, of: labels)
  }
}

extension LabelSelector {
  /// Adds a requirement for each of `keys` that `labels` has; one that is there already is not
  /// added again.
  fileprivate mutating func require(
    _ keys: [String], _ comparison: SelectorRequirement.Operator, of labels: StringMap
  ) {
    for key in keys {
      guard let value = labels[key] else { continue }
      let requirement = SelectorRequirement(key: key, comparison: comparison, values: [value])
      if !matchExpressions.contains(requirement) { matchExpressions.append(requirement) }
    }
  }
}
