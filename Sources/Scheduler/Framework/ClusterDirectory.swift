import KubeAPI

/// What plugins may look up beside nodes and pods.
public protocol ClusterDirectory: AnyObject {
  /// The labels of the namespace called `name`; nil when there is none.
  func namespaceLabels(_ name: String) -> StringMap?
  /// The names of the namespaces with these labels, sorted.
  func namespaces(matching selector: LabelSelector) -> [String]
  /// The selectors of the Services in a namespace; those without one are left out.
  func serviceSelectors(in namespace: String) -> [StringMap]
  /// How the controller of `pod` finds its pods; nil for a pod without one, or whose controller is
  /// gone or of a kind without replicas.
  func ownerSelector(of pod: Pod) -> LabelSelector?
  /// The disruption budgets of all namespaces, sorted by namespace and name.
  var disruptionBudgets: [BudgetView] { get }
}

/// What the scheduler minds of a PodDisruptionBudget.
public struct BudgetView: Hashable, Sendable {
  /// Its namespace; it speaks of pods there only.
  public var namespace: String
  /// The pods that it speaks of; nil: none.
  public var selector: LabelSelector?
  /// How many of them may be disturbed now.
  public var disruptionsAllowed: Int
  /// Pods, by name, whose disturbance is counted already.
  public var disrupted: [String]

  /// A budget.
  public init(
    namespace: String, selector: LabelSelector?, disruptionsAllowed: Int, disrupted: [String] = []
  ) {
    self.namespace = namespace
    self.selector = selector
    self.disruptionsAllowed = disruptionsAllowed
    self.disrupted = disrupted
  }
}

/// A directory of a cluster that has nothing beside nodes and pods.
public final class EmptyDirectory: ClusterDirectory {
  /// The empty directory.
  public init() {}

  public func namespaceLabels(_ name: String) -> StringMap? { nil }
  public func namespaces(matching selector: LabelSelector) -> [String] { [] }
  public func serviceSelectors(in namespace: String) -> [StringMap] { [] }
  public func ownerSelector(of pod: Pod) -> LabelSelector? { nil }
  public var disruptionBudgets: [BudgetView] { [] }
}
