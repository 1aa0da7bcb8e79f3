import KubeAPI

/// What plugins look up beside nodes and pods, over objects that do not change.
public final class ObjectDirectory: ClusterDirectory {
  private let namespaces: [Namespace]
  private let services: [Service]
  private let owners: [OwnerName: LabelSelector]
  public let disruptionBudgets: [BudgetView]

  /// A directory of those of `objects` that matter here; of equal names the last counts.
  public init(_ objects: [any KubeObject]) {
    func all<Object: KubeObject>(_ type: Object.Type) -> [Object] {
      let found = objects.compactMap { $0 as? Object }
      let last = Dictionary(found.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
      return last.values.sorted { $0.key < $1.key }
    }
    namespaces = all(Namespace.self)
    services = all(Service.self)
    var owners: [OwnerName: LabelSelector] = [:]
    for one in all(ReplicationController.self) {
      owners[OwnerName(one.reference)] = LabelSelector(matchLabels: one.spec.selector)
    }
    for one in all(ReplicaSet.self) { owners[OwnerName(one.reference)] = one.spec.selector }
    for one in all(StatefulSet.self) { owners[OwnerName(one.reference)] = one.selector }
    self.owners = owners
    disruptionBudgets = all(PodDisruptionBudget.self).map(BudgetView.init)
  }

  /// An owner of pods, whatever incarnation.
  private struct OwnerName: Hashable {
    let kind: Kind
    let key: ObjectKey

    init(_ kind: Kind, _ key: ObjectKey) {
      self.kind = kind
      self.key = key
    }

    init(_ reference: ObjectReference) { self.init(reference.kind, reference.key) }
  }

  public func namespaceLabels(_ name: String) -> StringMap? {
    namespaces.first { $0.metadata.name == name }?.metadata.labels
  }

  public func namespaces(matching selector: LabelSelector) -> [String] {
    namespaces.filter { selector.matches($0.metadata.labels) }.map(\.metadata.name)
  }

  public func serviceSelectors(in namespace: String) -> [StringMap] {
    services.filter { $0.metadata.namespace == namespace }.map(\.spec.selector)
      .filter { !$0.isEmpty }
  }

  public func ownerSelector(of pod: Pod) -> LabelSelector? {
    guard let owner = pod.metadata.controller else { return nil }
    let key = ObjectKey(namespace: pod.metadata.namespace, name: owner.name)
    return owners[OwnerName(owner.kind, key)]
  }
}

extension BudgetView {
  /// What the scheduler minds of `budget`.
  init(_ budget: PodDisruptionBudget) {
    self.init(
      namespace: budget.metadata.namespace, selector: budget.spec.selector,
      disruptionsAllowed: budget.status.disruptionsAllowed,
      disrupted: budget.status.disruptedPods.map(\.name))
  }
}
