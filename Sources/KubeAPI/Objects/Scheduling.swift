/// Keeps pods off a node, or drives them away, unless they tolerate it.
public struct Taint: Hashable, Sendable {
  /// What happens to pods that do not tolerate the taint.
  public enum Effect: String, Hashable, Sendable {
    case noSchedule = "NoSchedule"
    case preferNoSchedule = "PreferNoSchedule"
    case noExecute = "NoExecute"
  }
  /// Its name.
  public var key: String
  /// Its value; often empty.
  public var value: String
  /// What happens to pods that do not tolerate it.
  public var effect: Effect

  /// A taint.
  public init(key: String, value: String = "", effect: Effect) {
    self.key = key
    self.value = value
    self.effect = effect
  }
}

/// Says which taints a pod puts up with.
public struct Toleration: Hashable, Sendable {
  /// How `value` is compared.
  public enum Operator: String, Hashable, Sendable {
    case equal = "Equal"
    case exists = "Exists"
  }
  /// The taint's key; empty with `exists` means all.
  public var key: String
  /// How the value is compared.
  public var comparison: Operator
  /// The taint's value.
  public var value: String
  /// The effect that is tolerated; nil for all.
  public var effect: Taint.Effect?
  /// How long a `NoExecute` taint is put up with; nil for ever.
  public var tolerationSeconds: Int64?

  /// A toleration.
  public init(
    key: String = "", comparison: Operator = .equal, value: String = "",
    effect: Taint.Effect? = nil, tolerationSeconds: Int64? = nil
  ) {
    self.key = key
    self.comparison = comparison
    self.value = value
    self.effect = effect
    self.tolerationSeconds = tolerationSeconds
  }

  /// Whether `taint` is tolerated; an empty key means every taint, also with `Equal`.
  ///
  /// Source: `staging/src/k8s.io/api/core/v1/toleration.go` (ToleratesTaint), v1.36.
  public func tolerates(_ taint: Taint) -> Bool {
    if let effect, effect != taint.effect { return false }
    if !key.isEmpty, key != taint.key { return false }
    return comparison == .exists || value == taint.value
  }
}

/// Rules that draw a pod to nodes and other pods, or keep it off them.
public struct Affinity: Hashable, Sendable {
  /// Node terms of which one must match; nil when nothing is required.
  public var requiredNodeTerms: [NodeSelectorTerm]?
  /// Node terms that are worth points.
  public var preferredNodeTerms: [PreferredNodeTerm] = []
  /// What draws it to pods.
  public var podAffinity = PodAffinity()
  /// What keeps it away from pods.
  public var podAntiAffinity = PodAffinity()

  /// No rules.
  public init() {}
}

/// A node term with its worth.
public struct PreferredNodeTerm: Hashable, Sendable {
  /// From 1 to 100.
  public var weight: Int32
  /// Which nodes it means.
  public var term: NodeSelectorTerm

  /// A term worth `weight` points.
  public init(weight: Int32, term: NodeSelectorTerm) {
    self.weight = weight
    self.term = term
  }
}

/// Requirements that must all hold of a node.
public struct NodeSelectorTerm: Hashable, Sendable {
  /// Requirements on labels.
  public var matchExpressions: [SelectorRequirement] = []
  /// Requirements on fields (only `metadata.name`).
  public var matchFields: [SelectorRequirement] = []

  /// A term without requirements, which matches no node.
  public init() {}
}

/// One requirement of a selector on one label.
public struct SelectorRequirement: Hashable, Sendable {
  /// How the label is compared.
  public enum Operator: String, Hashable, Sendable {
    case isIn = "In"
    case notIn = "NotIn"
    case exists = "Exists"
    case doesNotExist = "DoesNotExist"
    case greaterThan = "Gt"
    case lessThan = "Lt"
  }
  /// The label.
  public var key: String
  /// How it is compared.
  public var comparison: Operator
  /// With what.
  public var values: [String]

  /// A requirement.
  public init(key: String, comparison: Operator, values: [String] = []) {
    self.key = key
    self.comparison = comparison
    self.values = values
  }
}
