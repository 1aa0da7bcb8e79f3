/// Rules that draw a pod to other pods, or keep it away from them.
public struct PodAffinity: Hashable, Sendable {
  /// Terms that must all hold.
  public var required: [PodAffinityTerm] = []
  /// Terms that are worth points.
  public var preferred: [WeightedPodAffinityTerm] = []

  /// No rules.
  public init() {}

  /// Whether there are no rules.
  public var isEmpty: Bool { required.isEmpty && preferred.isEmpty }
}

/// Which pods a rule means, and how near they are.
public struct PodAffinityTerm: Hashable, Sendable {
  /// The pods' labels; nil means no pod, the empty selector every pod.
  public var labelSelector: LabelSelector?
  /// The pods' namespaces, by name.
  public var namespaces: [String] = []
  /// The pods' namespaces, by label; nil adds none, the empty selector all. Without names and
  /// without a selector the pod's own namespace is meant.
  public var namespaceSelector: LabelSelector?
  /// The node label whose equal values make nodes one place.
  public var topologyKey: String
  /// Labels whose values the pods must share with the pod that has the rule.
  public var matchLabelKeys: [String] = []
  /// Labels whose values the pods must not share with the pod that has the rule.
  public var mismatchLabelKeys: [String] = []

  /// A term about pods with `labelSelector` in the same `topologyKey`.
  public init(topologyKey: String, labelSelector: LabelSelector? = nil) {
    self.topologyKey = topologyKey
    self.labelSelector = labelSelector
  }
}

/// A term with its worth.
public struct WeightedPodAffinityTerm: Hashable, Sendable {
  /// From 1 to 100.
  public var weight: Int32
  /// Which pods it means.
  public var term: PodAffinityTerm

  /// A term worth `weight` points.
  public init(weight: Int32, term: PodAffinityTerm) {
    self.weight = weight
    self.term = term
  }
}
