import Units

/// Says how many of some pods must stay healthy when pods are evicted on purpose.
public struct PodDisruptionBudget: KubeObject, Hashable {
  public static let kind = Kind.podDisruptionBudget
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// What is wanted.
  public var spec: PodDisruptionBudgetSpec
  /// What is.
  public var status: PodDisruptionBudgetStatus

  /// A budget that has not been stored yet.
  public init(
    metadata: ObjectMeta, spec: PodDisruptionBudgetSpec,
    status: PodDisruptionBudgetStatus = PodDisruptionBudgetStatus()
  ) {
    self.metadata = metadata
    self.spec = spec
    self.status = status
  }

  public func wantsTheSame(as other: PodDisruptionBudget) -> Bool { spec == other.spec }

  /// Whether `pod` is one of those that the budget speaks of: one of its namespace that its
  /// selector finds. No selector finds nothing, an empty one everything.
  public func covers(_ pod: Pod) -> Bool {
    metadata.namespace == pod.metadata.namespace
      && spec.selector?.matches(pod.metadata.labels) ?? false
  }
}

/// What a disruption budget wants.
public struct PodDisruptionBudgetSpec: Hashable, Sendable {
  /// When pods that are not ready may be evicted.
  public enum UnhealthyPolicy: String, Hashable, Sendable, CaseIterable {
    /// While as many are healthy as the budget wants.
    case ifHealthyBudget = "IfHealthyBudget"
    /// Always.
    case alwaysAllow = "AlwaysAllow"
  }
  /// Which pods; nil for none.
  public var selector: LabelSelector?
  /// How many must stay healthy; nil when `maxUnavailable` says it, or nothing does.
  public var minAvailable: CountOrPercent?
  /// How many may be out of order; nil when `minAvailable` says it, or nothing does.
  public var maxUnavailable: CountOrPercent?
  /// When pods that are not ready may be evicted.
  public var unhealthyPodEvictionPolicy = UnhealthyPolicy.ifHealthyBudget

  /// A budget for the pods that `selector` finds.
  public init(
    selector: LabelSelector?, minAvailable: CountOrPercent? = nil,
    maxUnavailable: CountOrPercent? = nil
  ) {
    self.selector = selector
    self.minAvailable = minAvailable
    self.maxUnavailable = maxUnavailable
  }
}

/// How a disruption budget stands.
public struct PodDisruptionBudgetStatus: Hashable, Sendable {
  /// A pod whose eviction the API server has granted and which nobody has seen go yet.
  public struct DisruptedPod: Hashable, Sendable {
    /// The pod's name.
    public var name: String
    /// When the eviction was granted, cut to whole seconds.
    public var since: Instant

    /// A pod granted at `since`.
    public init(name: String, since: Instant) {
      self.name = name
      self.since = since.truncatedToSeconds
    }
  }
  /// The generation that this status speaks of.
  public var observedGeneration: Int64 = 0
  /// Pods about to go, sorted by name.
  public var disruptedPods: [DisruptedPod] = []
  /// How many more may be evicted now.
  public var disruptionsAllowed = 0
  /// Ready pods, without those about to go.
  public var currentHealthy = 0
  /// How many must stay ready.
  public var desiredHealthy = 0
  /// How many there should be.
  public var expectedPods = 0
  /// `DisruptionAllowed`.
  public var conditions: [Condition] = []

  /// The status of a budget that nobody has looked at yet.
  public init() {}

  /// Brings the condition `DisruptionAllowed` in line with `disruptionsAllowed`.
  ///
  /// Source: `staging/src/k8s.io/component-helpers/apps/poddisruptionbudget/helpers.go`, v1.36.
  public mutating func updateCondition(at now: Instant) {
    let isAllowed = disruptionsAllowed > 0
    conditions.set(
      Condition(
        "DisruptionAllowed", isAllowed ? .isTrue : .isFalse,
        reason: isAllowed ? "SufficientPods" : "InsufficientPods", since: now))
  }
}
