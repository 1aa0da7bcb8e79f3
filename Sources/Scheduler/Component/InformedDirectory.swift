import ControllerRuntime
import KubeAPI

/// What plugins look up beside nodes and pods, as informers show it.
public final class InformedDirectory: ClusterDirectory {
  private let namespaces: Informer<Namespace>
  private let services: Informer<Service>
  private let replicationControllers: Informer<ReplicationController>
  private let budgets: Informer<PodDisruptionBudget>
  private let replicaSets: Informer<ReplicaSet>

  /// A directory over informers that somebody else starts.
  public init(
    namespaces: Informer<Namespace>, services: Informer<Service>,
    replicationControllers: Informer<ReplicationController>, replicaSets: Informer<ReplicaSet>,
    disruptionBudgets: Informer<PodDisruptionBudget>
  ) {
    self.namespaces = namespaces
    self.services = services
    self.replicationControllers = replicationControllers
    budgets = disruptionBudgets
    self.replicaSets = replicaSets
  }

  public func namespaceLabels(_ name: String) -> StringMap? {
    namespaces.get(ObjectKey(name: name))?.metadata.labels
  }

  public func namespaces(matching selector: LabelSelector) -> [String] {
    namespaces.list().filter { selector.matches($0.metadata.labels) }.map(\.metadata.name)
  }

  public func serviceSelectors(in namespace: String) -> [StringMap] {
    services.list().filter { $0.metadata.namespace == namespace }.map(\.spec.selector)
      .filter { !$0.isEmpty }
  }

  public func ownerSelector(of pod: Pod) -> LabelSelector? {
    guard let owner = pod.metadata.controller else { return nil }
    let key = ObjectKey(namespace: pod.metadata.namespace, name: owner.name)
    switch owner.kind {
    case .replicationController:
      return replicationControllers.get(key).map { LabelSelector(matchLabels: $0.spec.selector) }
    case .replicaSet: return replicaSets.get(key)?.spec.selector
    default: return nil
    }
  }

  public var disruptionBudgets: [BudgetView] {
    budgets.list().map(BudgetView.init)
  }
}
