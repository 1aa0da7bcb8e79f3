import KubeAPI

/// A term of affinity between pods made ready for matching.
///
/// Source: `pkg/scheduler/framework/types.go` (AffinityTerm), v1.34.
struct PodTerm: Hashable, Sendable {
  /// The namespaces that it means, by name.
  var namespaces: [String]
  /// The namespaces that it means, by label; nil: none.
  var namespaceSelector: LabelSelector?
  /// The labels of the pods that it means; nil: no pod.
  let selector: LabelSelector?
  /// The node label whose equal values make nodes one place.
  let topologyKey: String

  /// A term of a pod in `namespace`.
  init(_ term: PodAffinityTerm, in namespace: String) {
    let isSilent = term.namespaces.isEmpty && term.namespaceSelector == nil
    namespaces = isSilent ? [namespace] : term.namespaces
    namespaceSelector = term.namespaceSelector
    selector = term.labelSelector
    topologyKey = term.topologyKey
  }

  /// Whether `pod`, in a namespace with `namespaceLabels`, is one that the term means.
  func matches(_ pod: PodInfo, namespaceLabels: StringMap) -> Bool {
    matches(pod.kind, namespaceLabels: namespaceLabels)
  }

  /// Whether the term means pods of this kind, in a namespace with `namespaceLabels`.
  func matches(_ pod: PodKind, namespaceLabels: StringMap) -> Bool {
    guard let selector else { return false }
    let isInPlace =
      namespaces.contains(pod.namespace)
      || namespaceSelector?.matches(namespaceLabels) ?? false
    return isInPlace && selector.matches(pod.labels)
  }

  /// The term with its namespace selector turned into names; one that means all namespaces stays.
  ///
  /// Source: `pkg/scheduler/framework/plugins/interpodaffinity/plugin.go`
  /// (mergeAffinityTermNamespacesIfNotEmpty), v1.34.
  func resolved(by directory: any ClusterDirectory) -> PodTerm {
    guard let wanted = namespaceSelector, !wanted.isEmpty else { return self }
    var copy = self
    for name in directory.namespaces(matching: wanted) { copy.namespaces.insertSorted(name) }
    copy.namespaceSelector = nil
    return copy
  }
}

/// A term with its worth.
struct WeightedPodTerm: Hashable, Sendable {
  /// Points for each pod that the term means.
  let weight: Int64
  /// Which pods it means.
  var term: PodTerm
}

/// All terms of one pod about other pods.
struct PodTerms: Sendable {
  /// Pods that must be near.
  let required: [PodTerm]
  /// Pods that must not be near.
  let requiredAnti: [PodTerm]
  /// Pods that should be near.
  let preferred: [WeightedPodTerm]
  /// Pods that should not be near.
  let preferredAnti: [WeightedPodTerm]

  /// The terms of `pod`; those worth nothing are left out.
  init(_ pod: Pod) {
    let namespace = pod.metadata.namespace
    let near = pod.spec.affinity?.podAffinity ?? PodAffinity()
    let far = pod.spec.affinity?.podAntiAffinity ?? PodAffinity()
    required = near.required.map { PodTerm($0, in: namespace) }
    requiredAnti = far.required.map { PodTerm($0, in: namespace) }
    preferred = Self.weighted(near.preferred, in: namespace)
    preferredAnti = Self.weighted(far.preferred, in: namespace)
  }

  /// Whether there are no terms.
  var isEmpty: Bool {
    required.isEmpty && requiredAnti.isEmpty && preferred.isEmpty && preferredAnti.isEmpty
  }

  private static func weighted(
    _ terms: [WeightedPodAffinityTerm], in namespace: String
  ) -> [WeightedPodTerm] {
    terms.map { WeightedPodTerm(weight: Int64($0.weight), term: PodTerm($0.term, in: namespace)) }
  }
}
