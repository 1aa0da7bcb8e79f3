/// Wants pods spread evenly over zones, nodes, or whatever a node label tells apart.
public struct TopologySpreadConstraint: Hashable, Sendable {
  /// What happens where a pod would make the spread too uneven.
  public enum Action: String, Hashable, Sendable, CaseIterable {
    /// It does not go there.
    case doNotSchedule = "DoNotSchedule"
    /// It rather goes elsewhere.
    case scheduleAnyway = "ScheduleAnyway"
  }

  /// Whether nodes that the pod cannot go to count in the spread.
  public enum InclusionPolicy: String, Hashable, Sendable, CaseIterable {
    /// They do not.
    case honor = "Honor"
    /// They do.
    case ignore = "Ignore"
  }

  /// How many more pods than the emptiest place any place may have; above zero.
  public var maxSkew: Int32
  /// The node label whose equal values make nodes one place.
  public var topologyKey: String
  /// What happens where a pod would make the spread too uneven.
  public var whenUnsatisfiable: Action
  /// The labels of the pods that are counted; nil counts none, the empty selector all.
  public var labelSelector: LabelSelector?
  /// With fewer places than this the emptiest counts as empty; nil: 1.
  public var minDomains: Int32?
  /// Whether nodes outside of the pod's node selector and affinity count.
  public var nodeAffinityPolicy = InclusionPolicy.honor
  /// Whether nodes with taints that the pod does not tolerate count.
  public var nodeTaintsPolicy = InclusionPolicy.ignore
  /// Labels whose values counted pods must share with the pod itself.
  public var matchLabelKeys: [String] = []

  /// A constraint.
  public init(
    maxSkew: Int32, topologyKey: String, whenUnsatisfiable: Action,
    labelSelector: LabelSelector? = nil
  ) {
    self.maxSkew = maxSkew
    self.topologyKey = topologyKey
    self.whenUnsatisfiable = whenUnsatisfiable
    self.labelSelector = labelSelector
  }
}
